// Numbers are grouped and checked while they are typed; the server checks them again.

import { plain } from "./characters.js";
import { mended } from "./page.js";

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** Where the groups of a number end. */
const groups = { id_number: [6, 14, 18], mobile: [3, 7, 11] };

function grouped(number, ends) {
  let from = 0;
  const parts = ends.map((end) => number.slice(from, (from = end)));
  return [...parts, number.slice(from)].filter(Boolean).join(" ");
}

/** Whether the date inside the number is certainly wrong. */
function badDate(number) {
  const [year, month, day] = number.match(/^.{6}(.{4})(..)(..)/).slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day;
}

/** What is right by itself, and is still no number of a person here. */
function known(number, { ok, area, sequence, permit }) {
  if (number.startsWith("000000")) return ["wrong", area];
  if (number.slice(14, 17) === "000") return ["wrong", sequence];
  return /^(9|8[123])/.test(number) ? ["wrong", permit] : ["ok", ok];
}

function look(number, note, refused) {
  const { letter, short, date, wrong } = note.dataset;
  if (!number) return ["", ""];
  // The service knows better why it refused a number; its words are on the page, or are repeated here.
  if (number === refused?.number) return refused.problem.isConnected ? ["", ""] : ["wrong", refused.words];
  const characters = [...number];
  const last = characters.length - 1;
  const odd = characters.findIndex((c, at) => !/[0-9]/.test(c) && (c !== "X" || (at !== 17 && at !== last)));
  if (odd >= 0) return ["wrong", letter.replace("{position}", odd + 1).replace("{character}", () => characters[odd])];
  if (number.length >= 14 && number.length !== 15 && badDate(number)) return ["wrong", date];
  if (number.length !== 18) return [number.length > 18 ? "wrong" : "", short.replace("{count}", number.length)];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return "10X98765432"[sum % 11] === number[17] ? known(number, note.dataset) : ["wrong", wrong];
}

export function watchNumbers() {
  document.querySelectorAll("[data-grouping]").forEach((input) => {
    const note = document.querySelector(`[data-live-for="${input.id}"]`);
    const problem = document.getElementById(`problem-${input.name}`);
    const words = problem?.querySelector("span").lastChild.textContent;
    const refused = problem && { problem, words, number: plain(input.value) };
    const described = input.getAttribute("aria-describedby");
    const ends = groups[input.dataset.grouping];
    function group() {
      const number = plain(input.value);
      if (!/^[0-9X]*$/.test(number) || number.length > ends.at(-1)) return;
      const before = plain(input.value.slice(0, input.selectionStart)).length;
      const text = grouped(number, ends);
      if (text === input.value) return;
      input.value = text;
      if (document.activeElement !== input) return;
      let caret = 0;
      for (let seen = 0; seen < before; caret += 1) if (text[caret] !== " ") seen += 1;
      input.setSelectionRange(caret, caret);
    }
    function show() {
      group();
      if (!note) return;
      [note.dataset.kind, note.textContent] = look(plain(input.value), note, refused);
      // One sentence at a time, for screen readers too.
      if (problem?.isConnected) {
        problem.hidden = note.textContent !== "";
        input.setAttribute("aria-describedby", problem.hidden ? described.replace(problem.id, "") : described);
      }
      if (note.dataset.kind === "ok") mended(input);
    }
    input.addEventListener("input", (event) => { if (!event.isComposing) show(); });
    input.addEventListener("compositionend", show);
    if (input.value) group();
  });
}
