// ID numbers: what is typed is looked at while typing; the server looks again.

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
function plain(text) {
  return text.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
}
function look(number, note) {
  if (!number) return ["", ""];
  const odd = number.search(/[^0-9X]/);
  if (odd >= 0 || /X./.test(number)) {
    const at = odd >= 0 ? odd : number.indexOf("X");
    return ["wrong", note.dataset.letter.replace("{position}", String(at + 1))];
  }
  if (number.length < 18) return ["", note.dataset.short.replace("{count}", String(number.length))];
  if (number.length > 18) return ["wrong", note.dataset.short.replace("{count}", String(number.length))];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return "10X98765432"[sum % 11] === number[17] ? ["ok", note.dataset.ok] : ["wrong", note.dataset.wrong];
}

export function watchNumbers() {
  document.querySelectorAll("[data-grouping=id_number]").forEach((input) => {
    const note = document.querySelector(`[data-live-for="${input.id}"]`);
    function show() {
      const number = plain(input.value);
      const atEnd = input.selectionStart === input.value.length;
      if (atEnd && /^[0-9X]*$/.test(number)) {
        input.value = [number.slice(0, 6), number.slice(6, 14), number.slice(14)].filter(Boolean).join(" ");
      }
      if (note) [note.dataset.kind, note.textContent] = look(number, note);
    }
    input.addEventListener("input", show);
    if (input.value && document.activeElement !== input) {
      input.value = plain(input.value).replace(/^(.{6})(.{8})(.*)$/, "$1 $2 $3");
    }
  });
}
