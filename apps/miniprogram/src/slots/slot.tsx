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
import { dayAndTime } from '@/words/dates';
import { Cropper } from './cropper';
import { usePicture } from './picture';

interface Wanted {
  application: string;
  item: MaterialItem;
  /** Whether it is said that it is missing. */
  showsMissing: boolean;
  /** Something of it changed: the step is other now. */
  onChanged: () => Promise<void>;
}

/** A place for a picture: take, send, look at, replace, remove. */
export function Slot({ application, item, showsMissing, onChanged }: Wanted) {
  const words = useWords();
  const { material } = item;
  const isThere = item.value === 'present';
  const small = usePicture(application, material, isThere ? item.uploaded_at : null, true);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [told, setTold] = useState<Word | null>(null);
  const [asks, setAsks] = useState<'remove' | 'crop' | null>(null);
  const [isSending, setSending] = useState(false);
  const [isBusy, run] = useBusy();
  // What was taken stays until it arrived, so that nobody takes it twice.
  const waiting = useRef<Picture | null>(null);

  const send = async (picture: Picture) => {
    waiting.current = picture;
    setSending(true);
    const answer = await upload(application, material, picture);
    setSending(false);
    setFailed(answer.kind === 'ok' ? null : answer);
    if (answer.kind !== 'unreachable') waiting.current = null;
    if (answer.kind === 'ok') await onChanged();
  };
  const take = (source: PictureSource) =>
    run(async () => {
      setTold(null);
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
      <View className={isThere ? 'paper paper-there' : 'paper'}>
        {small ? (
          <Image
            className="paper-picture"
            mode="aspectFit"
            src={small}
            ariaLabel={words('slot.picture_of', { what: item.label })}
          />
        ) : (
          <View className={`paper-drawing paper-${shape(material)}`} />
        )}
      </View>
      {isThere && item.uploaded_at && (
        <View id={`there-${material}`} className="good">
          <Text>{`✓ ${words('slot.there', { time: dayAndTime(item.uploaded_at) })}`}</Text>
        </View>
      )}
      {item.doubtful && <Notice kind="told">{words('slot.doubtful')}</Notice>}
      {told && <Notice kind="wrong">{words(told)}</Notice>}
      {isSending && <Waiting word="slot.sending" slow="slot.slow" />}
      {failed?.kind === 'unreachable' && !isSending && (
        <Notice kind="wrong">
          <Text>{words('slot.failed')}</Text>
          <Link id={`retry-${material}`} onTap={again}>
            {words('slot.retry')}
          </Link>
        </Notice>
      )}
      {failed?.kind === 'problem' && <Trouble failed={failed} />}
      {item.locked === null && (
        <View className="paper-buttons">
          <OtherButton id={`camera-${material}`} onTap={() => take('camera')} isDisabled={isBusy}>
            {words(isThere ? 'slot.replace' : 'slot.camera')}
          </OtherButton>
          {!isThere && (
            <OtherButton id={`album-${material}`} onTap={() => take('album')} isDisabled={isBusy}>
              {words('slot.album')}
            </OtherButton>
          )}
          {isThere && item.frame && (
            <OtherButton id={`adjust-${material}`} onTap={() => setAsks('crop')} isDisabled={isBusy}>
              {words('slot.adjust')}
            </OtherButton>
          )}
          {isThere && (
            <Link id={`remove-${material}`} onTap={() => setAsks('remove')} isDisabled={isBusy}>
              {words('slot.remove')}
            </Link>
          )}
        </View>
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

/** How a document looks from far: a card, a page upright, a face. */
function shape(material: string): string {
  if (material === 'card_photo') return 'face';
  return material.includes('_id_') ? 'card' : 'page';
}
