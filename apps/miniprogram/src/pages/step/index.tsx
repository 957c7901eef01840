import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { submit } from '@/api/applications';
import { useSession } from '@/api/session';
import { type Item, idOf, isMaterial, type Step } from '@/api/shapes';
import { Link, MainButton, OtherButton } from '@/components/buttons';
import { Notice } from '@/components/notice';
import { PageFrame } from '@/components/page_frame';
import { Trouble } from '@/components/trouble';
import { Waiting } from '@/components/waiting';
import { Field } from '@/fields';
import { becomeApplication, goBack } from '@/navigation';
import { toTop } from '@/platform/screen';
import { Slot } from '@/slots/slot';
import { useBusy } from '@/state/busy';
import { useLang } from '@/state/settings';
import { useWords } from '@/words';
import { ConflictSheet } from './conflict_sheet';
import { Review } from './review';
import { answersOf, standing, useStep } from './use_step';
import { firstOpen, isOpen, itemsOf, pageAfter, pagesOf, twoAnswers } from './way';

/** Whose branches a list shows: the answer to this question of the same step. */
const BANK = 'bank';

interface Place {
  step: string;
  page: string;
}

/** Any step of any flow: its questions and pictures by their kinds, a page at a time. */
export default function StepPage() {
  const { id = '', step: first = '' } = useRouter().params;
  const words = useWords();
  const language = useLang();
  const token = useSession()?.token;
  const state = useStep(id);
  const { step, typed } = state;
  const [page, setPage] = useState('');
  const [trail, setTrail] = useState<Place[]>([]);
  const [isChecked, setChecked] = useState(false);
  const [isChange, setChange] = useState(false);
  const [isBusy, run] = useBusy();

  const open = async (wanted: string, choose: (step: Step) => string | null) => {
    const now = await state.load(wanted);
    if (!now) return;
    setPage(choose(now) ?? pagesOf(now)[0]?.id ?? '');
    setChecked(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first drawing opens; what is open is read again below.
  useEffect(() => {
    run(() => open(first, firstOpen));
  }, [id, first]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, or a person who came back, and nothing else.
  useEffect(() => {
    if (step && token) state.refresh();
  }, [language, token]);

  const place = `${step?.id} ${page}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top.
  useEffect(toTop, [place]);

  const leave = () => {
    const back = trail[trail.length - 1];
    if (!back) return goBack();
    setTrail(trail.slice(0, -1));
    setChange(false);
    if (back.step === step?.id) setPage(back.page);
    else run(() => open(back.step, () => back.page));
  };
  const go = async (wanted: Place) => {
    if (step) setTrail([...trail, { step: step.id, page }]);
    setChecked(false);
    if (wanted.step === step?.id) setPage(wanted.page);
    else await open(wanted.step, (now) => wanted.page || pagesOf(now)[0]?.id || null);
  };
  const handIn = async (now: Step) => {
    if (!now.once) return;
    const answer = await submit(id, now.once);
    if (answer.kind === 'ok') becomeApplication(id, 'submission');
    else state.fail(answer);
  };
  /** After a save that found nothing wrong on this page. */
  const goOn = async (now: Step) => {
    const next = isChange && now.next !== now.id ? null : pageAfter(now, page);
    setChange(false);
    if (next) return go({ step: now.id, page: next });
    if (now.next === 'submission') return handIn(now);
    if (now.next === now.id) return go({ step: now.id, page: firstOpen(now) ?? page });
    if (now.next) return go({ step: now.next, page: '' });
    goBack();
  };
  const saved = async (now: Step | null) => {
    if (!now) return;
    if (itemsOf(now, page).some(isOpen)) setChecked(true);
    else await goOn(now);
  };
  const save = (more: Record<string, string> = {}) =>
    run(async () => {
      if (!step) return;
      await saved(await state.save({ ...answersOf(itemsOf(step, page), typed), ...more }));
    });
  /** A choice is saved at once: what is asked beside it may depend on it. */
  const change = (item: Item, value: string) => {
    const field = idOf(item);
    state.type(field, value);
    const isChoice = !isMaterial(item) && (item.kind === 'choice' || item.kind === 'yes_no') && items.length > 1;
    if (isChoice) state.save({ [field]: value });
  };

  if (!step) {
    return (
      <PageFrame title="">
        {state.failed ? (
          <Trouble failed={state.failed} onAgain={() => run(() => open(first, firstOpen))} />
        ) : (
          <Waiting word="app.loading" />
        )}
      </PageFrame>
    );
  }
  const isReview = step.items.some((item) => item.step !== step.id);
  const items = isReview ? [] : itemsOf(step, page);
  const shown = step.pages.find((one) => one.id === page);
  const two = twoAnswers(items);
  const wrong = isChecked ? items.filter(isOpen) : [];
  const bankItem = step.items.find((item) => idOf(item) === BANK);
  const bank = bankItem && !isMaterial(bankItem) ? standing(bankItem, typed) || null : null;
  const [yes, no] = two?.answers ?? [];
  return (
    <PageFrame title={shown?.title || step.title} lead={shown?.lead} above={shown?.title ? step.title : undefined} onBack={leave}>
      <View id={`step-${step.id}`} className={`page-${page || 'whole'}`}>
        {state.failed && <Trouble failed={state.failed} onAgain={() => save()} />}
        {wrong.length > 0 && (
          <Notice kind="wrong" id="summary">
            <Text className="notice-title">{words('step.wrong')}</Text>
            {wrong.map((item) => (
              <View key={idOf(item)}>
                <Text>{item.problem?.message ?? `${item.label}: ${words('step.required')}`}</Text>
              </View>
            ))}
          </Notice>
        )}
        {isChange && <Notice kind="told">{words('step.back_to_review')}</Notice>}
        {isReview && (
          <Review
            step={step}
            onChange={(item) => {
              setChange(true);
              run(() => go({ step: item.step, page: item.page }));
            }}
          />
        )}
        {!two &&
          items.map((item) =>
            isMaterial(item) ? (
              <Slot key={item.material} application={id} item={item} showsMissing={isChecked} onChanged={state.refresh} />
            ) : (
              <Field
                key={item.field}
                item={item}
                bank={bank}
                value={standing(item, typed)}
                wrong={wrongWith(item, isChecked, words('step.required'))}
                onChange={(value) => change(item, value)}
              />
            ),
          )}
        {isBusy && <Waiting word="app.saving" />}
        {two && yes && no ? (
          <View>
            <MainButton id={`answer-${yes.value}`} onTap={() => save({ [two.field]: yes.value })} isDisabled={isBusy}>
              {yes.label}
            </MainButton>
            <OtherButton id={`answer-${no.value}`} onTap={() => save({ [two.field]: no.value })} isDisabled={isBusy}>
              {no.label}
            </OtherButton>
          </View>
        ) : (
          <MainButton id="next" onTap={() => save()} isDisabled={isBusy}>
            {step.button}
          </MainButton>
        )}
        <Link id="leave" onTap={goBack}>
          {words('step.leave')}
        </Link>
        {state.conflict && (
          <ConflictSheet
            conflict={state.conflict}
            step={step}
            onSettled={(answers) => run(async () => void (await state.settle(answers)))}
          />
        )}
      </View>
    </PageFrame>
  );
}

/** What is said at a question: what is wrong with its answer, and that it is missing once somebody tried to go on. */
function wrongWith(item: Item, isChecked: boolean, missing: string): string | null {
  if (!isOpen(item)) return null;
  if (isChecked) return item.problem?.message ?? missing;
  return item.value !== null ? (item.problem?.message ?? null) : null;
}
