// The log-in ends after a while without activity: the page warns in time and offers to log in again in place. What was typed
// never leaves the page.

const PATIENCE_MS = 8000;
const SOON_S = 300;
const AGAIN_S = 30;
/** A step that came back through the log-in gets its own address later. */
const here = () => `/login?to=${encodeURIComponent(location.pathname)}`;

function ask(path, options) {
  return fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS), ...options });
}

/** The application that a form of a page belongs to. */
function applicationOf(page) {
  return page.querySelector("form[data-step]")?.getAttribute("action").split("/")[2];
}

export function watchSession() {
  const dialog = document.querySelector("[data-session]");
  if (!dialog) return;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const whole = Number(dialog.dataset.session);
  const soon = Math.min(SOON_S, whole / 3);
  let timer;
  let asked = false;

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, seconds) * 1000);
  }

  function open(name) {
    for (const other of ["warning", "ended"]) part(other).hidden = other !== name;
    dialog.setAttribute("aria-labelledby", dialog.dataset[`${name}Title`]);
    if (!dialog.open) dialog.showModal();
  }

  /** Another window may have been active: the service knows. */
  async function look() {
    const left = await ask("/session").then((answer) => answer.json()).then((told) => told.seconds_left, () => -1);
    const ended = !part("ended").hidden;
    if (left < 0) {
      later(AGAIN_S);
    } else if (ended || !left) {
      // Logged in again in another window: this one continues.
      if (ended === (left > 0)) await logIn(here());
    } else if (left > soon) {
      asked = false;
      dialog.close();
      later(left - soon);
    } else if (asked) {
      later(left);
    } else {
      const { one, words } = part("left").dataset;
      part("left").textContent = left > 60 ? words.replace("{minutes}", Math.ceil(left / 60)) : one;
      if (!dialog.open) {
        open("warning");
        part("keep").focus();
      }
      later(Math.min(left, AGAIN_S));
    }
  }

  async function keep() {
    asked = true;
    dialog.close();
    const token = document.querySelector("main [name=csrf]").value;
    await ask("/session/keep", { method: "POST", headers: { "X-CSRF-Token": token } }).catch(() => {});
    await look();
  }

  /** Shows the log-in form that `path` answers with; an agent who is already logged in continues. */
  async function logIn(path, options) {
    try {
      const answer = await ask(path, options);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.querySelector("form[data-login]");
      if (form) {
        part("failed").textContent = "";
        part("place").replaceChildren(...page.querySelectorAll("[data-summary]"), form);
        open("ended");
        (part("summary") ?? form.elements.login).focus();
      } else if (answer.ok && applicationOf(page) === applicationOf(document)) {
        part("place").replaceChildren();
        part("ended").hidden = true;
        dialog.close();
        const { value } = page.querySelector("[name=csrf]");
        document.querySelectorAll("[name=csrf]").forEach((input) => { input.value = value; });
        later(1);
      } else if (answer.ok || answer.status === 404) {
        location.assign("/applications");
      } else if (answer.status === 403 && options) {
        // By now the cookie belongs to another window.
        await logIn(here());
      } else {
        throw answer;
      }
    } catch {
      if (!part("ended").hidden) part("failed").textContent = part("failed").dataset.words;
      else later(AGAIN_S);
    }
  }

  part("keep").onclick = keep;
  dialog.oncancel = (event) => {
    event.preventDefault();
    if (part("ended").hidden) keep();
  };
  part("place").onsubmit = (event) => {
    event.preventDefault();
    logIn("/login", { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
  };
  // A sleeping phone stops the timer; an upload may be the first to find out that the session has ended.
  document.onvisibilitychange = () => { if (!document.hidden) look(); };
  document.addEventListener("session-over", (event) => {
    event.preventDefault();
    // A second upload that finds out must not empty the form.
    if (part("ended").hidden) logIn(here());
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  later(whole - soon);
}
