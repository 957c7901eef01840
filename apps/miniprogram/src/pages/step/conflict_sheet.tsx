import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { idOf, isMaterial, type Step } from '@/api/shapes';
import { MainButton } from '@/components/buttons';
import { Sheet } from '@/components/sheet';
import { Row } from '@/fields/choice_field';
import { useWords } from '@/words';
import type { Conflict } from './use_step';

interface Wanted {
  conflict: Conflict;
  step: Step;
  /** Called with the answers that are to be saved. */
  onSettled: (answers: Record<string, string>) => void;
}

/** Shows both values of what was changed elsewhere, and asks which one stays. */
export function ConflictSheet({ conflict, step, onSettled }: Wanted) {
  const words = useWords();
  const [keepsMine, setKeepsMine] = useState<Record<string, boolean>>({});
  const both = conflict.fields.filter((field) => field.yours !== field.stored);
  const settle = () => {
    const answers = { ...conflict.answers };
    for (const field of both) if (!keepsMine[field.field]) delete answers[field.field];
    onSettled(answers);
  };
  const shown = (field: string, value: string | null | undefined) => {
    const item = step.items.find((one) => idOf(one) === field);
    const option = item && !isMaterial(item) ? item.options?.find((one) => one.value === value) : undefined;
    return option?.label || value || words('stale.empty');
  };
  const label = (field: string) => step.items.find((one) => idOf(one) === field)?.label ?? field;
  return (
    <Sheet title={words('stale.title')}>
      <View className="lead">
        <Text>{words('stale.lead')}</Text>
      </View>
      {both.map((field) => (
        <View key={field.field} className="field">
          <View className="label">
            <Text>{label(field.field)}</Text>
          </View>
          <Row
            id={`stored-${field.field}`}
            option={{ value: 'stored', label: words('stale.stored', { value: shown(field.field, field.stored) }) }}
            isChosen={!keepsMine[field.field]}
            onTap={() => setKeepsMine({ ...keepsMine, [field.field]: false })}
          />
          <Row
            id={`yours-${field.field}`}
            option={{ value: 'yours', label: words('stale.yours', { value: shown(field.field, field.yours) }) }}
            isChosen={keepsMine[field.field] ?? false}
            onTap={() => setKeepsMine({ ...keepsMine, [field.field]: true })}
          />
        </View>
      ))}
      <MainButton id="settle" onTap={settle}>
        {words('stale.keep')}
      </MainButton>
    </Sheet>
  );
}
