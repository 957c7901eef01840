// The box above a long list: it shows itself, nothing typed into it is sent, and what it found is said.

/** As it is compared: wide or narrow letters, capital or small, a number or a name with or without dashes. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[-'’\u2060]/g, "");
}

/**
 * Calls `look` whenever something else is wanted, and says what it answers.
 *
 * @param {(wanted: {fits: (text: string) => boolean, name: string, entered: boolean}, words: DOMStringMap) => string} look
 *   `fits` tests a text, `name` is what was typed in one piece, `entered` whether the Enter key asks for the best there is
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
    // The form is not sent by it.
    event.preventDefault();
    show(true);
  });
}
