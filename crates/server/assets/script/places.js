// Long lists of places can be filtered: their box shows itself.

/** As it is compared: wide or narrow letters, capital or small, a number with or without dashes. */
function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[-\u2060]/g, "");
}

function watch(list) {
  const box = list.querySelector("[data-filter-box]");
  const input = box.querySelector("input");
  const count = box.querySelector("[role=status]");
  box.hidden = false;
  input.addEventListener("input", () => {
    const wanted = fold(input.value).trim().split(/\s+/);
    let shown = 0;
    list.querySelectorAll("[data-filter-group]").forEach((group) => {
      const title = group.querySelector(".places__title")?.textContent ?? "";
      let inGroup = 0;
      group.querySelectorAll(".choice").forEach((choice) => {
        const text = fold(`${title} ${choice.textContent}`);
        choice.hidden = !choice.querySelector(":checked") && !wanted.every((word) => text.includes(word));
        if (!choice.hidden) inGroup += 1;
      });
      group.hidden = inGroup === 0;
      shown += inGroup;
    });
    count.textContent = shown === 0 ? count.dataset.none : count.dataset.some.replace("{count}", shown);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

export function watchPlaces() {
  document.querySelectorAll("[data-filter]").forEach((list) => {
    if (list.querySelectorAll(".choice").length > 7) watch(list);
  });
}
