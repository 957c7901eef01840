import { View } from '@tarojs/components';
import { useState } from 'react';
import { Link } from '@/components/buttons';
import { Notice } from '@/components/notice';
import { Sheet } from '@/components/sheet';
import { SmsForm } from '@/components/sms_form';
import { useWords } from '@/words';
import type { Asked } from './field';
import { TypedField } from './typed_field';

/** The mobile that a bank writes to may be proved, without a new log-in. */
const OF_THE_CARD = 'child.card_mobile';
const DIGITS = /^1\d{10}$/;

export function MobileField(asked: Asked) {
  const words = useWords();
  const { item, value } = asked;
  const [isAsking, setAsking] = useState(false);
  const [proved, setProved] = useState<string | null>(null);
  const isProved = proved === value || (item.proved === true && value === item.value);
  const isOther = item.field === OF_THE_CARD && DIGITS.test(value) && value !== item.suggested;
  return (
    <View>
      <TypedField {...asked} />
      {isOther && !isProved && (
        <Link id="prove-number" onTap={() => setAsking(true)}>
          {words('step.prove_number')}
        </Link>
      )}
      {isOther && isProved && <Notice kind="good">{words('step.number_proved')}</Notice>}
      {isAsking && (
        <Sheet title={words('step.prove_number')} onClose={() => setAsking(false)}>
          <SmsForm
            purpose="card"
            mobile={value}
            onProved={() => {
              setProved(value);
              setAsking(false);
            }}
          />
        </Sheet>
      )}
    </View>
  );
}
