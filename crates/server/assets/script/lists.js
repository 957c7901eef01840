// Native lists that are long can be searched; what is sent is the list's own value, chosen by hand or by the search.

import { fold, watchBox } from "./filter.js";

/** Shorter ones, with their line that asks to choose, are seen at a glance once they are open. */
const LONG = 13;
const NAMED = 8;

function watch(list, select) {
  const all = [...select.options].filter((option) => option.value).map((option) => {
    const names = [option.text.replaceAll(" ", ""), ...option.dataset.words.split(" ")].map(fold);
    return { option, names, home: option.parentElement, text: `${option.text} ${option.dataset.words}` };
  });
  const others = new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" });
  let byHand = select.value;
  select.addEventListener("change", () => { byHand = select.value; });

  watchBox(list, ({ fits, name, entered }, words) => {
    // What begins so is meant, if anything does: 汉族 by "ha", and not 阿昌族 (achang).
    const begins = all.filter(({ names }) => names.some((one) => one.startsWith(name)));
    const found = begins.length ? begins : all.filter(({ text }) => fits(text));
    const exact = found.filter(({ names }) => names.includes(name));
    const likely = exact.length ? exact : found;
    const sure = name && (entered || likely.length === 1) && likely[0];
    let value = select.value;
    if (sure) value = sure.option.value;
    // What the search chose and now finds no more was only on the way to something else.
    else if (name) value = byHand;
    if (entered) byHand = value;
    // Not every phone hides an option: it has to go.
    for (const one of all) {
      if (one.option.value === value || found.includes(one)) one.home.append(one.option);
      else one.option.remove();
    }
    select.querySelectorAll("optgroup").forEach((group) => { group.hidden = !group.children.length; });
    select.value = value;
    const chosen = value ? words.chosen.replace("{name}", select.selectedOptions[0].text) : "";
    if (!name || sure) return chosen;
    if (!found.length) return words.none;
    const names = others.format(found.map(({ option }) => option.text));
    return (found.length > NAMED ? words.some : words.few).replace("{count}", found.length).replace("{names}", names);
  });
}

export function watchLists() {
  document.querySelectorAll("[data-filter]").forEach((list) => {
    const select = list.querySelector("select");
    if (select?.options.length > LONG) watch(list, select);
  });
}
