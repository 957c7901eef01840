import { Image, Input, Text, View } from '@tarojs/components';
import { useState } from 'react';
import { type MobileFor, provePhone, sendCode } from '@/api/account';
import { useBusy } from '@/state/busy';
import { useWords } from '@/words';
import { MainButton, OtherButton } from './buttons';
import { Notice } from './notice';
import { type Failed, Trouble } from './trouble';

const CODE_DIGITS = 6;

interface Wanted {
  purpose?: MobileFor;
  /** Known already, and not typed here. */
  mobile?: string;
  onProved: () => void;
}

/** Proves a mobile by a code sent to it. */
export function SmsForm({ purpose, mobile: known, onProved }: Wanted) {
  const words = useWords();
  const [mobile, setMobile] = useState(known ?? '');
  const [code, setCode] = useState('');
  const [picture, setPicture] = useState<{ challenge: string; picture: string } | null>(null);
  const [read, setRead] = useState('');
  const [isSent, setSent] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();

  const send = () =>
    run(async () => {
      const answer = await sendCode(mobile, purpose, picture ? { challenge: picture.challenge, picture_code: read } : undefined);
      const wanted = answer.kind === 'problem' && answer.problem.code === 'picture_code_needed' ? answer.problem : null;
      setPicture(wanted?.challenge && wanted.picture ? { challenge: wanted.challenge, picture: wanted.picture } : null);
      setRead('');
      setSent(answer.kind === 'ok');
      setFailed(answer.kind === 'ok' || wanted ? null : answer);
    });
  const confirm = () =>
    run(async () => {
      const answer = await provePhone({ mobile, sms_code: code }, purpose);
      if (answer.kind === 'ok') onProved();
      else setFailed(answer);
    });

  return (
    <View>
      {failed && <Trouble failed={failed} />}
      {!known && <Typed id="mobile" label={words('prove.mobile')} value={mobile} onChange={setMobile} isNumber />}
      {picture && (
        <View className="field">
          <Image className="picture-code" src={picture.picture} ariaLabel={words('prove.picture')} />
          <Typed id="picture-code" label={words('prove.picture_code')} value={read} onChange={setRead} />
        </View>
      )}
      {isSent && <Notice kind="good">{words('prove.sent')}</Notice>}
      <OtherButton id="send-code" onTap={send} isDisabled={isBusy}>
        {words(isSent ? 'prove.send_again' : 'prove.send')}
      </OtherButton>
      <Typed id="sms-code" label={words('prove.code')} value={code} onChange={setCode} isNumber longest={CODE_DIGITS} />
      <MainButton id="confirm-code" onTap={confirm} isDisabled={isBusy}>
        {words('prove.confirm')}
      </MainButton>
    </View>
  );
}

interface TypedHere {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  isNumber?: boolean;
  longest?: number;
}

/** Something to type that belongs to the app, not to a step. */
export function Typed({ id, label, value, onChange, isNumber, longest = 100 }: TypedHere) {
  return (
    <View className="field">
      <View className="label">
        <Text>{label}</Text>
      </View>
      <Input
        id={id}
        className="input"
        type={isNumber ? 'number' : 'text'}
        value={value}
        maxlength={longest}
        ariaLabel={label}
        onInput={(event) => onChange(event.detail.value)}
      />
    </View>
  );
}
