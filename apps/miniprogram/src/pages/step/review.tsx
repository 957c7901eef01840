import { Text, View } from '@tarojs/components';
import { type Item, idOf, isMaterial, type Step } from '@/api/shapes';
import { Link } from '@/components/buttons';
import { named, useWords } from '@/words';

/** What people entered themselves is not said of each line. */
const TYPED = 'typed';

interface Wanted {
  step: Step;
  /** Leads to the page where it is changed. */
  onChange: (item: Item) => void;
}

/** Everything that was answered, with where it came from and the way to change it. */
export function Review({ step, onChange }: Wanted) {
  const words = useWords();
  const visible = step.items.filter((item) => item.visible);
  return (
    <View id="review" className="summary">
      {visible.map((item) => (
        <View key={idOf(item)} id={`row-${idOf(item)}`} className="summary-row">
          <View className="summary-words">
            <Text className="summary-label">{item.label}</Text>
            <Text className="summary-value">{shown(item, words('step.present'), words('step.missing'))}</Text>
            {!isMaterial(item) && item.provenance && item.provenance !== TYPED && item.value && (
              <Text className="row-note">{named('step', `provenance_${item.provenance}`)}</Text>
            )}
            {item.problem && <Text className="wrong">{item.problem.message}</Text>}
          </View>
          {item.locked === null && (
            <Link id={`change-${idOf(item)}`} onTap={() => onChange(item)}>
              {words('step.change')}
            </Link>
          )}
        </View>
      ))}
    </View>
  );
}

function shown(item: Item, present: string, missing: string): string {
  if (isMaterial(item)) return item.value ? present : missing;
  return item.shown ?? item.value ?? missing;
}
