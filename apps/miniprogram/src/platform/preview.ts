// A browser, with the sandbox as the host: for previews and tests.

import { ask, hand, handedOut, held, holder, previewHost } from '@/preview/native';
import { openPanel } from '@/preview/panel';
import type { GrantAnswer, Host, Native, Picture } from './host';
import { CANCELLED, failed, type Outcome, ok } from './outcome';
import { mediaType } from './picture_file';

export const preview: Host = {
  get name() {
    return previewHost();
  },
  phoneButton: 'tap',

  async loginCode() {
    openPanel();
    if (!(await held())) return CANCELLED;
    const told = await handedOut('login-code');
    if (typeof told?.code === 'string') return ok(told.code);
    hand(null);
    return failed('the sandbox hands out no code');
  },

  async readPhone() {
    if (!(await held())) return CANCELLED;
    const tapped = await ask({ kind: 'phone' });
    if (tapped.kind !== 'said') return CANCELLED;
    const told = await handedOut('phone');
    return told ? ok(told.native as Native) : failed('this person has no mobile');
  },

  async checkFace(check) {
    if (!(await held())) return CANCELLED;
    const tapped = await ask({ kind: 'face' });
    const outcome = tapped.kind === 'said' ? tapped.word : 'cancel';
    const told = await handedOut('face', { check, outcome });
    return told ? ok(told.native as Native) : failed('no such check');
  },

  async takePicture(source, wanted) {
    await held();
    const tapped = await ask({ kind: 'picture', wanted, source });
    if (tapped.kind === 'file') return picture(await tapped.file.arrayBuffer());
    if (tapped.kind === 'cancel') return CANCELLED;
    const paper = holder.get()?.papers[wanted];
    if (!paper) return failed('this family has no such paper');
    const answer = await fetch(paper);
    return answer.ok ? picture(await answer.arrayBuffer()) : failed(`the paper answered ${answer.status}`);
  },

  async scan() {
    const tapped = await ask({ kind: 'scan' });
    return tapped.kind === 'said' ? ok(tapped.word) : CANCELLED;
  },

  async askForMessages(templates) {
    const tapped = await ask({ kind: 'messages' });
    const answer: GrantAnswer = tapped.kind === 'said' ? 'accept' : 'reject';
    return ok(Object.fromEntries(templates.map(({ template }) => [template, answer])));
  },

  authorisePrivacy: async () => ok(null),

  send: ({ method, url, headers, body, wantsBytes, onSent, timeout_ms }) =>
    new Promise((resolve) => {
      const asking = new XMLHttpRequest();
      asking.open(method, url);
      asking.responseType = 'arraybuffer';
      asking.timeout = timeout_ms;
      for (const [name, value] of Object.entries(headers)) asking.setRequestHeader(name, value);
      if (onSent) asking.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
      asking.onload = () => {
        const bytes = asking.response as ArrayBuffer;
        const isPicture = wantsBytes && asking.status < 300;
        resolve(
          ok(
            isPicture
              ? { status: asking.status, text: '', bytes }
              : { status: asking.status, text: new TextDecoder().decode(bytes) },
          ),
        );
      };
      asking.onerror = () => resolve(failed('no answer'));
      asking.ontimeout = () => resolve(failed('no answer in time'));
      asking.send(body instanceof ArrayBuffer ? body : body && JSON.stringify(body));
    }),
};

function picture(bytes: ArrayBuffer): Outcome<Picture> {
  return ok({ bytes, type: mediaType(bytes) });
}
