import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useWords } from '@/words';
import type { Asked } from './field';

/** A question with its label above, its help under that, and what is wrong with it. */
export function Labelled({ item, wrong, children }: Pick<Asked, 'item' | 'wrong'> & { children: ReactNode }) {
  const words = useWords();
  return (
    <View id={`field-${item.field}`} className={wrong ? 'field field-wrong' : 'field'}>
      <View className="label">
        <Text>{item.label}</Text>
        {!item.required && <Text className="quiet">{words('step.optional')}</Text>}
      </View>
      {item.hint && (
        <View className="hint">
          <Text>{item.hint}</Text>
        </View>
      )}
      {item.example && (
        <View className="hint">
          <Text>{item.example}</Text>
        </View>
      )}
      {wrong && (
        <View id={`wrong-${item.field}`} className="wrong">
          <Text>{wrong}</Text>
        </View>
      )}
      {children}
    </View>
  );
}
