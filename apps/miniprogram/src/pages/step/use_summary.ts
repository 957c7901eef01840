import { useEffect, useState } from 'react';
import { getStep } from '@/api/applications';
import { type Item, idOf, isMaterial, type Step } from '@/api/shapes';
import type { Failed } from '@/components/trouble';

/** What was answered at one step. */
export interface Topic {
  step: string;
  title: string;
  items: Item[];
  /** The ids of what may be changed at the step. */
  open: Set<string>;
  /** Whether nothing of it can be changed: what was known before. */
  isKnown: boolean;
}

export interface Summary {
  topics: Topic[];
  /** What was agreed to. */
  consents: Item[];
}

/** The summary's items by topic: the steps themselves know how they are called and what may still be changed. */
export function useSummary(application: string, review: Step | null): { summary: Summary | null; failed: Failed | null } {
  const [steps, setSteps] = useState<{ of: string; steps: Step[] } | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const of = review ? `${review.title} ${review.version}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for each state of the summary.
  useEffect(() => {
    if (!review) return;
    let isCurrent = true;
    const ids = [...new Set(review.items.map((item) => item.step))];
    Promise.all(ids.map((id) => getStep(application, id))).then((answers) => {
      if (!isCurrent) return;
      const all: Step[] = [];
      for (const answer of answers) {
        if (answer.kind !== 'ok') return setFailed(answer);
        all.push(answer.value);
      }
      setFailed(null);
      setSteps({ of, steps: all });
    });
    return () => {
      isCurrent = false;
    };
  }, [application, of]);
  return { summary: review && steps ? gathered(review, steps.steps) : null, failed };
}

function gathered(review: Step, steps: Step[]): Summary {
  const seen = new Set<string>();
  const items = review.items.filter((item) => {
    const isAgain = seen.has(idOf(item));
    seen.add(idOf(item));
    return item.visible && !isAgain && !isUnanswerable(item);
  });
  const consents = items.filter(isConsent);
  const topics = steps.map((step) => {
    const own = items.filter((item) => item.step === step.id && !isConsent(item));
    const open = new Set(step.items.filter((item) => item.locked === null).map(idOf));
    return { step: step.id, title: step.title, items: own, open, isKnown: own.every((item) => !open.has(idOf(item))) };
  });
  return { topics: topics.filter((topic) => topic.items.length > 0), consents };
}

function isConsent(item: Item): boolean {
  return !isMaterial(item) && item.kind === 'consent';
}

/** What is neither there nor wanted. */
function isUnanswerable(item: Item): boolean {
  return item.value === null && !item.required && !item.problem;
}
