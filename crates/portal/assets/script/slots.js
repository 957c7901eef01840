// Documents: uploaded as soon as chosen; the server answers with the slot redrawn.

import { mended } from "./page.js";

const running = new Set();
const voice = document.querySelector("[data-voice]");

/** Announces something to screen readers. */
export function say(words) {
  voice.textContent = words;
}

/** Whether the log-in has ended; the page then offers to log in again in place. */
export function isOver(status) {
  return [401, 403].includes(status) && !document.dispatchEvent(new Event("session-over", { cancelable: true }));
}

/** Moves the focus if it was in the slot, or was lost with a part of it. */
function lead(slot, to) {
  const { activeElement, body } = document;
  if (activeElement === body || slot.contains(activeElement)) to.focus({ preventScroll: true });
}

/** A picture is taller than the drawing that it replaces: the focused button must stay in view. */
function keepInView(slot) {
  if (slot.contains(document.activeElement)) slot.querySelector(".slot__choose")?.scrollIntoView({ block: "nearest" });
}

/** A part of what the server drew. */
export function drawn(html, part) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector(part);
}

/** Replaces a slot with the redrawn one. */
export function swap(slot, html, header) {
  const version = header("X-Version");
  const { seen } = slot.closest("form").elements;
  // The part before the dot stands for the answers: if they were changed elsewhere, the form stays as old as its inputs.
  if (version && version.split(".")[0] === seen.value.split(".")[0]) seen.value = version;
  const saved = document.querySelector("[data-saved]");
  if (saved) saved.textContent = decodeURIComponent(header("X-Saved"));
  const fresh = drawn(html, "[data-slot]");
  slot.replaceWith(fresh);
  watch(fresh);
  const input = fresh.querySelector("input");
  if (!input.hasAttribute("aria-invalid")) mended(input);
  lead(fresh, input);
  showAsked();
  keepInView(fresh);
  say([...fresh.querySelectorAll(":is(.wrong, [data-doubtful], [data-there], [data-stands]):not([hidden])")].map((line) => line.textContent).join(" "));
}

/** Whether the browser can read a chosen file to its end: one that was moved, or is still in the cloud, cannot be. */
async function canRead(file) {
  return file.arrayBuffer().then(() => true, () => false);
}

/** Says what is in a slot: "earlier" or "none" if a picture was certainly not taken, "unknown" if its answer was lost. */
function mark(slot, refused) {
  if (refused) slot.dataset.refused = refused;
  else delete slot.dataset.refused;
  const show = (line, is) => slot.querySelectorAll(`[data-${line}]`).forEach((one) => { one.hidden = !is; });
  show("there", !refused);
  show("stands", refused && refused !== "unknown");
}

/** Shows words under a slot, with the parts that fit. Words without a bar are about a picture that was not taken. */
function tell(slot, words, ...shown) {
  const panel = slot.querySelector("[data-progress]");
  panel.hidden = !words;
  const stands = "present" in slot.dataset ? "earlier" : "none";
  mark(slot, words && !shown.includes("bar") && stands);
  // The new words replace the old problem.
  if (words) slot.querySelector(".wrong")?.remove();
  panel.querySelector("[data-said]").textContent = words;
  panel.querySelectorAll("[data-part]").forEach((part) => { part.hidden = !shown.includes(part.dataset.part); });
  say(words);
}

