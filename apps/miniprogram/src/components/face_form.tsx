import { Text, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { beginFaceCheck, finishFaceCheck, getText } from '@/api/account';
import type { AgreedText } from '@/api/shapes';
import { Agreement, Box } from '@/fields/consent_field';
import { host } from '@/platform';
import { useBusy } from '@/state/busy';
import { useLang } from '@/state/settings';
import { useWords, type Word } from '@/words';
import { MainButton } from './buttons';
import { Notice } from './notice';
import { Typed } from './sms_form';
import { type Failed, Trouble } from './trouble';
import { Waiting } from './waiting';

const CONSENT = 'consent.face';

interface Wanted {
  /** Whether name and number are not known yet. */
  asksName: boolean;
  onDone: () => void;
}

/** The consent, then the check of the face by the host's authority. */
export function FaceForm({ asksName, onDone }: Wanted) {
  const words = useWords();
  const language = useLang();
  const [text, setText] = useState<AgreedText | null>(null);
  const [isAgreed, setAgreed] = useState(false);
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [told, setTold] = useState<Word | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [isBusy, run] = useBusy();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is another one in another language, and after another try.
  useEffect(() => {
    getText(CONSENT).then((answer) => {
      if (answer.kind === 'ok') setText(answer.value);
      setFailed(answer.kind === 'ok' ? null : answer);
    });
  }, [language, tries]);

  const start = () =>
    run(async () => {
      setFailed(null);
      setTold(null);
      if (!text) return setTries(tries + 1);
      if (!isAgreed) return setTold('prove.agree_first');
      const allowed = await host.authorisePrivacy();
      if (allowed.kind !== 'ok') return setTold('prove.privacy');
      const begun = await beginFaceCheck({ consent: text.version, ...(asksName && { name, id_number: number }) });
      if (begun.kind !== 'ok') return setFailed(begun);
      const shown = await host.checkFace(begun.value.native);
      if (shown.kind === 'unsupported') return setTold('prove.face_unsupported');
      // A dialogue that was left may have passed all the same: only the authority knows.
      const native = shown.kind === 'ok' ? shown.value : begun.value.native;
      const answer = await finishFaceCheck(begun.value.check_id, native);
      if (answer.kind === 'ok') return onDone();
      const isCancelled = shown.kind === 'cancelled' || (answer.kind === 'problem' && answer.problem.code === 'face_cancelled');
      if (isCancelled) return setTold('prove.face_cancelled');
      if (answer.kind === 'problem' && !answer.problem.title) return setTold('prove.face_failed');
      setFailed(answer);
    });

  return (
    <View>
      <View className="section-title">
        <Text>{words(asksName ? 'prove.name_title' : 'prove.face_title')}</Text>
      </View>
      <View className="lead">
        <Text>{words(asksName ? 'prove.name_lead' : 'prove.face_lead')}</Text>
      </View>
      {asksName && <Typed id="name" label={words('prove.name')} value={name} onChange={setName} />}
      {asksName && <Typed id="id-number" label={words('prove.id_number')} value={number} onChange={setNumber} />}
      {text && <Agreement text={text} />}
      <Box id="agree-face" label={words('prove.agree')} isOn={isAgreed} onTap={() => setAgreed(!isAgreed)} />
      {told && (
        <Notice kind="wrong" id="told">
          {words(told)}
        </Notice>
      )}
      {failed && <Trouble failed={failed} onAgain={text ? undefined : () => setTries(tries + 1)} />}
      {isBusy && <Waiting word="app.saving" />}
      <MainButton id="start-face" onTap={start} isDisabled={isBusy}>
        {words('prove.start_face')}
      </MainButton>
    </View>
  );
}
