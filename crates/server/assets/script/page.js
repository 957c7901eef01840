// What any page may have: a summary of errors, a button that prints.

export function focusSummary() {
  document.querySelector("[data-summary]")?.focus();
}

export function offerPrint() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => window.print();
  });
}
