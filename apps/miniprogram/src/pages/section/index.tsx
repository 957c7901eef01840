import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { beginApplication } from '@/api/applications';
import { lacks, useSession } from '@/api/session';
import { channel } from '@/channel';
import { MainButton } from '@/components/buttons';
import { Facts } from '@/components/facts';
import { PageFrame } from '@/components/page_frame';
import { Prove } from '@/components/prove';
import { Sheet } from '@/components/sheet';
import { Tile } from '@/components/tile';
import { type Failed, Trouble } from '@/components/trouble';
import { toLogIn, toStep } from '@/navigation';
import { useEntryShare } from '@/platform/share';
import { useBusy } from '@/state/busy';
import { useWords } from '@/words';

/** Where an application begins. A code may lead straight here. */
export default function Section() {
  const words = useWords();
  useEntryShare(words('section.share'));
  return channel === 'jingtong' ? <CardSection /> : <SocialCardPage />;
}

/** Begins an application, or takes up the newest draft. */
function useBegin(): { failed: Failed | null; isBusy: boolean; begin: () => void } {
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();
  const begin = () =>
    run(async () => {
      setFailed(null);
      const answer = await beginApplication('newest');
      if (answer.kind === 'ok') toStep(answer.value.id, answer.value.step);
      else if (answer.kind === 'problem' && answer.problem.code === 'level' && answer.problem.next) lacks(answer.problem.next);
      else setFailed(answer);
    });
  return { failed, isBusy, begin };
}

/** Jingtong: the section of the card. The face comes first, then whom the card is for. */
function CardSection() {
  const words = useWords();
  const known = useSession();
  const { failed, isBusy, begin } = useBegin();
  const isReady = known !== null && known.next === null;
  return (
    <PageFrame title={words('section.title_jingtong')}>
      {failed && <Trouble failed={failed} onAgain={begin} />}
      {isReady ? (
        <Tile
          id="apply"
          title={words('section.apply_jingtong')}
          lead={words('section.apply_lead')}
          onTap={() => !isBusy && begin()}
        />
      ) : (
        <Prove onDone={() => undefined} />
      )}
      {(isReady || !known) && <Facts />}
    </PageFrame>
  );
}

/** Yikatong: the card area leads to the log-in, or, once that is done, asks whether to go on. */
function SocialCardPage() {
  const words = useWords();
  const known = useSession();
  const [asks, setAsks] = useState(false);
  const { failed, isBusy, begin } = useBegin();
  const isReady = known !== null && known.next === null;
  return (
    <PageFrame title={words('section.title_yikatong')}>
      {failed && <Trouble failed={failed} onAgain={begin} />}
      <Tile
        id="apply"
        title={words('section.area')}
        lead={words('section.area_lead')}
        onTap={() => {
          if (isReady) setAsks(true);
          else toLogIn();
        }}
      />
      <View className="hint">
        <Text>{words(isReady ? 'section.ready' : 'section.log_in_first')}</Text>
      </View>
      <Facts />
      {asks && (
        <Sheet title={words('section.go')} onClose={() => setAsks(false)}>
          <View className="lead">
            <Text>{words('section.dialog')}</Text>
          </View>
          <MainButton
            id="go"
            isDisabled={isBusy}
            onTap={() => {
              setAsks(false);
              begin();
            }}
          >
            {words('section.go')}
          </MainButton>
        </Sheet>
      )}
    </PageFrame>
  );
}
