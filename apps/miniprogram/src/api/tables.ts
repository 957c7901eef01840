import { lang } from '@/state/settings';
import { type Answer, call } from './client';
import type { CodeEntry } from './shapes';

interface Part {
  entries: CodeEntry[];
  next: string | null;
}

/** More pages than any table has: what never ends must not hold the app. */
const MOST_PARTS = 40;
const read = new Map<string, CodeEntry[]>();

/** A whole code table; of branches those of a bank. Read once while the app runs. */
export async function table(name: string, bank?: string | null): Promise<Answer<CodeEntry[]>> {
  const query = bank ? `bank=${encodeURIComponent(bank)}` : '';
  const known = `${lang()} ${name} ${query}`;
  const before = read.get(known);
  if (before) return { kind: 'ok', value: before };
  const entries: CodeEntry[] = [];
  let cursor: string | null = null;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const words: string[] = [query, cursor ? `cursor=${encodeURIComponent(cursor)}` : ''].filter(Boolean);
    const path: string = `/codes/${name}${words.length > 0 ? `?${words.join('&')}` : ''}`;
    const answer: Answer<Part> = await call<Part>({ method: 'GET', path, isRepeatable: true });
    if (answer.kind !== 'ok') return answer;
    entries.push(...answer.value.entries);
    cursor = answer.value.next;
    if (!cursor) break;
  }
  read.set(known, entries);
  return { kind: 'ok', value: entries };
}
