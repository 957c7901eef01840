import { Text, View } from '@tarojs/components';
import type { FieldItem } from '@/api/shapes';
import { named, useWords } from '@/words';

/** A value that stands: where it came from, and why it cannot be changed here. */
export function ShownField({ item }: { item: FieldItem }) {
  const words = useWords();
  return (
    <View id={`field-${item.field}`} className="field shown">
      <View className="shown-line">
        <Text className="shown-label">{item.label}</Text>
        <Text className="shown-value">{item.shown ?? item.value ?? words('step.missing')}</Text>
      </View>
      {item.provenance && item.provenance !== 'typed' && item.value && (
        <View className="hint">
          <Text>{named('step', `provenance_${item.provenance}`)}</Text>
        </View>
      )}
      {item.locked && (
        <View className="hint">
          <Text>{item.locked}</Text>
        </View>
      )}
    </View>
  );
}
