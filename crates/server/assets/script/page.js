// What any page may have: errors and their summary, a button that prints.

export function focusSummary() {
  document.querySelector("[data-summary]")?.focus();
}

/** What was wrong here is right now: its words go, and its line in the summary, which goes with the last one. */
export function mended(input) {
  const problem = `problem-${input.name}`;
  const described = input.getAttribute("aria-describedby") ?? "";
  input.setAttribute("aria-describedby", described.replace(problem, "").trim());
  input.removeAttribute("aria-invalid");
  document.getElementById(problem)?.remove();
  const summary = document.querySelector("[data-summary]");
  const line = summary?.querySelector(`[href="#${input.id}"]`)?.closest("li");
  if (!line) return;
  const wasRead = summary.contains(document.activeElement);
  line.remove();
  let next = summary;
  if (!summary.querySelector("li")) {
    summary.remove();
    document.title = document.querySelector("title").dataset.plain;
    next = document.querySelector("h1");
    next.tabIndex = -1;
  }
  if (wasRead) next.focus({ preventScroll: true });
}

export function offerPrint() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => print();
  });
}
