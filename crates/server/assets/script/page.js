// What any page may have: a summary of errors, a button that prints.

export function focusSummary() {
  const summary = document.querySelector("[data-summary]");
  if (summary) summary.focus();
}

export function offerPrint() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}
