import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { decidePortalLogin, showPortalLogin } from '@/api/account';
import { useSession } from '@/api/session';
import type { PortalLogin } from '@/api/shapes';
import { MainButton, OtherButton } from '@/components/buttons';
import { FaceForm } from '@/components/face_form';
import { Notice } from '@/components/notice';
import { PageFrame } from '@/components/page_frame';
import { Prove } from '@/components/prove';
import { Typed } from '@/components/sms_form';
import { type Failed, Trouble } from '@/components/trouble';
import { toCapture } from '@/navigation';
import { host } from '@/platform';
import { useBusy } from '@/state/busy';
import { useWords, type Word } from '@/words';
import { dayAndTime } from '@/words/dates';
import { decoded, meant } from './scanned';

const DIGITS = 2;

/** A browser shows a code and wants to be let in: where it is, and whether this person lets it in. */
export default function PortalLoginPage() {
  const { ticket: named = '', scene, q: link } = useRouter().params;
  const words = useWords();
  const known = useSession();
  const [ticket, setTicket] = useState(named || decoded(scene) || '');
  const [address, setAddress] = useState('');
  const [login, setLogin] = useState<PortalLogin | null>(null);
  const [digits, setDigits] = useState('');
  const [asksFace, setAsksFace] = useState(false);
  const [told, setTold] = useState<{ kind: 'wrong' | 'good'; word: Word } | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();

  const token = known?.token;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once for a ticket, as soon as somebody is logged in.
  useEffect(() => {
    if (!ticket || !token || login || told) return;
    run(async () => {
      const answer = await showPortalLogin(ticket);
      if (answer.kind === 'ok') setLogin(answer.value);
      setFailed(answer.kind === 'ok' ? null : answer);
    });
  }, [ticket, token]);

  const use = (scanned: string) => {
    const code = meant(scanned);
    setTold(code ? null : { kind: 'wrong', word: 'login.not_ours' });
    if (code?.kind === 'capture') toCapture(code.token);
    if (code?.kind === 'login') setTicket(code.ticket);
  };
  // The host's own scanner read a code of the portal, and opened the app with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: used once.
  useEffect(() => {
    const scanned = decoded(link);
    if (scanned) use(scanned);
  }, [link]);
  const scan = () =>
    run(async () => {
      const scanned = await host.scan();
      if (scanned.kind === 'ok') use(scanned.value);
    });
  const decide = (decision: 'confirm' | 'refuse') =>
    run(async () => {
      if (decision === 'confirm' && digits.length !== DIGITS) return setTold({ kind: 'wrong', word: 'login.digits_missing' });
      setTold(null);
      setFailed(null);
      const answer = await decidePortalLogin(ticket, decision === 'confirm' ? { decision, digits } : { decision });
      if (answer.kind === 'ok') {
        setTold({ kind: 'good', word: decision === 'confirm' ? 'login.confirmed' : 'login.refused' });
        return setLogin(null);
      }
      if (answer.kind === 'problem' && answer.problem.code === 'level') return setAsksFace(true);
      setFailed(answer);
    });

  const isProved = known !== null && known.next !== 'phone';
  return (
    <PageFrame title={words('login.title')}>
      {told && (
        <Notice kind={told.kind} id="told">
          {words(told.word)}
        </Notice>
      )}
      {failed && <Trouble failed={failed} />}
      {!ticket && (
        <View>
          <MainButton id="scan" onTap={scan} isDisabled={isBusy}>
            {words('login.scan')}
          </MainButton>
          <Typed id="address" label={words('login.paste')} value={address} onChange={setAddress} longest={400} />
          <OtherButton id="look" onTap={() => use(address)} isDisabled={isBusy}>
            {words('login.look')}
          </OtherButton>
        </View>
      )}
      {ticket && !isProved && <Prove onDone={() => undefined} />}
      {login && isProved && asksFace && (
        <View>
          <Notice kind="told">{words('login.proof')}</Notice>
          <FaceForm asksName={known?.level !== 'real_name'} onDone={() => setAsksFace(false)} />
        </View>
      )}
      {login && isProved && !asksFace && (
        <View>
          <View className="summary">
            <Line label={words('login.site')} value={login.site} />
            <Line label={words('login.place')} value={login.place} />
            <Line label={words('login.at')} value={dayAndTime(login.at)} />
          </View>
          <View className="section-title">
            <Text>{words('login.ask')}</Text>
          </View>
          <Typed id="digits" label={words('login.digits')} value={digits} onChange={setDigits} isNumber longest={DIGITS} />
          <MainButton id="confirm-login" onTap={() => decide('confirm')} isDisabled={isBusy}>
            {words('login.confirm')}
          </MainButton>
          <OtherButton id="refuse-login" onTap={() => decide('refuse')} isDisabled={isBusy}>
            {words('login.refuse')}
          </OtherButton>
        </View>
      )}
    </PageFrame>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <View className="summary-row">
      <View className="summary-words">
        <Text className="summary-label">{label}</Text>
        <Text className="summary-value">{value}</Text>
      </View>
    </View>
  );
}
