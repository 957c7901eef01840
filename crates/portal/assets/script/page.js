// What any page may have: errors and their summary, a button that prints.

export function focusSummary() {
  document.querySelector("[data-summary]")?.focus();
}

/** The problem is solved: removes its words and its line in the summary, and the summary after its last line. */
export function mended(input) {
  const problem = `problem-${input.name}`;
  const described = input.getAttribute("aria-describedby") ?? "";
  input.setAttribute("aria-describedby", described.replace(problem, "").trim());
  input.removeAttribute("aria-invalid");
  document.getElementById(problem)?.remove();
  const summary = document.querySelector("[data-summary]");
  const line = summary?.querySelector(`[href="#${input.id}"], [href="#f-${input.name}"]`)?.closest("li");
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

/**
 * Headings break at commas. A part that is longer than the line, in large type on a phone, breaks before a word and not within
 * one: browsers know Chinese words, but break lines by them for Japanese only. A one-character word that the segmenter finds is
 * often part of a name: no break there.
 */
export function breakTitles() {
  for (const title of Intl.Segmenter ? document.querySelectorAll(":lang(zh) .title") : []) {
    // No line breaks within a word, even if the line overflows.
    const fits = (whole) => title.classList.toggle("title--whole", whole) && title.scrollWidth <= title.clientWidth;
    if (!fits(true)) {
      const words = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(title.textContent)];
      const isLed = (at) => words[at].segment.length > 1 && words[at].isWordLike && words[at - 1]?.isWordLike;
      title.replaceChildren(...words.flatMap(({ segment }, at) => isLed(at) ? [document.createElement("wbr"), segment] : segment));
      if (fits(true)) continue;
    }
    fits(false);
  }
}

export function offerPrint() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => print();
  });
}
