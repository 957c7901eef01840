// Everything here makes a page nicer that already works without it: pictures are sent at once, numbers are
// grouped while typing, long lists can be filtered, a form is sent once.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  const summary = document.querySelector("[data-summary]");
  if (summary) summary.focus();

  // A document is sent as soon as it is chosen; the server answers with its slot drawn anew.
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
          if (request.status === 401 || request.status === 403) location.reload();
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
  document.querySelectorAll("[data-slot][data-upload]").forEach(watch);

  // A form waits for pictures on their way, and is sent once.
  document.querySelectorAll("form[data-step], form[data-start], form[data-login]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) {
        event.preventDefault();
        return;
      }
      if (running.size > 0) {
        event.preventDefault();
        const button = event.submitter;
        const all = Array.from(running);
        Promise.all(all).then(() => form.requestSubmit(button));
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

  // ID numbers: what is typed is looked at while typing; the server looks again.
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  function plain(text) {
    return text.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
  }
  function look(number, note) {
    if (!number) return ["", ""];
    const odd = number.search(/[^0-9X]/);
    if (odd >= 0 || /X./.test(number)) {
      const at = odd >= 0 ? odd : number.indexOf("X");
      return ["wrong", note.dataset.letter.replace("{position}", String(at + 1))];
    }
    if (number.length < 18) return ["", note.dataset.short.replace("{count}", String(number.length))];
    if (number.length > 18) return ["wrong", note.dataset.short.replace("{count}", String(number.length))];
    const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
    return "10X98765432"[sum % 11] === number[17] ? ["ok", note.dataset.ok] : ["wrong", note.dataset.wrong];
  }
  document.querySelectorAll("[data-grouping=id_number]").forEach((input) => {
    const note = document.querySelector(`[data-live-for="${input.id}"]`);
    function show() {
      const number = plain(input.value);
      const atEnd = input.selectionStart === input.value.length;
      if (atEnd && /^[0-9X]*$/.test(number)) {
        input.value = [number.slice(0, 6), number.slice(6, 14), number.slice(14)].filter(Boolean).join(" ");
      }
      if (note) [note.dataset.kind, note.textContent] = look(number, note);
    }
    input.addEventListener("input", show);
    if (input.value && document.activeElement !== input) {
      input.value = plain(input.value).replace(/^(.{6})(.{8})(.*)$/, "$1 $2 $3");
    }
  });

  // Long lists of places get a box to filter them by.
  document.querySelectorAll("[data-filter]").forEach((list) => {
    const choices = Array.from(list.querySelectorAll(".choice"));
    if (choices.length < 8) return;
    const box = document.createElement("div");
    box.className = "filter";
    const label = document.createElement("label");
    label.className = "label";
    label.textContent = list.dataset.filterLabel;
    const input = document.createElement("input");
    input.className = "input";
    input.type = "search";
    input.autocomplete = "off";
    input.id = "filter-places";
    label.htmlFor = input.id;
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = list.dataset.filterHint;
    const count = document.createElement("p");
    count.className = "filter__count";
    count.setAttribute("role", "status");
    box.append(label, hint, input, count);
    list.prepend(box);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase().split(/\s+/);
      let shown = 0;
      list.querySelectorAll("[data-filter-group]").forEach((group) => {
        const title = group.querySelector(".places__title");
        let inGroup = 0;
        group.querySelectorAll(".choice").forEach((choice) => {
          const text = `${title ? title.textContent : ""} ${choice.textContent}`.toLowerCase();
          const fits = wanted.every((word) => text.includes(word)) || choice.querySelector(":checked") !== null;
          choice.hidden = !fits;
          if (fits) inGroup += 1;
        });
        group.hidden = inGroup === 0;
        shown += inGroup;
      });
      count.textContent = shown === 0 ? list.dataset.filterNone : list.dataset.filterSome.replace("{count}", String(shown));
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
