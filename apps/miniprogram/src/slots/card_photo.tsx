import { Image, View } from '@tarojs/components';
import { useState } from 'react';
import type { Frame } from '@/api/applications';

interface Wanted {
  className: string;
  /** The whole picture, as an address to show. */
  picture: string;
  frame: Frame;
  label: string;
}

/** The part of a photo that goes onto the card, as large as its class says. */
export function CardPhoto({ className, picture, frame, label }: Wanted) {
  const [ratio, setRatio] = useState(0);
  const percent = (part: number) => `${Math.round(part * 1000) / 10}%`;
  const { x, y, width } = frame;
  // Heights are parts of the picture's, the printed part is 441 by 358: its own height is the whole of what is shown.
  const high = ratio > 0 ? (width * PRINTED) / ratio : 1;
  const style = {
    width: percent(1 / width),
    height: percent(1 / high),
    left: percent(-x / width),
    top: percent(-y / high),
    opacity: ratio > 0 ? 1 : 0,
  };
  return (
    <View className={`printed ${className}`}>
      <Image
        className="printed-picture"
        mode="scaleToFill"
        src={picture}
        style={style}
        ariaLabel={label}
        onLoad={(event) => setRatio(Number(event.detail.height) / Number(event.detail.width))}
      />
    </View>
  );
}

/** Height of a card photo by its width, as `frame_card_photo` describes it. */
export const PRINTED = 441 / 358;
