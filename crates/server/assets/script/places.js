// Long lists of places get a box to filter them by.

/** As it is compared: wide or narrow letters, capital or small, a number with or without dashes. */
function fold(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("-", "");
}

export function watchPlaces() {
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
      const wanted = fold(input.value).trim().split(/\s+/);
      let shown = 0;
      list.querySelectorAll("[data-filter-group]").forEach((group) => {
        const title = group.querySelector(".places__title");
        let inGroup = 0;
        group.querySelectorAll(".choice").forEach((choice) => {
          const text = fold(`${title ? title.textContent : ""} ${choice.textContent}`);
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
}
