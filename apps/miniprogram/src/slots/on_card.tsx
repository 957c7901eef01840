import { Image, View } from '@tarojs/components';
import type { Frame } from '@/api/applications';
import { CardPhoto } from './card_photo';
import { CARD } from './drawings';

/** The child's photo as it will look on the card. */
export function OnCard({ picture, frame, label }: { picture: string; frame: Frame; label: string }) {
  return (
    <View className="on-card">
      <Image className="on-card-blank" mode="scaleToFill" src={CARD} />
      <CardPhoto className="on-card-photo" picture={picture} frame={frame} label={label} />
    </View>
  );
}
