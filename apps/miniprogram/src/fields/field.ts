import type { FieldItem } from '@/api/shapes';

/** What every kind of question is drawn from. */
export interface Asked {
  item: FieldItem;
  /** What is entered now. */
  value: string;
  /** What is wrong, if that is shown. */
  wrong: string | null;
  onChange: (value: string) => void;
  /** What the page is called: it is not said twice. */
  heading?: string;
}

/** An answer to choose, with a second line where there is one. */
export interface Option {
  value: string;
  label: string;
  note?: string | null;
}

/** Longer lists are searched. */
export const ROWS_AT_MOST = 16;

/** The answers of a short choice; `null` where it is none. */
export function shortChoice(item: FieldItem, yes: string, no: string): Option[] | null {
  if (item.kind === 'yes_no' && !item.options) {
    return [
      { value: 'yes', label: yes },
      { value: 'no', label: no },
    ];
  }
  const { options } = item;
  return options && options.length <= ROWS_AT_MOST ? options : null;
}

export interface Entry extends Option {
  district?: string | null;
}

/** How many answers stand beside each other, by the longest of them; a Chinese character is as wide as two others. */
export function columnsOf(options: Option[]): 1 | 2 | 4 {
  if (options.some((option) => option.note)) return 1;
  const widest = Math.max(...options.map((option) => width(option.label)));
  if (widest <= 8 && options.length > 8) return 4;
  return widest <= 16 ? 2 : 1;
}

function width(label: string): number {
  return Array.from(label).reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0);
}