function send(slot, input, file) {
  const words = slot.dataset;
  if (file.size > words.most) {
    input.value = "";
    return tell(slot, words.tooLarge);
  }
  const { csrf } = input.form.elements;
  const request = new XMLHttpRequest();
  const [bar, retry, cancel] = slot.querySelectorAll("[data-part]");
  const sending = (text) => tell(slot, text, "bar", "cancel");
  slot.setAttribute("aria-busy", "true");
  sending(words.sending);
  lead(slot, cancel);
  cancel.onclick = () => request.abort();
  const slow = setTimeout(() => sending(words.slow), 10000);
  let quarter = 0;
  let mayGoOn = false;
  let isSent = false;
  let looked;
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = (loaded / total) * 100;
    const now = Math.floor(bar.value / 25);
    if (now === quarter) return;
    quarter = now;
    sending(words.percent.replace("{percent}", now * 25));
  };
  request.upload.onload = () => {
    clearTimeout(slow);
    isSent = true;
    // It may be stored by now: nothing can be called back.
    tell(slot, words.checking, "bar");
  };
  request.onabort = () => {
    slot.removeAttribute("aria-busy");
    input.value = "";
    tell(slot, "");
    say(words.cancelled);
    lead(slot, input);
  };
  const failed = () => {
    // The form itself can send it.
    mayGoOn = true;
    tell(slot, words.failed, "retry");
    lead(slot, retry);
    retry.onclick = () => send(slot, input, file);
  };
  request.onerror = () => {
    failed();
    if (isSent) mark(slot, "unknown");
    looked = canRead(file).then((can) => {
      if (can) return;
      // Nothing can send it.
      mayGoOn = false;
      input.value = "";
      tell(slot, words.unreadable);
      lead(slot, input);
    });
  };
  request.onload = () => {
    const { responseURL, status } = request;
    if (!responseURL.endsWith(words.upload)) location.replace(responseURL);
    else if (isOver(status)) tell(slot, "");
    else if (request.getResponseHeader("X-Slot")) {
      mayGoOn = status < 400;
      swap(slot, request.responseText, (name) => request.getResponseHeader(name));
    }
    // On a phone's page: its code has ended.
    else if (status === 404 && !csrf) location.reload();
    else failed();
  };
  const done = new Promise((resolve) => {
    request.onloadend = () => {
      clearTimeout(slow);
      slot.removeAttribute("aria-busy");
      Promise.resolve(looked).then(() => {
        running.delete(done);
        resolve(mayGoOn);
      });
    };
  });
  running.add(done);
  request.open("POST", words.upload);
  request.setRequestHeader("X-Requested-With", "fetch");
  if (csrf) request.setRequestHeader("X-CSRF-Token", csrf.value);
  const body = new FormData();
  body.append(input.name, file);
  request.send(body);
}

function watch(slot) {
  const input = slot.querySelector("input[type=file]");
  if (!input) return;
  input.onchange = () => {
    if (input.files.length) send(slot, input, input.files[0]);
  };
  const over = (is) => slot.classList.toggle("slot--over", is);
  slot.ondragover = () => over(true);
  slot.ondragleave = () => over(false);
  slot.ondrop = ({ dataTransfer: { files } }) => {
    over(false);
    if (slot.hasAttribute("aria-busy") || !files.length) return;
    if (files.length > 1) return tell(slot, slot.dataset.several);
    input.files = files;
    send(slot, input, files[0]);
  };
}

/**
 * Shows a slot while the answer next to it asks for it. Its picture is kept until submission, in case the parent changes their
 * mind.
 */
function showAsked() {
  for (const slot of document.querySelectorAll("[data-asked-by], [data-asked-when]")) {
    const { askedBy, askedWith, askedWhen } = slot.dataset;
    const input = slot.querySelector("input");
    const answer = (name) => input.form.elements[name].value;
    const isAsked = askedBy
      ? askedWith.split(" ").includes(answer(askedBy))
      : JSON.parse(askedWhen).some((all) => Object.entries(all).every(([name, values]) => values.includes(answer(name))));
    slot.hidden = !isAsked && !slot.hasAttribute("aria-busy");
    input.disabled = slot.hidden;
    if (slot.hidden) mended(input);
  }
}

/** Uploads in progress: each resolves to whether a form that waits for it may go on. */
export function uploads() {
  return [...running];
}

export function watchSlots() {
  if (!voice) return;
  document.querySelectorAll("[data-upload]").forEach(watch);
  document.addEventListener("change", showAsked);
  // The browser may restore an earlier answer.
  window.addEventListener("pageshow", showAsked);
  // A picture dropped outside a slot must not replace the page.
  document.ondragover = document.ondrop = (event) => event.preventDefault();
}
