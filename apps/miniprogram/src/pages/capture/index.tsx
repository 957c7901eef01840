import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useRef, useState } from 'react';
import { uploadCapture } from '@/api/applications';
import { MainButton, OtherButton } from '@/components/buttons';
import { Notice } from '@/components/notice';
import { PageFrame } from '@/components/page_frame';
import { type Failed, Trouble } from '@/components/trouble';
import { Waiting } from '@/components/waiting';
import { toHome } from '@/navigation';
import { host, type Picture, type PictureSource } from '@/platform';
import { useBusy } from '@/state/busy';
import { useWords, type Word } from '@/words';

/** A picture for the page of a computer, by the code that stands beside its slot. */
export default function Capture() {
  const { token = '' } = useRouter().params;
  const words = useWords();
  const [told, setTold] = useState<Word | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isDone, setDone] = useState(false);
  const [isBusy, run] = useBusy();
  const waiting = useRef<Picture | null>(null);
  const send = async (picture: Picture) => {
    waiting.current = picture;
    const answer = await uploadCapture(token, picture);
    setFailed(answer.kind === 'ok' ? null : answer);
    setDone(answer.kind === 'ok');
  };
  const take = (source: PictureSource) =>
    run(async () => {
      setTold(null);
      const allowed = await host.authorisePrivacy();
      if (allowed.kind !== 'ok') return setTold('slot.refused');
      const picture = await host.takePicture(source, '');
      if (picture.kind === 'ok') return send(picture.value);
      if (picture.kind !== 'cancelled') setTold('slot.unreadable');
    });
  return (
    <PageFrame title={words('capture.title')} lead={words('capture.lead')}>
      {told && <Notice kind="wrong">{words(told)}</Notice>}
      {failed && <Trouble failed={failed} onAgain={() => run(async () => (waiting.current ? send(waiting.current) : undefined))} />}
      {isBusy && <Waiting word="slot.sending" slow="slot.slow" />}
      {isDone ? (
        <View>
          <Notice kind="good" id="told">
            {words('capture.done')}
          </Notice>
          <MainButton id="done" onTap={toHome}>
            {words('application.done')}
          </MainButton>
        </View>
      ) : (
        <View>
          <MainButton id="camera" onTap={() => take('camera')} isDisabled={isBusy}>
            {words('slot.camera')}
          </MainButton>
          <OtherButton id="album" onTap={() => take('album')} isDisabled={isBusy}>
            {words('slot.album')}
          </OtherButton>
        </View>
      )}
    </PageFrame>
  );
}
