// Baidu: calls and answers as the documentation of smart mini-programs has them.

import { asked, saysCancel, text } from './asked';
import type { Arrived, Host } from './host';
import { CANCELLED, failed, ok, UNSUPPORTED } from './outcome';
import { readPicture } from './picture_file';
import { openFacePage } from './web_face';

export const baidu: Host = {
  name: 'baidu',
  phoneButton: 'getPhoneNumber',

  loginCode: () => asked(swan.getLoginCode, {}, (answer) => text(answer, 'code'), saysCancel),

  async readPhone({ detail = {} }) {
    const [encryptedData, iv] = [text(detail, 'encryptedData'), text(detail, 'iv')];
    if (encryptedData && iv) return ok({ encryptedData, iv });
    return saysCancel(detail) ? CANCELLED : failed(detail);
  },

  // The authority's camera is a page: the call in the client alone would prove nothing to a server.
  checkFace: async (check) => {
    const url = text(check, 'url');
    return url ? openFacePage(url) : failed(check);
  },

  async takePicture(source) {
    const options = { count: 1, sourceType: [source], sizeType: ['compressed'] };
    const path = (answer: HostAnswer) => (answer.tempFilePaths as string[] | undefined)?.[0];
    const chosen = await asked(swan.chooseImage, options, path, saysCancel);
    return chosen.kind === 'ok' ? readPicture(swan.getFileSystemManager?.(), chosen.value) : chosen;
  },

  scan: () => asked(swan.scanCode, {}, (answer) => text(answer, 'result'), saysCancel),

  // A message needs the id of a form of Baidu's own, which lasts for one; the service sends by SMS instead.
  askForMessages: async () => UNSUPPORTED,

  // Baidu asks by itself at the first use of each right.
  authorisePrivacy: async () => ok(null),

  send: ({ method, url, headers, body, wantsBytes, timeout_ms }) => {
    const options = {
      url,
      method,
      header: headers,
      data: body,
      timeout: timeout_ms,
      dataType: 'string',
      responseType: wantsBytes ? 'arraybuffer' : 'text',
    };
    return asked(swan.request, options, arrived, () => false);
  },
};

function arrived(answer: HostAnswer): Arrived {
  const { data } = answer;
  const status = Number(answer.statusCode);
  if (data instanceof ArrayBuffer) return { status, text: '', bytes: data };
  return { status, text: typeof data === 'string' ? data : JSON.stringify(data ?? '') };
}
