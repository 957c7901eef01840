// Documents: a picture is sent as soon as it is chosen; the server answers with its slot drawn anew.

/** Uploads on their way. */
const running = new Set();

function send(slot, input, file) {
  const form = input.form;
  const progress = slot.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("[role=status]");
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("csrf", form.elements.csrf.value);
  body.append("seen", form.elements.seen.value);
  body.append(input.name, file);
  progress.hidden = false;
  words.textContent = slot.dataset.sending;
  slot.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => { words.textContent = slot.dataset.slow; }, 10000);
  const done = new Promise((resolve) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 95);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(slow);
      slot.removeAttribute("aria-busy");
      const drawn = request.getResponseHeader("X-Slot") === input.name ? request.responseText : "";
      if (drawn) {
        const version = request.getResponseHeader("X-Version");
        if (version) form.elements.seen.value = version;
        const saved = request.getResponseHeader("X-Saved");
        const note = form.querySelector("[data-saved]");
        if (saved && note) note.textContent = decodeURIComponent(saved);
        const template = document.createElement("template");
        template.innerHTML = drawn;
        const fresh = template.content.querySelector("[data-slot]");
        slot.replaceWith(fresh);
        watch(fresh);
        const next = fresh.querySelector("input[type=file]");
        if (next) next.focus();
      } else {
        progress.hidden = false;
        bar.hidden = true;
        words.textContent = request.status === 413 ? slot.dataset.tooLarge : slot.dataset.failed;
        if (request.status === 401 || request.status === 403) document.dispatchEvent(new Event("session-over"));
      }
      resolve();
    });
  });
  running.add(done);
  done.finally(() => running.delete(done));
  request.open("POST", slot.dataset.upload);
  request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
  request.setRequestHeader("X-Requested-With", "fetch");
  request.send(body);
}

function watch(slot) {
  const input = slot.querySelector("input[type=file]");
  if (!input) return;
  input.addEventListener("change", () => {
    if (input.files.length === 1) send(slot, input, input.files[0]);
  });
  slot.addEventListener("dragover", (event) => {
    event.preventDefault();
    slot.classList.add("slot--over");
  });
  slot.addEventListener("dragleave", () => slot.classList.remove("slot--over"));
  slot.addEventListener("drop", (event) => {
    event.preventDefault();
    slot.classList.remove("slot--over");
    if (event.dataTransfer.files.length === 1) send(slot, input, event.dataTransfer.files[0]);
  });
}

/** Uploads that are on their way now. */
export function uploads() {
  return Array.from(running);
}

/** Watches every slot under `root`. */
export function watchSlots(root) {
  root.querySelectorAll("[data-slot][data-upload]").forEach(watch);
}
