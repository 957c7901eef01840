// Where the way leads inside a step. Which step is next, and what is asked in it, the service says.

import { type Item, isMaterial, type Step, type StepPage } from '@/api/shapes';

/** What a question that asks for a confirmation is answered by. */
const YES = 'yes';

/** The questions and pictures of a page that are asked now. */
export function itemsOf(step: Step, page: string): Item[] {
  return step.items.filter((item) => item.page === page && item.visible && (isMaterial(item) || item.step === step.id));
}

/** The pages on which something is asked now. */
export function pagesOf(step: Step): StepPage[] {
  return step.pages.filter((page) => itemsOf(step, page.id).length > 0);
}

/** Whether something is missing or wrong with it. */
export function isOpen(item: Item): boolean {
  if (item.problem) return true;
  return item.required && item.value === null && item.locked === null;
}

/** The first page that somebody has to do something on. */
export function firstOpen(step: Step): string | null {
  return pagesOf(step).find((page) => itemsOf(step, page.id).some(isOpen))?.id ?? null;
}

/** The page after this one; `null` at the end. */
export function pageAfter(step: Step, page: string): string | null {
  const pages = pagesOf(step);
  const at = pages.findIndex((one) => one.id === page);
  return pages[at + 1]?.id ?? null;
}

/** Whether the page is one question to say yes to, or not: each answer is a button then. */
export function twoAnswers(items: Item[]): { field: string; answers: { value: string; label: string }[] } | null {
  const [only] = items;
  if (items.length !== 1 || !only || isMaterial(only) || only.locked !== null || only.kind === 'consent') return null;
  const isYesOrNot = only.options?.length === 2 && only.options.some((option) => option.value === YES);
  if (isYesOrNot && only.options) return { field: only.field, answers: only.options };
  return null;
}

/** The step after the summary, once that is complete: the agreement to it. */
export function agreementAfter(step: Step): string | null {
  const isReview = step.items.some((item) => item.step !== step.id);
  return isReview && step.next !== step.id && step.next !== 'submission' ? step.next : null;
}
