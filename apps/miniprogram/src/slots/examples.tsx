import { Image, Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useWords, type Word } from '@/words';
import { drawingOf, FACES } from './drawings';

const FACE_WORDS: [keyof typeof FACES, Word][] = [
  ['good', 'examples.face_good'],
  ['hat', 'examples.face_hat'],
  ['busy', 'examples.face_busy'],
  ['closed', 'examples.face_closed'],
  ['far', 'examples.face_far'],
  ['blur', 'examples.glare'],
];
const PAPER_WORDS: [string, Word][] = [
  ['good', 'examples.good'],
  ['cut', 'examples.cut'],
  ['glare', 'examples.glare'],
];

/** One good picture of what is wanted, and some that would be sent back. */
export function Examples({ material }: { material: string }) {
  const isFace = material === 'card_photo';
  return (
    <View className="examples">
      {isFace &&
        FACE_WORDS.map(([kind, word]) => (
          <Example key={kind} isGood={kind === 'good'} word={word}>
            <Image className="example-face" mode="aspectFit" src={FACES[kind]} />
          </Example>
        ))}
      {!isFace &&
        PAPER_WORDS.map(([kind, word]) => (
          <Example key={kind} isGood={kind === 'good'} word={word}>
            <View className={`example-table example-${kind}`}>
              <Image className="example-paper" mode="aspectFit" src={drawingOf(material)} />
              {kind === 'glare' && <View className="example-light" />}
            </View>
          </Example>
        ))}
    </View>
  );
}

function Example({ isGood, word, children }: { isGood: boolean; word: Word; children: ReactNode }) {
  const words = useWords();
  return (
    <View className={isGood ? 'example example-is-good' : 'example'}>
      {children}
      <Text className="example-words">{`${isGood ? '✓' : '✗'} ${words(word)}`}</Text>
    </View>
  );
}
