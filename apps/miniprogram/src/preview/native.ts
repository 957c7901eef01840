// The sandbox's telephone: plays the native side of the host that the address names.

import type { PictureSource } from '@/platform/host';
import { cell } from '@/state/cell';

export type HostName = 'wechat' | 'alipay' | 'baidu';

const HOSTS: HostName[] = ['wechat', 'alipay', 'baidu'];
const HOLDER = `daiban.${CHANNEL}.holder`;

/** A case of the sandbox: its agent may hold the telephone. */
export interface Case {
  case: string;
  title: { zh: string; en: string };
  agent: { username: string; name: string };
  papers: Record<string, string>;
}

/** What the telephone asks its person. `answer` is called with what was tapped. */
export interface Question {
  kind: 'login' | 'phone' | 'face' | 'picture' | 'scan' | 'messages';
  /** Names the document, for a picture. */
  wanted?: string;
  /** Where a picture is to come from. */
  source?: PictureSource;
  answer: (tapped: Tapped) => void;
}

export type Tapped = { kind: 'cancel' } | { kind: 'said'; word: string } | { kind: 'file'; file: File };

export const question = cell<Question | null>(null);
export const holder = cell<Case | null>(null);

export function previewHost(): HostName {
  const asked = new URLSearchParams(location.search).get('host');
  // Yikatong is WeChat's alone.
  if (CHANNEL === 'yikatong') return 'wechat';
  return HOSTS.find((name) => name === asked) ?? 'wechat';
}

export function ask(asked: Omit<Question, 'answer'>): Promise<Tapped> {
  return new Promise((resolve) => {
    const answer = (tapped: Tapped) => {
      question.set(null);
      resolve(tapped);
    };
    question.set({ ...asked, answer });
  });
}

let cases: Case[] | null = null;

/** The families told by hand; hundreds more are drawn by chance, numbered from 101 on. */
export async function tellers(): Promise<Case[]> {
  if (!cases) {
    const answer = await fetch('/sandbox/cases.json');
    const all = (await answer.json()) as (Case & { channel: string; family: string })[];
    cases = all.filter((one) => one.channel === 'portal' && one.family.length === 'family-00'.length);
  }
  return cases;
}

/** Who holds the telephone, asked once. */
export async function held(): Promise<Case | null> {
  const known = holder.get();
  if (known) return known;
  const all = await tellers();
  const before = sessionStorage.getItem(HOLDER);
  const same = all.find((one) => one.case === before);
  if (same) {
    holder.set(same);
    return same;
  }
  const tapped = await ask({ kind: 'login' });
  const chosen = tapped.kind === 'said' ? all.find((one) => one.case === tapped.word) : undefined;
  if (chosen) hand(chosen);
  return chosen ?? null;
}

/** The telephone is in these hands from now on; `null`: put away. */
export function hand(to: Case | null) {
  if (to) sessionStorage.setItem(HOLDER, to.case);
  else sessionStorage.removeItem(HOLDER);
  holder.set(to);
}

/** Asks the sandbox for what the host would hand out. */
export async function handedOut(what: 'login-code' | 'phone' | 'face', more: object = {}): Promise<Record<string, unknown> | null> {
  const person = holder.get()?.agent.username;
  const answer = await fetch(`/sandbox/native/${previewHost()}/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ person, channel: CHANNEL, ...more }),
  });
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : null;
}
