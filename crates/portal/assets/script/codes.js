// Codes by short message: when the next one may be asked for, counted down. And a password that can be looked at.

function countDown(note) {
  const until = Date.now() + Number(note.dataset.countdown) * 1000;
  // Said once at the end: a screen reader must not read every second.
  note.removeAttribute("role");
  const timer = setInterval(show, 1000);
  function show() {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) {
      note.textContent = note.dataset.left.replace("{seconds}", left);
      return;
    }
    clearInterval(timer);
    note.setAttribute("role", "status");
    note.textContent = note.dataset.ready;
  }
  show();
}

function showPassword(button) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;
  button.hidden = false;
  button.onclick = () => {
    const shows = input.type === "password";
    input.type = shows ? "text" : "password";
    button.textContent = shows ? button.dataset.hide : button.dataset.show;
    input.focus();
  };
  // A browser offers to keep the password, and keeps what was typed for the next form, only of a password field.
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

export function watchCodes() {
  document.querySelectorAll("[data-countdown]").forEach(countDown);
  document.querySelectorAll("[data-show]").forEach(showPassword);
}
