import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { grantMessages, listMessageTemplates } from '@/api/account';
import { getApplication, getReceipt, takeBack, withdraw } from '@/api/applications';
import type { Application, MessageTemplate, Receipt } from '@/api/shapes';
import { Link, MainButton, OtherButton } from '@/components/buttons';
import { Notice } from '@/components/notice';
import { PageFrame } from '@/components/page_frame';
import { Sheet } from '@/components/sheet';
import { type Failed, Trouble } from '@/components/trouble';
import { Waiting } from '@/components/waiting';
import { becomeStep, toHome } from '@/navigation';
import { host } from '@/platform';
import { useBusy } from '@/state/busy';
import { useLang } from '@/state/settings';
import { named, useWords, type Word } from '@/words';
import { Ticket } from './ticket';
import { Timeline } from './timeline';

/** What news one waits for: that the card is at its branch. */
const NEWS = 'at_branch';
/** In these states its agent may still take it back or withdraw it; the service decides. */
const WITH_STAFF = ['submitted', 'in_review', 'returned'];

/** Where an application stands: receipt, timeline, what is to be done. */
export default function ApplicationPage() {
  const { id = '', from = '' } = useRouter().params;
  const words = useWords();
  const language = useLang();
  const [application, setApplication] = useState<Application | null>(null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [news, setNews] = useState<MessageTemplate[]>([]);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [asks, setAsks] = useState<'take_back' | 'withdraw' | null>(null);
  const [told, setTold] = useState<Word | null>(null);
  const [isBusy, run] = useBusy();
  const load = async () => {
    const answer = await getApplication(id);
    if (answer.kind !== 'ok') return setFailed(answer);
    setFailed(null);
    setApplication(answer.value);
    const shown = answer.value.receipt ? await getReceipt(id) : null;
    setReceipt(shown?.kind === 'ok' ? shown.value : null);
    // Now: hosts ask only in answer to a tap, and no longer once something was waited for.
    const known = shown ? await listMessageTemplates() : null;
    setNews(known?.kind === 'ok' ? known.value.templates.filter(({ template }) => template === NEWS) : []);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew in another language.
  useEffect(() => {
    run(load);
  }, [id, language]);
  const end = () =>
    run(async () => {
      const wish = asks;
      setAsks(null);
      const answer = await (wish === 'take_back' ? takeBack(id) : withdraw(id));
      if (answer.kind !== 'ok') return setFailed(answer);
      await load();
    });
  const notify = () =>
    run(async () => {
      const answers = await host.askForMessages(news);
      const answer = answers.kind === 'ok' ? answers.value[NEWS] : undefined;
      const granted = answer ? await grantMessages(NEWS, answer) : null;
      setTold(granted?.kind === 'ok' && answer === 'accept' ? 'application.notify_on' : 'application.notify_off');
    });

  if (!application) {
    return (
      <PageFrame title="">
        {failed ? <Trouble failed={failed} onAgain={() => run(load)} /> : <Waiting word="app.loading" />}
      </PageFrame>
    );
  }
  const { state, step } = application;
  const isNew = from === 'submission';
  const open = application.corrections.filter((correction) => correction.state === 'open');
  return (
    <PageFrame
      title={words(isNew ? 'application.submitted' : 'application.title')}
      lead={isNew ? words('application.submitted_lead') : undefined}
      isDone={isNew}
      onBack={isNew ? toHome : undefined}
    >
      <View id="application" className={`state-of-${state}`}>
        {failed && <Trouble failed={failed} onAgain={() => run(load)} />}
        <View className={isNew ? 'state-line state-line-done' : 'state-line'}>
          <Text className={`state state-${state}`}>{named('state', state)}</Text>
          <Text className="quiet">{named('waiting', application.waiting_on)}</Text>
        </View>
        {receipt && <Ticket receipt={receipt} />}
        {open.length > 0 && (
          <Notice kind="wrong" id="corrections">
            <Text className="notice-title">{words('application.corrections')}</Text>
            {open.map((correction) => (
              <View key={correction.item}>
                <Text>{correction.sentence}</Text>
              </View>
            ))}
          </Notice>
        )}
        {step && (
          <MainButton id="go-on" onTap={() => becomeStep(id, step)}>
            {words(state === 'returned' ? 'application.correct' : 'application.go_on')}
          </MainButton>
        )}
        <View className="section-title">
          <Text>{words(isNew ? 'application.next' : 'application.timeline')}</Text>
        </View>
        <Timeline moments={application.timeline} />
        {told && <Notice kind="told">{words(told)}</Notice>}
        {receipt && news.length > 0 && !told && (
          <OtherButton id="notify" onTap={notify} isDisabled={isBusy}>
            {words('application.notify')}
          </OtherButton>
        )}
        {isNew && (
          <MainButton id="done" onTap={toHome}>
            {words('application.done')}
          </MainButton>
        )}
        {WITH_STAFF.includes(state) && (
          <View className="field actions">
            <Text className="label">{words('application.change')}</Text>
            {state === 'submitted' && (
              <Link id="take-back" onTap={() => setAsks('take_back')} isDisabled={isBusy}>
                {words('application.take_back')}
              </Link>
            )}
            <Link id="withdraw" onTap={() => setAsks('withdraw')} isDisabled={isBusy}>
              {words('application.withdraw')}
            </Link>
          </View>
        )}
        {asks && (
          <Sheet title={words(`application.${asks}`)} onClose={() => setAsks(null)}>
            <View className="lead">
              <Text>{words(`application.${asks}_sure`)}</Text>
            </View>
            <MainButton id="sure" onTap={end} isDisabled={isBusy}>
              {words('application.sure')}
            </MainButton>
            <OtherButton id="keep" onTap={() => setAsks(null)}>
              {words('application.keep')}
            </OtherButton>
          </Sheet>
        )}
      </View>
    </PageFrame>
  );
}
