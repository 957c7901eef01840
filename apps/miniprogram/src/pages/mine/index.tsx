import { Button, Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { beginApplication, getApplication, listApplications } from '@/api/applications';
import { lacks, useSession } from '@/api/session';
import type { Listed } from '@/api/shapes';
import { channel } from '@/channel';
import { Link, MainButton } from '@/components/buttons';
import { PageFrame } from '@/components/page_frame';
import { Prove } from '@/components/prove';
import { type Failed, Trouble } from '@/components/trouble';
import { Waiting } from '@/components/waiting';
import { toApplication, toStep } from '@/navigation';
import { useBusy } from '@/state/busy';
import { useLang } from '@/state/settings';
import { named, useWords, type Word } from '@/words';
import { dayAndTime } from '@/words/dates';

/** Everything that this person applied for, in whatever channel. */
export default function Mine() {
  const words = useWords();
  const language = useLang();
  const known = useSession();
  const isReady = known !== null && known.next === null;
  const [items, setItems] = useState<Listed[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();
  const load = (cursor?: string) =>
    run(async () => {
      const answer = await listApplications(cursor);
      if (answer.kind !== 'ok') return setFailed(answer);
      setFailed(null);
      setItems((before) => [...(cursor ? (before ?? []) : []), ...answer.value.items]);
      setNext(answer.value.next);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew in another language, and once somebody is there.
  useEffect(() => {
    if (isReady) load();
  }, [isReady, language]);
  useDidShow(() => {
    if (isReady) load();
  });
  const open = (listed: Listed) =>
    run(async () => {
      if (listed.state !== 'draft') return void toApplication(listed.id);
      if (listed.channel !== channel) return begin(listed.id);
      const answer = await getApplication(listed.id);
      if (answer.kind !== 'ok') return setFailed(answer);
      if (answer.value.step) toStep(listed.id, answer.value.step);
      else toApplication(listed.id);
    });
  const begin = async (draft: 'new' | Listed['id']) => {
    const answer = await beginApplication(draft);
    if (answer.kind === 'ok') toStep(answer.value.id, answer.value.step);
    else if (answer.kind === 'problem' && answer.problem.code === 'level' && answer.problem.next) lacks(answer.problem.next);
    else setFailed(answer);
  };
  return (
    <PageFrame title={words('mine.title')}>
      {!isReady && <Prove onDone={() => undefined} />}
      {failed && <Trouble failed={failed} onAgain={() => load()} />}
      {isReady && !items && !failed && <Waiting word="app.loading" />}
      {isReady && items?.length === 0 && (
        <View className="empty">
          <View className="hero-card empty-card">
            <View className="hero-chip" />
            <View className="hero-line" />
            <View className="hero-line hero-short" />
          </View>
          <Text className="empty-title">{words('mine.none')}</Text>
          <Text className="quiet">{words('mine.none_lead')}</Text>
        </View>
      )}
      {isReady &&
        items?.map((listed) => (
          <Button key={listed.id} id={`mine-${listed.id}`} className="tap tile" onClick={() => open(listed)}>
            <View className="tile-words">
              <Text className="tile-title">{listed.child ?? words('mine.nameless')}</Text>
              <Text className={`state state-${listed.state}`}>{named('state', listed.state)}</Text>
              {listed.state === 'draft' && listed.channel !== channel && (
                <Text className="tile-lead">
                  {words('mine.other_channel', { channel: words(`channel.${listed.channel}` as Word) })}
                </Text>
              )}
              <Text className="tile-lead">{words('mine.updated', { time: dayAndTime(listed.updated_at) })}</Text>
            </View>
            <Text className="opener-sign">›</Text>
          </Button>
        ))}
      {next && (
        <Link id="more" onTap={() => load(next)}>
          {words('mine.more')}
        </Link>
      )}
      {isReady && items && (
        <MainButton id="new" onTap={() => run(() => begin('new'))} isDisabled={isBusy}>
          {words(items.length > 0 ? 'mine.another' : 'mine.new')}
        </MainButton>
      )}
    </PageFrame>
  );
}
