// The native side, as a browser can show it: dialogues of the host, with buttons for what its person does.

import { type ReactNode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { endSession } from '@/api/session';
import { lang } from '@/state/settings';
import { useWords, type Word } from '@/words';
import { type Case, hand, held, holder, previewHost, type Question, question, tellers } from './native';
import { hasCamera, Viewfinder } from './viewfinder';

let isOpen = false;

/** Shows who holds the telephone, from now on. */
export function openPanel() {
  if (isOpen) return;
  isOpen = true;
  const place = document.createElement('div');
  document.body.appendChild(place);
  createRoot(place).render(<Telephone />);
}

function Telephone() {
  const words = useWords();
  const asked = question.use();
  const who = holder.use();
  const host = words(`host.${previewHost()}`);
  const name = who?.agent.name ?? words('preview.nobody');
  const change = async () => {
    endSession();
    hand(null);
    await held();
    location.hash = '#/pages/home/index';
  };
  return (
    <aside className="native" aria-label={words('preview.sandbox')}>
      <div className="native-bar">
        <span>{words('preview.holder', { host, name })}</span>
        <button type="button" id="native-change" onClick={change}>
          {words('preview.change')}
        </button>
      </div>
      {asked && <Dialogue key={asked.kind} asked={asked} host={host} />}
    </aside>
  );
}

function Dialogue({ asked, host }: { asked: Question; host: string }) {
  const words = useWords();
  const said = (word: string) => asked.answer({ kind: 'said', word });
  const cancel = () => asked.answer({ kind: 'cancel' });
  switch (asked.kind) {
    case 'login':
      return <Login host={host} said={said} cancel={cancel} />;
    case 'phone':
      return (
        <Box title={words('preview.phone', { host })}>
          <Tap id="native-allow" word="preview.allow" isMain onTap={() => said('allow')} />
          <Tap id="native-refuse" word="preview.refuse" onTap={cancel} />
        </Box>
      );
    case 'messages':
      return (
        <Box title={words('preview.messages', { host })}>
          <Tap id="native-allow" word="preview.allow" isMain onTap={() => said('allow')} />
          <Tap id="native-refuse" word="preview.refuse" onTap={cancel} />
        </Box>
      );
    case 'face':
      return (
        <Box title={words('preview.face', { host })} lead={words('preview.face_lead')}>
          <Tap id="native-pass" word="preview.pass" isMain onTap={() => said('pass')} />
          <Tap id="native-fail" word="preview.fail" onTap={() => said('fail')} />
          <Tap id="native-cancel" word="preview.cancel" onTap={() => said('cancel')} />
          <Tap id="native-timeout" word="preview.timeout" onTap={() => said('timeout')} />
        </Box>
      );
    case 'picture':
      return <ChoosePicture asked={asked} host={host} cancel={cancel} />;
    case 'scan':
      return <Scan host={host} said={said} cancel={cancel} />;
  }
}

interface Answering {
  host: string;
  said: (word: string) => void;
  cancel: () => void;
}

function Login({ host, said, cancel }: Answering) {
  const words = useWords();
  const [all, setAll] = useState<Case[]>([]);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    tellers().then((told) => {
      setAll(told);
      setChosen(told[0]?.case ?? '');
    });
  }, []);
  const title = (one: Case) => (lang() === 'en' ? one.title.en : one.title.zh);
  return (
    <Box title={words('preview.login')} lead={words('preview.login_lead', { host })}>
      <select id="native-person" value={chosen} onChange={(event) => setChosen(event.target.value)}>
        {all.map((one) => (
          <option key={one.case} value={one.case}>
            {`${one.case.replace('family-', '')} ${one.agent.name} · ${title(one)}`}
          </option>
        ))}
      </select>
      <Tap id="native-choose" word="preview.choose_person" isMain onTap={() => said(chosen)} />
      <Tap id="native-cancel" word="preview.cancel" onTap={cancel} />
    </Box>
  );
}

function ChoosePicture({ asked, host, cancel }: { asked: Question; host: string; cancel: () => void }) {
  const words = useWords();
  const [isLooking, setLooking] = useState(false);
  const has = asked.wanted !== undefined && holder.get()?.papers[asked.wanted] !== undefined;
  const took = (file: File) => asked.answer({ kind: 'file', file });
  if (isLooking) {
    return (
      <Box title={words('preview.camera')}>
        <Viewfinder onShot={took} />
        <Tap id="native-cancel" word="preview.cancel" onTap={cancel} />
      </Box>
    );
  }
  return (
    <Box title={words('preview.picture', { host })}>
      {has && <Tap id="native-paper" word="preview.paper" isMain onTap={() => asked.answer({ kind: 'said', word: 'paper' })} />}
      {asked.source === 'camera' && hasCamera() && <Tap id="native-camera" word="preview.camera" onTap={() => setLooking(true)} />}
      <label className="native-button">
        {words('preview.own_file')}
        <input
          id="native-file"
          type="file"
          accept="image/*"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) took(file);
          }}
        />
      </label>
      <Tap id="native-cancel" word="preview.cancel" onTap={cancel} />
    </Box>
  );
}

function Scan({ host, said, cancel }: Answering) {
  const words = useWords();
  const [address, setAddress] = useState('');
  return (
    <Box title={words('preview.scan', { host })}>
      <label>
        {words('preview.scan_lead')}
        <input id="native-address" value={address} onChange={(event) => setAddress(event.target.value)} />
      </label>
      <Tap id="native-scan" word="preview.allow" isMain onTap={() => said(address)} />
      <Tap id="native-cancel" word="preview.cancel" onTap={cancel} />
    </Box>
  );
}

function Box({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <div className="native-shade">
      <div className="native-box" role="dialog" aria-modal="true" aria-label={title}>
        <h2>{title}</h2>
        {lead && <p>{lead}</p>}
        {children}
      </div>
    </div>
  );
}

function Tap({ id, word, isMain, onTap }: { id: string; word: Word; isMain?: boolean; onTap: () => void }) {
  const words = useWords();
  return (
    <button type="button" id={id} className={isMain ? 'native-button native-main' : 'native-button'} onClick={onTap}>
      {words(word)}
    </button>
  );
}
