// What any page may have: errors and their summary, a button that prints.

export function focusSummary() {
  document.querySelector("[data-summary]")?.focus();
}

/** What was wrong here is right now: its words go, and the summary with its last line. */
export function mended(input) {
  const words = `[id="problem-${input.name}"], [data-summary] li:has([href="#${input.id}"])`;
  document.querySelectorAll(words).forEach((part) => part.remove());
  document.querySelector("[data-summary]:not(:has(li))")?.remove();
  input.ariaInvalid = null;
}

export function offerPrint() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => print();
  });
}
