import { Button, Text, View } from '@tarojs/components';
import { type Asked, columnsOf, type Option } from './field';
import { Labelled } from './labelled';

/** Some answers to tap. */
export function ChoiceField({ options, ...asked }: Asked & { options: Option[] }) {
  const { item, value, onChange } = asked;
  const [only] = options;
  if (options.length === 1 && only) {
    return (
      <Labelled {...asked}>
        <View className="only">
          <Text>{only.label}</Text>
        </View>
      </Labelled>
    );
  }
  return (
    <Labelled {...asked}>
      <View className={`rows rows-${columnsOf(options)}`} ariaRole="radiogroup">
        {options.map((option) => (
          <Row
            key={option.value}
            id={`option-${item.field}-${option.value}`}
            option={option}
            isChosen={option.value === value}
            onTap={() => onChange(option.value)}
          />
        ))}
      </View>
    </Labelled>
  );
}

/** One answer to tap. */
export function Row({ id, option, isChosen, onTap }: { id: string; option: Option; isChosen: boolean; onTap: () => void }) {
  return (
    <Button id={id} className={isChosen ? 'tap row row-chosen' : 'tap row'} onClick={onTap}>
      <View className={isChosen ? 'dot dot-on' : 'dot'} />
      <View className="row-words">
        <Text>{option.label}</Text>
        {option.note && <Text className="row-note">{option.note}</Text>}
      </View>
    </Button>
  );
}
