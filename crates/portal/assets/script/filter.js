// The box above a long list: it shows itself, what is typed into it is never sent, and the result is announced.

/** Normalises a text for comparison: full or half width, upper or lower case, with or without dashes. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[-'’\u2060]/g, "");
}

/**
 * Calls `look` whenever the search changes, and announces what it returns.
 *
 * @param {(wanted: {fits: (text: string) => boolean, name: string, entered: boolean}, words: DOMStringMap) => string} look
 *   `fits` tests a text, `name` is what was typed in one piece, `entered` whether the Enter key asks for the best match
 */
export function watchBox(list, look) {
  const box = list.querySelector("[data-filter-box]");
  const input = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  function show(entered) {
    const words = fold(input.value).trim().split(/\s+/);
    const fits = (text) => words.every((word) => fold(text).includes(word));
    said.textContent = look({ fits, name: words.join(""), entered }, said.dataset);
  }
  box.hidden = false;
  input.addEventListener("input", (event) => { if (!event.isComposing) show(false); });
  input.addEventListener("compositionend", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    // Enter must not send the form.
    event.preventDefault();
    show(true);
  });
}
