// Native lists can be searched; the form sends the list's own value, chosen by hand or by the search.

import { fold, watchBox } from "./filter.js";

const NAMED = 8;

function watch(list, select) {
  const all = [...select.options].filter((option) => option.value).map((option) => {
    const names = [option.text.replaceAll(" ", ""), ...option.dataset.words.split(" ")].map(fold);
    return { option, names, home: option.parentElement, text: `${option.text} ${option.dataset.words}` };
  });
  const others = new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" });
  const groups = [...select.querySelectorAll("optgroup")];
  const hits = list.querySelector("[data-hits]");
  const said = list.querySelector("[role=status]");
  const usual = list.querySelector("[data-usual]");
  const pick = usual?.querySelector("button");
  let byHand = select.value;
  function mark() {
    pick?.setAttribute("aria-pressed", select.value === pick.value);
  }
  function choose(value) {
    // A search may have removed it.
    const { option, home } = all.find((one) => one.option.value === value);
    if (!option.isConnected) home.append(option);
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    select.dispatchEvent(new Event("input", { bubbles: true }));
  }
  select.addEventListener("change", () => { byHand = select.value; mark(); });
  if (pick) {
    usual.hidden = false;
    pick.onclick = () => choose(pick.value);
    window.addEventListener("pageshow", mark);
  }

  /** What was found, to be tapped. */
  function offer(found) {
    hits.replaceChildren(...found.slice(0, NAMED).map(({ option }) => {
      const hit = document.createElement("button");
      hit.type = "button";
      hit.className = "hits__one";
      hit.textContent = option.text;
      hit.onclick = () => {
        choose(option.value);
        offer([]);
        said.textContent = said.dataset.chosen.replace("{name}", option.text);
      };
      return hit;
    }));
  }

  watchBox(list, ({ fits, name, entered }, words) => {
    // Prefix matches win: "ha" means 汉族, not 阿昌族 (achang).
    const begins = all.filter(({ names }) => names.some((one) => one.startsWith(name)));
    const found = begins.length ? begins : all.filter(({ text }) => fits(text));
    // A single match is chosen at once: "tu" is 土族, but may become 土家族. The Enter key takes the exact match, or else
    // the first.
    const likely = found.find(({ names }) => names.includes(name)) ?? found[0];
    const sure = name && (entered || found.length === 1) && likely;
    let value = select.value;
    if (sure) value = sure.option.value;
    // A search result that no longer matches was only typed on the way to something else.
    else if (name && !found.some(({ option }) => option.value === value)) value = byHand;
    if (entered) byHand = value;
    // Not every phone can hide an option: it has to be removed.
    for (const one of all) {
      if (one.option.value === value || found.includes(one)) one.home.append(one.option);
      else one.option.remove();
    }
    for (const group of groups) {
      if (group.children.length) select.append(group);
      else group.remove();
    }
    select.value = value;
    mark();
    offer(name && !sure ? found : []);
    const chosen = value ? words.chosen.replace("{name}", select.selectedOptions[0].text) : "";
    if (!name || sure) return chosen;
    const names = others.format(found.map(({ option }) => option.text));
    const told = found.length > NAMED ? words.some : found.length ? words.few : words.none;
    return `${told.replace("{count}", found.length).replace("{names}", names)}\n${chosen}`;
  });
}

export function watchLists() {
  document.querySelectorAll("[data-filter]").forEach((list) => {
    const select = list.querySelector("select");
    if (select) watch(list, select);
  });
}
