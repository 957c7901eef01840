import { Button, Text, View } from '@tarojs/components';
import type { AgreedText } from '@/api/shapes';
import type { Asked } from './field';

/** A text that is agreed to, whole, and the box under it. */
export function ConsentField({ item, value, wrong, onChange, heading }: Asked) {
  return (
    <View id={`field-${item.field}`} className={wrong ? 'field field-wrong' : 'field'}>
      {item.agreement && <Agreement text={item.agreement} heading={heading} />}
      {wrong && (
        <View id={`wrong-${item.field}`} className="wrong">
          <Text>{wrong}</Text>
        </View>
      )}
      <Box
        id={`input-${item.field}`}
        label={item.label}
        isOn={value === 'yes'}
        onTap={() => onChange(value === 'yes' ? '' : 'yes')}
      />
    </View>
  );
}

/** The text itself: its title, unless the page is called so, then a paragraph a line. */
export function Agreement({ text, heading }: { text: AgreedText; heading?: string }) {
  const [title, ...paragraphs] = text.text.split('\n');
  return (
    <View className="agreement">
      {title !== heading && (
        <View className="agreement-title">
          <Text>{title}</Text>
        </View>
      )}
      {paragraphs.map((paragraph) => (
        <View key={paragraph} className="agreement-part">
          <Text>{paragraph}</Text>
        </View>
      ))}
    </View>
  );
}

/** A box to tick. */
export function Box({ id, label, isOn, onTap }: { id: string; label: string; isOn: boolean; onTap: () => void }) {
  return (
    <Button id={id} className={isOn ? 'tap row row-chosen' : 'tap row'} onClick={onTap}>
      <View className={isOn ? 'tick tick-on' : 'tick'}>{isOn && <Text>✓</Text>}</View>
      <View className="row-words">
        <Text>{label}</Text>
      </View>
    </Button>
  );
}
