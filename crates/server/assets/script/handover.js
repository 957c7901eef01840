// A slot handed over to a phone: its code in a dialog, and its picture here as soon as it has come.

import { say, swap } from "./slots.js";

async function draw(slot) {
  const answer = await fetch(`${slot.dataset.upload}/slot`);
  if (answer.ok) swap(slot, await answer.text(), (name) => answer.headers.get(name));
}

function show(dialog) {
  const words = dialog.dataset;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  document.querySelector("dialog[data-handover]")?.close();
  document.querySelector("main").append(dialog);
  const stream = new EventSource(words.changes);
  stream.addEventListener("materials", async ({ data }) => {
    const marks = JSON.parse(data);
    for (const slot of document.querySelectorAll("[data-slot]:not([aria-busy])")) {
      const { slot: id, mark } = slot.dataset;
      if (String(marks[id]) === String(mark)) continue;
      const mine = id === words.handover;
      // Closed first: so the focus is back in the slot, and stays there.
      if (mine) dialog.close();
      await draw(slot);
      if (mine) say(words.received);
    }
  });
  stream.addEventListener("end", () => {
    stream.close();
    part("waiting").hidden = true;
    part("over").hidden = false;
  });
  dialog.onclose = () => {
    stream.close();
    dialog.remove();
  };
  part("close").onclick = () => dialog.close();
  dialog.showModal();
}

export function watchPhones() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-phone]");
    if (!button) return;
    event.preventDefault();
    const headers = { "X-CSRF-Token": document.querySelector("[name=csrf]").value };
    const answer = await fetch(button.dataset.phone, { method: "POST", headers }).catch(() => ({}));
    if (answer.ok) {
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      show(template.content.querySelector("dialog"));
    } else if (button.form) {
      // The page of its own says what is the matter.
      button.form.requestSubmit(button);
    } else {
      location.reload();
    }
  });
}
