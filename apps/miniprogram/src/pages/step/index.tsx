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
import { becomeApplication, goBack } from '@/navigation';
import { toTop } from '@/platform/screen';
import { useBusy } from '@/state/busy';
import { useLang } from '@/state/settings';
import { useWords } from '@/words';
import { ConflictSheet } from './conflict_sheet';
import { Questions } from './questions';
import { Review } from './review';
import { answersOf, useStep } from './use_step';
import { useSummary } from './use_summary';
import { agreementAfter, firstOpen, isOpen, itemsOf, pageAfter, pagesOf, twoAnswers } from './way';

interface Place {
  step: string;
  page: string;
}

/** One answer is changed from the summary, where the way leads back to. */
interface Changing {
  summary: string;
  trail: Place[];
}

/** Any step of any flow: its questions and pictures by their kinds, a page at a time. */
export default function StepPage() {
  const { id = '', step: first = '' } = useRouter().params;
  const words = useWords();
  const language = useLang();
  const token = useSession()?.token;
  const state = useStep(id);
  const { step, typed } = state;
  // The agreement that covers the summary stands under it.
  const agreement = useStep(id);
  const isReview = step?.items.some((item) => item.step !== step.id) ?? false;
  const { summary, failed: unsummed } = useSummary(id, isReview ? step : null);
  const [page, setPage] = useState('');
  const [trail, setTrail] = useState<Place[]>([]);
  const [isChecked, setChecked] = useState(false);
  const [changing, setChanging] = useState<Changing | null>(null);
  const [isBusy, run] = useBusy();

  const open = async (wanted: string, choose: (step: Step) => string | null) => {
    const now = await state.load(wanted);
    if (!now) return;
    const after = agreementAfter(now);
    if (after) await agreement.load(after);
    setPage(choose(now) ?? pagesOf(now)[0]?.id ?? '');
    setChecked(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first drawing opens; what is open is read again below.
  useEffect(() => {
    run(() => open(first, firstOpen));
  }, [id, first]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, or a person who came back, and nothing else.
  useEffect(() => {
    if (!step || !token) return;
    state.refresh();
    if (agreement.step) agreement.refresh();
  }, [language, token]);

  const place = `${step?.id} ${page}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top.
  useEffect(toTop, [place]);

  const leave = async () => {
    const back = trail[trail.length - 1];
    if (!back) return goBack();
    setTrail(trail.slice(0, -1));
    if (back.step === changing?.summary) setChanging(null);
    setChecked(false);
    if (back.step === step?.id) setPage(back.page);
    else await open(back.step, () => back.page);
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
    if (changing) {
      if (now.next === now.id) return go({ step: now.id, page: firstOpen(now) ?? page });
      setTrail(changing.trail);
      setChanging(null);
      return open(changing.summary, () => null);
    }
    const next = pageAfter(now, page);
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
  /** The summary is agreed to and handed in, or what is missing of it is said. */
  const agree = () =>
    run(async () => {
      const before = await state.save({});
      if (!before) return;
      if (!agreement.step || before.items.some(isOpen)) return setChecked(true);
      const now = await agreement.save(answersOf(agreement.step.items, agreement.typed));
      if (!now) return;
      if (now.items.some(isOpen)) setChecked(true);
      else if (now.next === 'submission') await handIn(now);
      else if (now.next) await go({ step: now.next, page: '' });
    });
  /** A choice is saved at once: what is asked beside it may depend on it. */
  const change = (item: Item, value: string) => {
    const field = idOf(item);
    state.type(field, value);
    const isChoice = !isMaterial(item) && (item.kind === 'choice' || item.kind === 'yes_no') && items.length > 1;
    if (isChoice) state.save({ [field]: value });
  };

  const failed = state.failed ?? agreement.failed ?? unsummed;
  const isReady = step && (!isReview || (summary && (agreement.step || !agreementAfter(step))));
  if (!isReady) {
    return (
      <PageFrame title="">
        {failed ? (
          <Trouble failed={failed} onAgain={() => run(() => open(step?.id ?? first, firstOpen))} />
        ) : (
          <Waiting word="app.loading" />
        )}
      </PageFrame>
    );
  }
  const items = isReview ? [] : itemsOf(step, page);
  const agreed = isReview ? (agreement.step?.items ?? []) : [];
  const shown = step.pages.find((one) => one.id === page);
  const title = shown?.title || step.title;
  const two = twoAnswers(items);
  // What is agreed to is saved once nothing of the summary is open.
  const isSumOpen = isReview && step.items.some(isOpen);
  const asked = isSumOpen ? step.items : [...items, ...agreed];
  const wrong = isChecked ? asked.filter(isOpen) : [];
  const [yes, no] = two?.answers ?? [];
  const missing = (item: Item) => item.problem?.message ?? `${item.label}: ${words('step.required')}`;
  const last = isReview && agreement.step ? agreement.step : step;
  const toChange = (item: Item) => {
    setChanging({ summary: step.id, trail });
    run(() => go({ step: item.step, page: item.page }));
  };
  return (
    <PageFrame
      title={title}
      lead={isReview ? words('step.review_lead') : shown?.lead}
      above={shown?.title ? step.title : undefined}
      onBack={() => run(leave)}
    >
      <View id={`step-${step.id}`} className={`page-${page || 'whole'}`}>
        {failed && <Trouble failed={failed} onAgain={isReview ? agree : () => save()} />}
        {wrong.length > 0 && (
          <Notice kind="wrong" id="summary">
            <Text className="notice-title">{words('step.wrong')}</Text>
            {wrong.map((item) => (
              <View key={idOf(item)}>
                {isSumOpen ? (
                  <Link id={`mend-${idOf(item)}`} onTap={() => toChange(item)}>
                    {missing(item)}
                  </Link>
                ) : (
                  <Text>{missing(item)}</Text>
                )}
              </View>
            ))}
          </Notice>
        )}
        {changing && <Notice kind="told">{words('step.back_to_review')}</Notice>}
        {summary && isReview && <Review application={id} summary={summary} onChange={toChange} />}
        {!two && (
          <Questions
            application={id}
            state={state}
            step={step}
            items={items}
            heading={title}
            isChecked={isChecked}
            onChange={change}
          />
        )}
        {isReview && agreement.step && (
          <Questions
            application={id}
            state={agreement}
            step={agreement.step}
            items={agreed}
            heading={title}
            isChecked={isChecked && !isSumOpen}
            onChange={(item, value) => agreement.type(idOf(item), value)}
          />
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
          <MainButton id="next" onTap={isReview ? agree : () => save()} isDisabled={isBusy}>
            {last.button}
          </MainButton>
        )}
        <OtherButton id="leave" onTap={goBack} isQuiet>
          {words('step.leave')}
        </OtherButton>
        {state.saved_at && (
          <View className="saved">
            <Text>{`✓ ${words('step.saved', { time: state.saved_at })}`}</Text>
          </View>
        )}
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
