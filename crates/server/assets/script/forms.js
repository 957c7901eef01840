// A form waits for pictures on their way, and is sent once.

import { uploads } from "./slots.js";

export function watchForms() {
  document.querySelectorAll("form[data-step], form[data-start], form[data-login]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) {
        event.preventDefault();
        return;
      }
      if (uploads().length > 0) {
        event.preventDefault();
        const button = event.submitter;
        Promise.all(uploads()).then(() => form.requestSubmit(button));
        return;
      }
      sent = true;
      const button = form.querySelector("[data-primary]");
      if (button && form.dataset.sending && event.submitter === button) {
        button.setAttribute("aria-disabled", "true");
        button.textContent = form.dataset.sending;
      }
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  });
}
