// Long lists of places can be filtered; the filter box shows itself.

import { watchBox } from "./filter.js";

function watch(list) {
  const choices = [...list.querySelectorAll(".choice")];
  const heading = list.querySelector(".places__more");
  watchBox(list, ({ fits, name }, words) => {
    // The heading counts all places.
    if (heading) heading.hidden = Boolean(name);
    const shown = choices.filter((choice) => {
      const place = `${choice.parentNode.dataset.filterGroup} ${choice.textContent}`;
      choice.hidden = !choice.querySelector(":checked") && !fits(place);
      return !choice.hidden;
    }).length;
    return shown ? words.some.replace("{count}", shown) : words.none;
  });
}

export function watchPlaces() {
  document.querySelectorAll(".places > [data-filter-box]").forEach((box) => watch(box.parentNode));
}
