// Long lists of places can be filtered: their box shows itself.

/** As it is compared: wide or narrow letters, capital or small, a number with or without dashes. */
function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[-\u2060]/g, "");
}

function watch(box) {
  const input = box.querySelector("input");
  const count = box.querySelector("[role=status]");
  const choices = [...box.parentNode.querySelectorAll(".choice")];
  box.hidden = false;
  input.oninput = () => {
    const wanted = fold(input.value).trim().split(/\s+/);
    const shown = choices.filter((choice) => {
      const text = fold(choice.parentNode.dataset.filterGroup + choice.textContent);
      choice.hidden = !choice.querySelector(":checked") && !wanted.every((word) => text.includes(word));
      return !choice.hidden;
    }).length;
    count.textContent = shown ? count.dataset.some.replace("{count}", shown) : count.dataset.none;
  };
  input.onkeydown = (event) => {
    if (event.key === "Enter") event.preventDefault();
  };
}

export function watchPlaces() {
  document.querySelectorAll("[data-filter-box]").forEach(watch);
}
