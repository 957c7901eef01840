// Documents: a picture is sent as soon as it is chosen; the server answers with its slot drawn anew.

const running = new Set();
const voice = document.createElement("p");

/** Says something to whoever does not see it. */
export function say(words) {
  voice.textContent = words;
}

/** Whether the focus is the slot's to move: it is in it, or lost with a part of it that went. */
function attended(slot) {
  const { activeElement, body } = document;
  return activeElement === body || slot.contains(activeElement);
}

/** Puts a slot as the server drew it in place of the old one, with what its form must know. */
export function swap(slot, html, header) {
  if (header("X-Version")) slot.closest("form").elements.seen.value = header("X-Version");
  const saved = document.querySelector("[data-saved]");
  if (saved && header("X-Saved")) saved.textContent = decodeURIComponent(header("X-Saved"));
  const focused = attended(slot);
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector("[data-slot]");
  slot.replaceWith(fresh);
  watch(fresh);
  if (focused) fresh.querySelector("input").focus({ preventScroll: true });
  say(fresh.querySelector(".wrong, .slot__there")?.textContent);
}

/** Words under a slot, with the parts that fit; nothing without words. */
function tell(slot, words, ...shown) {
  const panel = slot.querySelector("[data-progress]");
  panel.hidden = !words;
  panel.querySelector("p").textContent = words;
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
  const [bar, retry, cancel] = ["bar", "retry", "cancel"].map((name) => slot.querySelector(`[data-part=${name}]`));
  const sending = (text) => tell(slot, text, "bar", "cancel");
  slot.setAttribute("aria-busy", "true");
  sending(words.sending);
  bar.value = 0;
  if (attended(slot)) cancel.focus();
  cancel.onclick = () => request.abort();
  const slow = setTimeout(() => sending(words.slow), 10000);
  let quarter = 0;
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = (loaded / total) * 100;
    const now = Math.floor(bar.value / 25);
    if (now === quarter) return;
    quarter = now;
    sending(words.percent.replace("{percent}", now * 25));
  };
  request.upload.onload = () => {
    clearTimeout(slow);
    // It may stand by now: nothing is left that could be called back.
    tell(slot, words.checking, "bar");
  };
  request.onabort = () => {
    slot.removeAttribute("aria-busy");
    input.value = "";
    tell(slot, "");
    say(words.cancelled);
    if (attended(slot)) input.focus();
  };
  request.onerror = () => {
    tell(slot, words.failed, "retry");
    if (attended(slot)) retry.focus();
    retry.onclick = () => send(slot, input, file);
  };
  request.onload = () => {
    const { responseURL, status } = request;
    const header = (name) => request.getResponseHeader(name);
    if (!responseURL.endsWith(words.upload)) location.replace(responseURL);
    else if (status === 401 || status === 403) {
      tell(slot, "");
      document.dispatchEvent(new Event("session-over"));
    } else if (header("X-Slot")) swap(slot, request.responseText, header);
    else if (status < 500) location.reload();
    else request.onerror();
  };
  const done = new Promise((resolve) => {
    request.onloadend = () => {
      clearTimeout(slow);
      slot.removeAttribute("aria-busy");
      running.delete(done);
      resolve();
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

/** Uploads that are on their way now. */
export function uploads() {
  return Array.from(running);
}

export function watchSlots() {
  const slots = document.querySelectorAll("[data-upload]");
  if (!slots.length) return;
  voice.className = "hidden";
  voice.setAttribute("role", "status");
  document.querySelector("main").append(voice);
  slots.forEach(watch);
  // A picture dropped beside its place must not open in place of the form.
  document.ondragover = document.ondrop = (event) => event.preventDefault();
}
