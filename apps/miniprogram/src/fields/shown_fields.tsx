import { Text, View } from '@tarojs/components';
import type { FieldItem } from '@/api/shapes';
import { named, useWords } from '@/words';
import { covered } from '@/words/numbers';

/** Values that stand, row by row; where they came from and what to do about a wrong one is said once for all of them. */
export function ShownFields({ items }: { items: FieldItem[] }) {
  const words = useWords();
  const sources = distinct(items.map((item) => source(item)));
  const reasons = shared(items.map((item) => item.locked));
  const notes = [...sources.map((from) => named('step', `provenance_${from}`)), ...reasons];
  return (
    <View className="field shown">
      {items.map((item) => (
        <View key={item.field} id={`field-${item.field}`} className="shown-line">
          <Text className="shown-label">{item.label}</Text>
          <Text className="shown-value">{covered(item.shown ?? item.value ?? words('step.missing'))}</Text>
        </View>
      ))}
      {notes.length > 0 && (
        <View className="shown-notes">
          {notes.map((note) => (
            <Text key={note} className="shown-note">
              {note}
            </Text>
          ))}
        </View>
      )}
    </View>
  );
}

function source({ provenance, value }: FieldItem): string | null {
  return value !== null && provenance && provenance !== 'typed' ? provenance : null;
}

function distinct(all: (string | null)[]): string[] {
  return [...new Set(all.filter((one): one is string => Boolean(one)))];
}

/** What is said of several rows; of each one where nothing is: a reason of one row among many hardly differs from theirs. */
function shared(all: (string | null)[]): string[] {
  const often = distinct(all).filter((one) => all.indexOf(one) !== all.lastIndexOf(one));
  return often.length > 0 ? often : distinct(all);
}
