import { Button, Picker, Text, View } from '@tarojs/components';
import { useWords } from '@/words';
import type { Asked } from './field';
import { Labelled } from './labelled';

/** How the service writes that there is no end. */
const LONG_TERM = 'long_term';

/** A day, by the host's own picker; or no end, where that is possible. */
export function DateField(asked: Asked) {
  const words = useWords();
  const { item, value, onChange } = asked;
  const isLong = value === LONG_TERM;
  const day = isLong ? '' : value;
  return (
    <Labelled {...asked}>
      <Picker mode="date" id={`date-${item.field}`} value={day} onChange={(event) => onChange(String(event.detail.value))}>
        <View className="opener">
          <Text className={day ? '' : 'quiet'}>{day || words('step.date')}</Text>
          <Text className="opener-sign">›</Text>
        </View>
      </Picker>
      {item.kind === 'date_or_long_term' && (
        <Button
          id={`long-${item.field}`}
          className={isLong ? 'tap row row-chosen' : 'tap row'}
          onClick={() => onChange(isLong ? '' : LONG_TERM)}
        >
          <View className={isLong ? 'dot dot-on' : 'dot'} />
          <Text>{words('step.long_term')}</Text>
        </Button>
      )}
    </Labelled>
  );
}
