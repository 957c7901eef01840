import { type FieldItem, type Item, idOf, isMaterial, type Step } from '@/api/shapes';
import { Field } from '@/fields';
import { ShownFields } from '@/fields/shown_fields';
import { Slot } from '@/slots/slot';
import { useWords } from '@/words';
import { type StepState, standing } from './use_step';
import { isOpen } from './way';

/** Whose branches a list shows: the answer to this question of the same step. */
const BANK = 'bank';

interface Wanted {
  application: string;
  state: StepState;
  step: Step;
  /** What is asked here. */
  items: Item[];
  /** What the page is called. */
  heading: string;
  /** Whether what is missing is told. */
  isChecked: boolean;
  onChange: (item: Item, value: string) => void;
}

/** The questions and pictures of a page; values that stand follow each other as one group. */
export function Questions({ application, state, step, items, heading, isChecked, onChange }: Wanted) {
  const words = useWords();
  const bankItem = step.items.find((item) => idOf(item) === BANK);
  const bank = bankItem && !isMaterial(bankItem) ? standing(bankItem, state.typed) || null : null;
  const firstEmpty = items.find((item) => isMaterial(item) && item.value === null);
  return (
    <>
      {runs(items).map((run) => {
        if (Array.isArray(run)) return <ShownFields key={run.map(idOf).join()} items={run} />;
        if (isMaterial(run)) {
          return (
            <Slot
              key={run.material}
              application={application}
              item={run}
              showsMissing={isChecked}
              showsExamples={run === firstEmpty}
              onChanged={state.refresh}
            />
          );
        }
        return (
          <Field
            key={run.field}
            item={run}
            bank={bank}
            heading={heading}
            value={standing(run, state.typed)}
            wrong={wrongWith(run, isChecked, words('step.required'))}
            onChange={(value) => onChange(run, value)}
          />
        );
      })}
    </>
  );
}

/** Values that stand are gathered with those beside them. What follows from other answers is shown once they are there. */
function runs(items: Item[]): (Item | FieldItem[])[] {
  const all: (Item | FieldItem[])[] = [];
  for (const item of items) {
    if (isMaterial(item) || item.locked === null) {
      all.push(item);
      continue;
    }
    if (item.value === null) continue;
    const last = all[all.length - 1];
    if (Array.isArray(last)) last.push(item);
    else all.push([item]);
  }
  return all;
}

/** What is said at a question: what is wrong with its answer, and that it is missing once somebody tried to go on. */
function wrongWith(item: FieldItem, isChecked: boolean, missing: string): string | null {
  if (!isOpen(item)) return null;
  if (isChecked) return item.problem?.message ?? missing;
  return item.value !== null ? (item.problem?.message ?? null) : null;
}
