// WeChat: calls and answers as `miniprogram-api-typings` 5.2 has them.

import { asked, saysCancel, text } from './asked';
import type { Arrived, GrantAnswer, Host } from './host';
import { CANCELLED, failed, ok, UNSUPPORTED } from './outcome';
import { readPicture } from './picture_file';

const FACE_CANCELLED = 90004;

export const wechat: Host = {
  name: 'wechat',
  phoneButton: 'getPhoneNumber',

  loginCode: () => asked(wx.login, {}, (answer) => text(answer, 'code'), saysCancel),

  async readPhone({ detail = {} }) {
    const code = text(detail, 'code');
    if (code) return ok({ code });
    return saysCancel(detail) ? CANCELLED : failed(detail);
  },

  checkFace: (check) =>
    new Promise((resolve) => {
      if (!wx.requestFacialVerify) return resolve(UNSUPPORTED);
      // It has no promise form, and its success only means that the dialogue is over.
      const over = (answer: HostAnswer) => resolve(answer.errCode === FACE_CANCELLED ? CANCELLED : ok(answer));
      wx.requestFacialVerify({ verifyId: check.verifyId, success: over, fail: over });
    }),

  async takePicture(source) {
    const options = { count: 1, mediaType: ['image'], sourceType: [source], sizeType: ['compressed'] };
    const path = (answer: HostAnswer) => (answer.tempFiles as { tempFilePath: string }[])?.[0]?.tempFilePath;
    const chosen = await asked(wx.chooseMedia, options, path, saysCancel);
    return chosen.kind === 'ok' ? readPicture(wx.getFileSystemManager(), chosen.value) : chosen;
  },

  scan: () =>
    asked(wx.scanCode, { scanType: ['qrCode', 'wxCode'] }, (answer) => text(answer, 'result') ?? text(answer, 'path'), saysCancel),

  askForMessages: async (templates) => {
    if (!wx.requestSubscribeMessage) return UNSUPPORTED;
    const read = (answer: HostAnswer) => {
      const told: Record<string, GrantAnswer> = {};
      for (const { template, id } of templates) if (answer[id]) told[template] = answer[id] === 'accept' ? 'accept' : 'reject';
      return told;
    };
    return asked(wx.requestSubscribeMessage, { tmplIds: templates.map(({ id }) => id) }, read, saysCancel);
  },

  authorisePrivacy: async () => {
    // Older base libraries ask by themselves.
    if (!wx.requirePrivacyAuthorize) return ok(null);
    return asked(
      wx.requirePrivacyAuthorize,
      {},
      () => null,
      () => true,
    );
  },

  send: ({ method, url, headers, body, wantsBytes, timeout_ms }) => {
    const options = {
      url,
      method,
      header: headers,
      data: body,
      timeout: timeout_ms,
      dataType: 'text',
      responseType: wantsBytes ? 'arraybuffer' : 'text',
    };
    return asked(wx.request, options, arrived, () => false);
  },
};

function arrived(answer: HostAnswer): Arrived {
  const { data } = answer;
  const status = Number(answer.statusCode);
  return typeof data === 'string' ? { status, text: data } : { status, text: '', bytes: data as ArrayBuffer };
}
