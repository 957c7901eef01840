import { useRef, useState } from 'react';
import { getStep, saveStep } from '@/api/applications';
import type { FieldItem, FieldProblem, Step } from '@/api/shapes';
import { isMaterial } from '@/api/shapes';
import type { Failed } from '@/components/trouble';
import { rememberTyped, typedAt } from '@/state/typed';
import { clock } from '@/words/dates';

type Answers = Record<string, string>;

/** Answers that somebody changed elsewhere in the meantime. */
export interface Conflict {
  fields: FieldProblem[];
  /** What was sent. */
  answers: Answers;
}

/** A step of an application, as the service knows it, and what is entered on top of it. */
export interface StepState {
  step: Step | null;
  typed: Answers;
  failed: Failed | null;
  conflict: Conflict | null;
  /** When something of it was stored last, since it is shown; `null` before. */
  saved_at: string | null;
  load(step: string): Promise<Step | null>;
  /** Reads the step again; what is entered stays. */
  refresh(): Promise<void>;
  type(field: string, value: string): void;
  /** Saves; the step as it is then, or `null` where it was not saved. */
  save(answers: Answers): Promise<Step | null>;
  /** Ends a conflict with the answers that stay. */
  settle(answers: Answers): Promise<Step | null>;
  fail(failed: Failed | null): void;
}

export function useStep(application: string): StepState {
  const [step, setStep] = useState<Step | null>(null);
  const [typed, setTyped] = useState<Answers>({});
  const [failed, setFailed] = useState<Failed | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  // Saves follow each other: two at once would be stale to each other.
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const current = useRef<Step | null>(null);
  const entered = useRef<Answers>({});

  const show = (now: Step) => {
    current.current = now;
    setStep(now);
  };
  const enter = (answers: Answers) => {
    entered.current = answers;
    setTyped(answers);
    if (current.current) rememberTyped(application, current.current.id, answers);
  };
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.current.then(work, work);
    line.current = done.catch(() => null);
    return done;
  };
  const read = async (id: string): Promise<Step | null> => {
    const answer = await getStep(application, id);
    if (answer.kind !== 'ok') {
      setFailed(answer);
      return null;
    }
    setFailed(null);
    show(answer.value);
    return answer.value;
  };
  const send = async (answers: Answers): Promise<Step | null> => {
    const now = current.current;
    if (!now) return null;
    if (Object.keys(answers).length === 0) return read(now.id);
    const answer = await saveStep(application, now.id, now.version, answers);
    if (answer.kind === 'ok') {
      setFailed(null);
      show(answer.value);
      setSavedAt(clock());
      // What was typed in the meantime is newer than what was saved.
      enter(without(entered.current, answers));
      return answer.value;
    }
    const isStale = answer.kind === 'problem' && answer.problem.code === 'stale';
    if (isStale) setConflict({ fields: answer.problem.fields, answers });
    else setFailed(answer);
    return null;
  };
  return {
    step,
    typed,
    failed,
    conflict,
    saved_at: savedAt,
    fail: setFailed,
    load: (id) =>
      inLine(async () => {
        const now = await read(id);
        if (now) enter(typedAt(application, id));
        return now;
      }),
    refresh: () => inLine(async () => void (current.current && (await read(current.current.id)))),
    type: (field, value) => enter({ ...entered.current, [field]: value }),
    save: (answers) => inLine(() => send(answers)),
    settle: (answers) =>
      inLine(async () => {
        setConflict(null);
        const now = current.current && (await read(current.current.id));
        if (!now) return null;
        // What was not sent yet stays as it was typed.
        enter(without(entered.current, conflict?.answers ?? {}));
        return send(answers);
      }),
  };
}

/** What is entered, but for what was saved as it is. */
function without(entered: Answers, saved: Answers): Answers {
  return Object.fromEntries(Object.entries(entered).filter(([field, value]) => saved[field] !== value));
}

/** What stands in a question now: typed, stored, or offered. */
export function standing(item: FieldItem, typed: Answers): string {
  const own = typed[item.field];
  if (own !== undefined) return own;
  if (item.value !== null) return item.value;
  if (item.suggested) return item.suggested;
  return item.options?.length === 1 ? (item.options[0]?.value ?? '') : '';
}

/** What a page sends: everything on it that may be changed and is answered. */
export function answersOf(items: Step['items'], typed: Answers): Answers {
  const answers: Answers = {};
  for (const item of items) {
    if (isMaterial(item) || item.locked !== null) continue;
    const value = standing(item, typed);
    if (value !== '' || item.value !== null) answers[item.field] = value;
  }
  return answers;
}
