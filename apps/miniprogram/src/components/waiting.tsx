import { Text, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { useWords, type Word } from '@/words';

const SLOW_AFTER_MS = 10_000;

/** Something goes on. After a while it says what is slow. `part`: how much of it is done, from 0 to 1, where that is known. */
export function Waiting({ word, slow = 'app.slow', part }: { word: Word; slow?: Word; part?: number | null }) {
  const words = useWords();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <View className="waiting" ariaRole="status">
      <View className="waiting-bar">
        {typeof part === 'number' ? (
          <View className="waiting-part" style={{ width: `${Math.round(part * 100)}%` }} />
        ) : (
          <View className="waiting-run" />
        )}
      </View>
      <Text>{words(isSlow ? slow : word)}</Text>
    </View>
  );
}
