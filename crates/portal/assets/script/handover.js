// A slot handed over to a phone: its code in a dialog, and its picture as soon as it has arrived.

import { drawn, isOver, say, swap } from "./slots.js";

const AGAIN_MS = 5000;

/** Ends the stream of the code that was shown before. */
let stopListening = () => {};

/** The slot as redrawn by the server; null if that fails. */
async function drawnAnew(slot) {
  const answer = await fetch(`${slot.dataset.upload}/slot`).catch(() => 0);
  const html = answer.ok && (await answer.text().catch(() => ""));
  return html ? { html, header: (name) => answer.headers.get(name) } : null;
}

function show(dialog) {
  const { changes, handover, received } = dialog.dataset;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  let stream;
  let again;
  // The phone that brought this picture may go on with the other slots of the page.
  let isReceived = false;
  function listen() {
    stream = new EventSource(changes);
    stream.addEventListener("materials", async ({ data }) => {
      const marks = JSON.parse(data);
      for (const slot of document.querySelectorAll("[data-slot]:not([aria-busy])")) {
        const { slot: id, mark } = slot.dataset;
        if (String(marks[id]) === String(mark)) continue;
        const fresh = await drawnAnew(slot);
        if (!fresh) return lost();
        // Meanwhile another picture may be on its way, or have arrived.
        if (!slot.isConnected || slot.hasAttribute("aria-busy")) continue;
        // Closed first, so that the focus stays in the slot.
        if (id === handover) {
          isReceived = true;
          dialog.close();
        }
        swap(slot, fresh.html, fresh.header);
        if (id === handover) say(received);
      }
    });
    stream.addEventListener("end", () => {
      stream.close();
      part("waiting").hidden = true;
      part("over").hidden = false;
    });
    stream.onopen = () => { part("lost").hidden = true; };
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) lost(); };
  }
  /** Reconnects in a while; the stream then begins with the whole state again. */
  function lost() {
    stream.close();
    part("lost").hidden = false;
    clearTimeout(again);
    again = setTimeout(() => (dialog.open || isReceived) && listen(), AGAIN_MS);
  }
  document.querySelector("dialog[data-handover]")?.close();
  document.querySelector("main").append(dialog);
  stopListening();
  stopListening = () => {
    isReceived = false;
    stream.close();
  };
  dialog.onclose = () => {
    if (!isReceived) stream.close();
    dialog.remove();
  };
  part("close").onclick = () => dialog.close();
  listen();
  dialog.showModal();
}

export function watchPhones() {
  let isAsking = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-phone]");
    if (!button) return;
    event.preventDefault();
    // Each new code ends the one before it.
    if (isAsking) return;
    isAsking = true;
    const headers = { "X-CSRF-Token": document.querySelector("[name=csrf]").value };
    const answer = await fetch(button.dataset.phone, { method: "POST", headers }).catch(() => 0);
    isAsking = false;
    if (answer.ok) {
      show(drawn(await answer.text(), "dialog"));
    } else if (button.form) {
      // Its own page says why.
      button.form.requestSubmit(button);
    } else if (!isOver(answer.status)) button.previousElementSibling.textContent = button.dataset.failed;
  });
}
