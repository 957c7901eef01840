// A slot handed over to a phone: its code in a dialog, and its picture as soon as it has come.

import { drawn, isOver, say, swap } from "./slots.js";

async function draw(slot) {
  const answer = await fetch(`${slot.dataset.upload}/slot`);
  if (answer.ok) swap(slot, await answer.text(), (name) => answer.headers.get(name));
}

function show(dialog) {
  const { changes, handover, received } = dialog.dataset;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  let stream;
  function listen() {
    stream = new EventSource(changes);
    stream.addEventListener("materials", async ({ data }) => {
      const marks = JSON.parse(data);
      for (const slot of document.querySelectorAll("[data-slot]:not([aria-busy])")) {
        const { slot: id, mark } = slot.dataset;
        if (String(marks[id]) === String(mark)) continue;
        // Closed first: so the focus stays in the slot.
        if (id === handover) dialog.close();
        await draw(slot);
        if (id === handover) say(received);
      }
    });
    stream.addEventListener("end", () => {
      stream.close();
      part("waiting").hidden = true;
      part("over").hidden = false;
    });
    stream.onopen = () => { part("lost").hidden = true; };
    stream.onerror = () => {
      if (stream.readyState < 2) return;
      part("lost").hidden = false;
      setTimeout(() => dialog.open && listen(), 5000);
    };
  }
  document.querySelector("dialog[data-handover]")?.close();
  document.querySelector("main").append(dialog);
  dialog.onclose = () => {
    stream.close();
    dialog.remove();
  };
  part("close").onclick = () => dialog.close();
  listen();
  dialog.showModal();
}

export function watchPhones() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-phone]");
    if (!button) return;
    event.preventDefault();
    const headers = { "X-CSRF-Token": document.querySelector("[name=csrf]").value };
    const answer = await fetch(button.dataset.phone, { method: "POST", headers }).catch(() => 0);
    if (answer.ok) {
      show(drawn(await answer.text(), "dialog"));
    } else if (button.form) {
      // Its own page says why.
      button.form.requestSubmit(button);
    } else if (!isOver(answer.status)) button.previousElementSibling.textContent = button.dataset.failed;
  });
}
