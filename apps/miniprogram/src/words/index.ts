import { type Lang, lang, useLang } from '@/state/settings';
import { en, type Word, zh } from './texts';

export type { Word } from './texts';

type Values = Record<string, string | number>;

/** Says something in a language. */
export function say(word: Word, values: Values = {}, language: Lang = lang()): string {
  const text: string = (language === 'en' ? en : zh)[word];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** Says things in the language that the page is in, and draws the page again when that changes. */
export function useWords(): (word: Word, values?: Values) => string {
  const language = useLang();
  return (word, values) => say(word, values, language);
}

/** A word that is named by a code of the service, or the code itself where it is new to this version. */
export function named(prefix: string, code: string): string {
  const word = `${prefix}.${code}`;
  return word in zh ? say(word as Word) : code;
}
