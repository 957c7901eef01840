import { Input, Textarea } from '@tarojs/components';
import { Link } from '@/components/buttons';
import { useWords } from '@/words';
import type { Asked } from './field';
import { Labelled } from './labelled';

/** The keyboard that fits; the service says what is wrong with what was typed. */
const KEYBOARDS = { id_number: 'idcard', mobile: 'number' } as const;
const LONGEST = 200;

/** Something to type. */
export function TypedField(asked: Asked) {
  const words = useWords();
  const { item, value, onChange } = asked;
  const typed = {
    id: `input-${item.field}`,
    className: 'input',
    value,
    maxlength: LONGEST,
    ariaLabel: item.label,
    onInput: (event: { detail: { value: string } }) => onChange(event.detail.value),
  };
  const type = item.kind === 'id_number' || item.kind === 'mobile' ? KEYBOARDS[item.kind] : 'text';
  const suggested = item.suggested && item.suggested !== value ? item.suggested : null;
  return (
    <Labelled {...asked}>
      {item.kind === 'address' ? <Textarea {...typed} autoHeight /> : <Input {...typed} type={type} />}
      {suggested && (
        <Link id={`suggest-${item.field}`} onTap={() => onChange(suggested)}>
          {words('step.suggested', { value: suggested })}
        </Link>
      )}
    </Labelled>
  );
}
