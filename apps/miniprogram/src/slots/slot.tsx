import { Image, Text, View } from '@tarojs/components';
import { useRef, useState } from 'react';
import { remove, upload } from '@/api/applications';
import type { MaterialItem } from '@/api/shapes';
import { Link, MainButton, OtherButton } from '@/components/buttons';
import { Notice } from '@/components/notice';
import { Sheet } from '@/components/sheet';
import { type Failed, Trouble } from '@/components/trouble';
import { Waiting } from '@/components/waiting';
import { host, type Picture, type PictureSource } from '@/platform';
import { useBusy } from '@/state/busy';
import { useWords, type Word } from '@/words';
import { Cropper } from './cropper';
import { drawingOf } from './drawings';
import { Examples } from './examples';
import { OnCard } from './on_card';
import { usePicture } from './picture';

interface Wanted {
  application: string;
  item: MaterialItem;
  /** Whether it is said that it is missing. */
  showsMissing: boolean;
  /** Whether a good and some bad pictures are shown: once on a page. */
  showsExamples: boolean;
  /** Something of it changed: the step is other now. */
  onChanged: () => Promise<void>;
}

/** A place for a picture: take, send, look at, replace, remove. */
export function Slot({ application, item, showsMissing, showsExamples, onChanged }: Wanted) {
  const words = useWords();
  const { material } = item;
  const isThere = item.value === 'present';
  const small = usePicture(application, material, isThere ? item.uploaded_at : null, true);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [told, setTold] = useState<Word | null>(null);
  const [asks, setAsks] = useState<'remove' | 'replace' | 'crop' | null>(null);
  const [isSending, setSending] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const [isBusy, run] = useBusy();
  // What was taken stays until it arrived, so that nobody takes it twice.
  const waiting = useRef<Picture | null>(null);

  const send = async (picture: Picture) => {
    waiting.current = picture;
    setSent(null);
    setSending(true);
    const answer = await upload(application, material, picture, setSent);
    setSending(false);
    setFailed(answer.kind === 'ok' ? null : answer);
    if (answer.kind !== 'unreachable') waiting.current = null;
    if (answer.kind === 'ok') await onChanged();
  };
  const take = (source: PictureSource) =>
    run(async () => {
      setTold(null);
      setAsks(null);
      const allowed = await host.authorisePrivacy();
      if (allowed.kind !== 'ok') return setTold('slot.refused');
      const picture = await host.takePicture(source, material);
      if (picture.kind === 'ok') return send(picture.value);
      if (picture.kind !== 'cancelled') setTold('slot.unreadable');
    });
  const again = () => run(async () => (waiting.current ? send(waiting.current) : undefined));
  const away = () =>
    run(async () => {
      setAsks(null);
      const answer = await remove(application, material);
      setFailed(answer.kind === 'ok' ? null : answer);
      if (answer.kind === 'ok') await onChanged();
    });

  const wrong = item.problem && (isThere || showsMissing) ? item.problem.message : null;
  return (
    <View id={`slot-${material}`} className={wrong ? 'field field-wrong' : 'field'}>
      <View className="label">
        <Text>{item.label}</Text>
        {!item.required && <Text className="quiet">{words('step.optional')}</Text>}
      </View>
      {item.advice && (
        <View className="hint">
          <Text>{item.advice}</Text>
        </View>
      )}
      {wrong && (
        <View id={`wrong-${material}`} className="wrong">
          <Text>{wrong}</Text>
        </View>
      )}
      <View className="paper-body">
        <Look item={item} picture={small} />
        <View className="paper-side">
          {isThere && (
            <View id={`there-${material}`} className="good">
              <Text>{`✓ ${words('slot.there')}`}</Text>
            </View>
          )}
          {item.locked === null && !isThere && (
            <>
              <OtherButton id={`camera-${material}`} onTap={() => take('camera')} isDisabled={isBusy}>
                {words('slot.camera')}
              </OtherButton>
              <OtherButton id={`album-${material}`} onTap={() => take('album')} isDisabled={isBusy} isQuiet>
                {words('slot.album')}
              </OtherButton>
            </>
          )}
          {item.locked === null && isThere && (
            <>
              {item.frame && (
                <OtherButton id={`adjust-${material}`} onTap={() => setAsks('crop')} isDisabled={isBusy}>
                  {words('slot.adjust')}
                </OtherButton>
              )}
              <View className="paper-links">
                <Link id={`replace-${material}`} onTap={() => setAsks('replace')} isDisabled={isBusy}>
                  {words('slot.replace')}
                </Link>
                <Link id={`remove-${material}`} onTap={() => setAsks('remove')} isDisabled={isBusy}>
                  {words('slot.remove')}
                </Link>
              </View>
            </>
          )}
        </View>
      </View>
      {item.doubtful && <Notice kind="told">{words('slot.doubtful')}</Notice>}
      {told && <Notice kind="wrong">{words(told)}</Notice>}
      {isSending && <Waiting word="slot.sending" slow="slot.slow" part={sent} />}
      {failed?.kind === 'unreachable' && !isSending && (
        <Notice kind="wrong">
          <Text>{words('slot.failed')}</Text>
          <Link id={`retry-${material}`} onTap={again}>
            {words('slot.retry')}
          </Link>
        </Notice>
      )}
      {failed?.kind === 'problem' && <Trouble failed={failed} />}
      {showsExamples && !isThere && <Examples material={material} />}
      {asks === 'replace' && (
        <Sheet title={words('slot.replace')} onClose={() => setAsks(null)}>
          <MainButton id="replace-camera" onTap={() => take('camera')} isDisabled={isBusy}>
            {words('slot.camera')}
          </MainButton>
          <OtherButton id="replace-album" onTap={() => take('album')} isDisabled={isBusy}>
            {words('slot.album')}
          </OtherButton>
        </Sheet>
      )}
      {asks === 'remove' && (
        <Sheet title={words('slot.remove_sure')} onClose={() => setAsks(null)}>
          <MainButton id="remove-sure" onTap={away}>
            {words('slot.remove')}
          </MainButton>
        </Sheet>
      )}
      {asks === 'crop' && item.frame && (
        <Cropper application={application} item={item} frame={item.frame} onClose={() => setAsks(null)} onSaved={onChanged} />
      )}
    </View>
  );
}

/** What is there, as it will be used; else a drawing of what is wanted. */
function Look({ item, picture }: { item: MaterialItem; picture: string | null }) {
  const words = useWords();
  const label = words('slot.picture_of', { what: item.label });
  if (!picture) return <Image className="paper paper-wanted" mode="aspectFit" src={drawingOf(item.material)} />;
  if (item.frame) return <OnCard picture={picture} frame={item.frame} label={label} />;
  return <Image className="paper paper-there" mode="aspectFit" src={picture} ariaLabel={label} />;
}
