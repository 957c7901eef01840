import { Button, Text, View } from '@tarojs/components';
import { useState } from 'react';
import { logIn, provePhone } from '@/api/account';
import { session, useSession } from '@/api/session';
import { hostName } from '@/channel';
import { type ButtonEvent, host } from '@/platform';
import { useBusy } from '@/state/busy';
import { useWords, type Word } from '@/words';
import { Link, MainButton } from './buttons';
import { FaceForm } from './face_form';
import { Notice } from './notice';
import { SmsForm } from './sms_form';
import { type Failed, Trouble } from './trouble';
import { Waiting } from './waiting';

/** Logs in by the host, then proves what the service asks for next, until an application may begin. */
export function Prove({ onDone }: { onDone: () => void }) {
  const known = useSession();
  const done = (next: unknown) => {
    if (next === null) onDone();
  };
  if (!known) return <HostLogIn onDone={done} />;
  switch (known.next) {
    case 'phone':
      return <PhoneForm onDone={done} />;
    case 'real_name':
      return <FaceForm asksName onDone={onDone} />;
    case 'face':
      return <FaceForm asksName={false} onDone={onDone} />;
    default:
      return null;
  }
}

/** What each form calls with what has to be proved next. */
type Proved = (next: unknown) => void;

function HostLogIn({ onDone }: { onDone: Proved }) {
  const words = useWords();
  const [isBusy, run] = useBusy();
  const [failed, setFailed] = useState<Failed | 'host' | null>(null);
  const begin = () =>
    run(async () => {
      setFailed(null);
      const code = await host.loginCode();
      if (code.kind !== 'ok') return setFailed('host');
      const answer = await logIn(code.value);
      if (answer.kind === 'ok') onDone(answer.value.next);
      else setFailed(answer);
    });
  return (
    <View>
      {failed === 'host' && <Notice kind="wrong">{words('prove.not_logged_in')}</Notice>}
      {failed && failed !== 'host' && <Trouble failed={failed} />}
      {isBusy && <Waiting word="prove.logging_in" />}
      <MainButton id="log-in" onTap={begin} isDisabled={isBusy}>
        {words('prove.log_in')}
      </MainButton>
    </View>
  );
}

/** The number that the host knows, by the host's own button; or a code by SMS. */
function PhoneForm({ onDone }: { onDone: Proved }) {
  const words = useWords();
  const [isTyping, setTyping] = useState(false);
  const [told, setTold] = useState<Word | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();
  const take = (event: ButtonEvent) =>
    run(async () => {
      setFailed(null);
      setTold(null);
      const allowed = await host.authorisePrivacy();
      if (allowed.kind !== 'ok') return setTold('prove.privacy');
      const phone = await host.readPhone(event);
      if (phone.kind === 'ok') {
        const answer = await provePhone({ native: phone.value });
        if (answer.kind === 'ok') return onDone(answer.value.next);
        setFailed(answer);
      } else {
        setTold(phone.kind === 'cancelled' ? 'prove.phone_refused' : 'prove.phone_failed');
      }
      setTyping(true);
    });
  return (
    <View>
      <View className="label">
        <Text>{words('prove.phone_title')}</Text>
      </View>
      {told && <Notice kind="told">{words(told)}</Notice>}
      {failed && <Trouble failed={failed} />}
      {isTyping ? (
        <SmsForm onProved={() => onDone(session()?.next)} />
      ) : (
        <View>
          <HostPhone onTap={take} isDisabled={isBusy} />
          <Link id="other-phone" onTap={() => setTyping(true)}>
            {words('prove.phone_other')}
          </Link>
        </View>
      )}
    </View>
  );
}

function HostPhone({ onTap, isDisabled }: { onTap: (event: ButtonEvent) => void; isDisabled: boolean }) {
  const words = useWords();
  const shared = { id: 'host-phone', className: 'tap tap-main', disabled: isDisabled };
  const label = <Text>{words(`prove.phone_${hostName}`)}</Text>;
  const answered = (event: unknown) => onTap(event as ButtonEvent);
  if (process.env.TARO_ENV === 'alipay') {
    return (
      <Button {...shared} openType="getAuthorize" scope="phoneNumber" onGetAuthorize={answered} onError={answered}>
        {label}
      </Button>
    );
  }
  if (process.env.TARO_ENV === 'h5') {
    return (
      <Button {...shared} onClick={() => onTap({})}>
        {label}
      </Button>
    );
  }
  return (
    <Button {...shared} openType="getPhoneNumber" onGetPhoneNumber={answered}>
      {label}
    </Button>
  );
}
