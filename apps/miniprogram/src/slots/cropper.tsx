import { Button, Image, Text, View } from '@tarojs/components';
import { useRef, useState } from 'react';
import { type Frame, frameCardPhoto } from '@/api/applications';
import type { MaterialItem } from '@/api/shapes';
import { MainButton } from '@/components/buttons';
import { Sheet } from '@/components/sheet';
import { type Failed, Trouble } from '@/components/trouble';
import { Waiting } from '@/components/waiting';
import { screenWidth } from '@/platform/screen';
import { useBusy } from '@/state/busy';
import { useWords, type Word } from '@/words';
import { PRINTED } from './card_photo';
import { OnCard } from './on_card';
import { usePicture } from './picture';

const STEP = 0.02;
/** Width of the picture on the screen, in parts of the screen's width: as the style sheet has it. */
const SHOWN = 0.64;

type Touched = { touches: ArrayLike<{ pageX: number; pageY: number }> };

interface Wanted {
  application: string;
  item: MaterialItem;
  frame: Frame;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

/** Chooses the part of the child's photo that goes onto the card. */
export function Cropper({ application, item, frame: first, onClose, onSaved }: Wanted) {
  const words = useWords();
  const picture = usePicture(application, item.material, item.uploaded_at, false);
  const [frame, setFrame] = useState<Frame>(first);
  const [ratio, setRatio] = useState(0);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();
  const touched = useRef<{ x: number; y: number } | null>(null);

  const high = ratio > 0 ? (frame.width * PRINTED) / ratio : 0;
  const fit = (wanted: Frame): Frame => {
    const widest = ratio > 0 ? Math.min(1, ratio / PRINTED) : 1;
    const width = Math.min(Math.max(wanted.width, 0.1), widest);
    const tall = ratio > 0 ? (width * PRINTED) / ratio : 0;
    return { width, x: Math.min(Math.max(wanted.x, 0), 1 - width), y: Math.min(Math.max(wanted.y, 0), Math.max(0, 1 - tall)) };
  };
  const move = (x: number, y: number) => setFrame((now) => fit({ ...now, x: now.x + x, y: now.y + y }));
  const grow = (by: number) =>
    setFrame((now) => fit({ width: now.width + by, x: now.x - by / 2, y: now.y - (ratio > 0 ? (by * PRINTED) / ratio / 2 : 0) }));
  const drag = (event: unknown) => {
    const [at] = Array.from((event as Touched).touches);
    const [from] = [touched.current];
    if (!at) return;
    touched.current = { x: at.pageX, y: at.pageY };
    const wide = screenWidth() * SHOWN;
    if (from && ratio > 0) move((at.pageX - from.x) / wide, (at.pageY - from.y) / (wide * ratio));
  };
  const save = () =>
    run(async () => {
      const answer = await frameCardPhoto(application, frame);
      if (answer.kind !== 'ok') return setFailed(answer);
      // Until then the step still has the frame from before, which whoever comes back at once would begin with.
      await onSaved();
      onClose();
    });

  const percent = (part: number) => `${Math.round(part * 1000) / 10}%`;
  const arrows: [string, string, Word, () => void][] = [
    ['crop-up', '↑', 'crop.up', () => move(0, -STEP)],
    ['crop-left', '←', 'crop.left', () => move(-STEP, 0)],
    ['crop-right', '→', 'crop.right', () => move(STEP, 0)],
    ['crop-down', '↓', 'crop.down', () => move(0, STEP)],
    ['crop-smaller', '－', 'crop.smaller', () => grow(-STEP * 2)],
    ['crop-larger', '＋', 'crop.larger', () => grow(STEP * 2)],
  ];
  return (
    <Sheet title={words('crop.title')} onClose={onClose}>
      <View className="lead">
        <Text>{words('crop.lead')}</Text>
      </View>
      {failed && <Trouble failed={failed} />}
      {picture ? (
        <View
          className="crop"
          onTouchStart={() => {
            touched.current = null;
          }}
          onTouchMove={drag}
        >
          <Image
            className="crop-picture"
            mode="widthFix"
            src={picture}
            ariaLabel={words('slot.picture_of', { what: item.label })}
            onLoad={(event) => setRatio(Number(event.detail.height) / Number(event.detail.width))}
          />
          <View
            className="crop-frame"
            style={{ left: percent(frame.x), top: percent(frame.y), width: percent(frame.width), height: percent(high) }}
          >
            <View className="crop-head" />
            <View className="crop-eyes" />
          </View>
        </View>
      ) : (
        <Waiting word="app.loading" />
      )}
      <View className="crop-arrows">
        {arrows.map(([id, sign, word, onTap]) => (
          <Button key={id} id={id} className="tap tap-other crop-arrow" ariaLabel={words(word)} onClick={onTap}>
            <Text>{sign}</Text>
          </Button>
        ))}
      </View>
      {picture && (
        <View className="crop-result">
          <Text className="label">{words('crop.result')}</Text>
          <OnCard picture={picture} frame={frame} label={words('crop.result')} />
          <Text className="hint">{words('crop.by_people')}</Text>
        </View>
      )}
      <MainButton id="crop-save" onTap={save} isDisabled={isBusy || ratio === 0}>
        {words('crop.save')}
      </MainButton>
    </Sheet>
  );
}
