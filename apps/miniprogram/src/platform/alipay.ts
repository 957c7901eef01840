// Alipay: calls and answers as its mini-program documentation has them.

import { asked, saysCancel, text } from './asked';
import type { Arrived, Host } from './host';
import { CANCELLED, failed, ok, UNSUPPORTED } from './outcome';
import { readPicture } from './picture_file';

/** `my.*` says by a number that a person went back. */
const WENT_BACK = [11, 15, 6001, 2001];
/** `my.call('startBizService')` says how a face check ended. */
const FACE = { cancelled: '6001', network: '6002' };

export const alipay: Host = {
  name: 'alipay',
  phoneButton: 'getAuthorize',

  loginCode: () => asked(my.getAuthCode, { scopes: 'auth_base' }, (answer) => text(answer, 'authCode'), isCancel),

  readPhone: () =>
    asked(
      my.getPhoneNumber,
      {},
      (answer) => {
        const response = text(answer, 'response');
        return response ? { response } : undefined;
      },
      isCancel,
    ),

  checkFace: (check) =>
    new Promise((resolve) => {
      if (!my.call) return resolve(UNSUPPORTED);
      const param = JSON.stringify({ certifyId: check.certifyId, url: check.url });
      my.call('startBizService', { name: 'open-certify', param }, (answer) => {
        if (answer.resultStatus === FACE.cancelled) return resolve(CANCELLED);
        resolve(answer.resultStatus === FACE.network ? failed(answer) : ok(answer));
      });
    }),

  async takePicture(source) {
    const options = { count: 1, sourceType: [source], sizeType: ['compressed'] };
    const path = (answer: HostAnswer) => (answer.apFilePaths ?? answer.tempFilePaths) as string[] | undefined;
    const chosen = await asked(my.chooseImage, options, (answer) => path(answer)?.[0], isCancel);
    return chosen.kind === 'ok' ? readPicture(my.getFileSystemManager?.(), chosen.value) : chosen;
  },

  scan: () => asked(my.scan, { scanType: ['qrCode'] }, (answer) => text(answer, 'code'), isCancel),

  // How its dialogue says what was granted is not confirmed yet; the service sends by SMS instead.
  askForMessages: async () => UNSUPPORTED,

  // Alipay asks by itself at the first use of each right.
  authorisePrivacy: async () => ok(null),

  send: ({ method, url, headers, body, wantsBytes, timeout_ms }) => {
    const options = { url, method, headers, data: body, timeout: timeout_ms, dataType: wantsBytes ? 'arraybuffer' : 'text' };
    return new Promise((resolve) => {
      const came = (answer: HostAnswer) => {
        const told = arrived(answer);
        // A status other than 200 counts as a failure here, but it is an answer.
        resolve(told.status >= 100 ? ok(told) : failed(answer));
      };
      my.request({ ...options, success: came, fail: came });
    });
  },
};

function arrived(answer: HostAnswer): Arrived {
  const { data } = answer;
  const status = Number(answer.status ?? answer.statusCode ?? 0);
  if (data instanceof ArrayBuffer) return { status, text: '', bytes: data };
  return { status, text: typeof data === 'string' ? data : JSON.stringify(data ?? '') };
}

function isCancel(answer: HostAnswer): boolean {
  return WENT_BACK.includes(Number(answer.error)) || saysCancel(answer);
}
