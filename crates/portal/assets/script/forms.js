// A form waits for its uploads, and is sent once, when the service answers. Otherwise it stays.

import { mended } from "./page.js";
import { uploads } from "./slots.js";

/** A bad line takes its time; meanwhile the button says that the page is loading. */
const PATIENCE_MS = 15000;
const SENT_MS = 20000;
const MENDED_MS = 500;

/** Most answers of a register come before anybody wonders. */
const WONDERS_MS = 1500;
const SLOW_MS = 10000;

/** Says that a register is asked, and after a while that it is slow and how to go on. */
function watchRegister(form, goOn) {
  const panel = form.querySelector("[data-waiting]");
  if (!panel) return { begin() {}, end() {} };
  const words = panel.querySelector("[data-words]");
  const button = panel.querySelector("[data-go-on]");
  let timers = [];
  const end = () => {
    timers.forEach(clearTimeout);
    panel.hidden = true;
    if (button) button.hidden = true;
  };
  if (button) {
    button.onclick = () => {
      // A second tap would stop what the first one sent.
      end();
      goOn();
    };
  }
  return {
    end,
    begin() {
      words.setAttribute("role", "status");
      timers = [
        setTimeout(() => {
          panel.hidden = false;
          words.textContent = words.dataset.asking;
          panel.scrollIntoView({ block: "nearest" });
        }, WONDERS_MS),
        setTimeout(() => {
          words.textContent = words.dataset.slow;
          if (button) button.hidden = false;
        }, SLOW_MS),
      ];
    },
  };
}

/** What keeps a form from being sent: the name of the words for it. */
async function trouble() {
  const options = { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) };
  const answer = navigator.onLine && (await fetch("/readyz", options).catch(() => {}));
  if (answer?.ok) return "";
  return navigator.onLine ? "unreachable" : "offline";
}

function leaving(event) {
  event.preventDefault();
}

function watch(form) {
  const note = form.querySelector("[data-unsent]");
  const words = note?.querySelector("[data-words]");
  let state = "open";
  let pressed = null;
  const say = (name) => {
    note.hidden = false;
    words.setAttribute("role", "alert");
    words.textContent = note.dataset[name];
  };
  const unsaved = () => window.addEventListener("beforeunload", leaving);

  const primary = form.querySelector("[data-primary]");
  const label = primary?.textContent;
  function show(sending) {
    if (!form.dataset.sending || pressed !== primary) return;
    if (sending) primary.setAttribute("aria-disabled", "true");
    else primary.removeAttribute("aria-disabled");
    primary.textContent = sending ? form.dataset.sending : label;
  }

  const register = watchRegister(form, () => {
    // The first request goes on at the service, but this page no longer waits for it.
    window.stop();
    const unasked = Object.assign(document.createElement("input"), { type: "hidden", name: "unasked", value: "yes" });
    form.append(unasked);
    state = "checked";
    form.requestSubmit(pressed);
  });

  async function check() {
    state = "asking";
    if ((await Promise.all(uploads())).includes(false)) {
      // The slot says why: going on would hide that, or take the earlier picture.
      state = "open";
      form.querySelector("[type=file][aria-invalid]")?.focus();
      return;
    }
    show(true);
    const what = note ? await trouble() : "";
    if (what) {
      state = "open";
      show(false);
      say(what);
      return;
    }
    state = "checked";
    if (note) note.hidden = true;
    form.requestSubmit(pressed);
  }

  form.addEventListener("input", unsaved);
  // A number is checked while it is typed, a picture when it is uploaded; everything else counts as right until the service says
  // otherwise.
  form.addEventListener("change", ({ target }) => {
    const isLooked = target.type === "file" || target.dataset.grouping === "id_number";
    const isGiven = target.type === "checkbox" ? target.checked : target.value;
    if (isLooked || !isGiven || !document.getElementById(`problem-${target.name}`)) return;
    // Delayed, so that nothing moves under the finger on its way to the button below.
    setTimeout(() => mended(target), MENDED_MS);
  });
  if ("kept" in form.dataset) unsaved();
  form.onsubmit = (event) => {
    // A form without a note holds no typed input; checking first would only keep people waiting.
    if (state === "open" && !note && uploads().length === 0) state = "checked";
    if (state !== "checked") event.preventDefault();
    if (state === "open") {
      pressed = event.submitter;
      check();
    }
    if (state !== "checked") return;
    state = "sent";
    window.removeEventListener("beforeunload", leaving);
    show(true);
    if (!form.elements.unasked) register.begin();
    // A person who stops the page from loading may send the form again.
    setTimeout(() => {
      state = "open";
      show(false);
      register.end();
    }, SENT_MS);
  };
  if (note) note.querySelector("[data-again]").onclick = () => form.requestSubmit(pressed);
  window.addEventListener("online", () => { if (note && !note.hidden) say("back"); });
  // A page from the back/forward cache: if its form was sent, the mark is old. What was not sent stays as typed.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && state === "sent") location.reload();
  });
}

export function watchForms() {
  document.querySelectorAll("form:is([data-step], [data-start], [data-login], [data-kept], [data-mine], [data-send-code], [data-prove], [data-register], [data-recover])").forEach(watch);
  // A step that came back through the log-in gets its own address.
  const step = document.querySelector("form[data-step]");
  if (step && location.pathname === "/login") {
    const part = step.elements.page ? `?page=${encodeURIComponent(step.elements.page.value)}` : "";
    history.replaceState(null, "", step.getAttribute("action") + part);
    window.addEventListener("beforeunload", leaving);
  }
}
