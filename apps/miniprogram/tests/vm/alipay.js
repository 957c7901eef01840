// Alipay's natives, with answers in the shapes of its mini-program documentation.

import { buffer, device, navigation } from './wechat.js';

export const alipay = (world) => (machine) => ({
  // Its pages run in a browser, of which a part is left to them.
  navigator: { userAgent: 'AlipayClient/10.5' },
  my: {
    ...navigation(machine),
    ...device,
    // Alipay's storage takes one object.
    getStorageSync: ({ key }) => ({ data: world.storage.get(key) ?? null, success: true }),
    setStorageSync: ({ key, data }) => world.storage.set(key, data),
    removeStorageSync: ({ key }) => world.storage.delete(key),
    getAuthCode: async ({ scopes, success }) => {
      const { code } = await world.native('login-code');
      success({ authCode: code, authSuccessScopes: [scopes], authErrorScopes: {} });
    },
    getPhoneNumber: async ({ success }) => success((await world.native('phone')).native),
    call: async (name, { param }, answer) => {
      if (name !== 'startBizService') throw new Error(`no ${name}`);
      const { native } = await world.native('face', { check: JSON.parse(param), outcome: world.outcome });
      answer(native);
    },
    request: async ({ url, method, headers, data, dataType, success, fail }) => {
      const answer = await world.send({ url, method, headers, data, wantsBytes: dataType === 'arraybuffer' });
      if (!answer) return fail({ error: 12, errorMessage: 'network error' });
      const told = { data: answer.content, status: answer.status, headers: answer.headers };
      if (answer.status >= 200 && answer.status < 300) success(told);
      else fail({ ...told, error: 19, errorMessage: 'http status error' });
    },
    chooseImage: ({ success, fail }) => {
      if (!world.picture) return fail({ error: 11, errorMessage: 'cancel' });
      success({ apFilePaths: ['https://resource/1.image'], tempFilePaths: ['https://resource/1.image'] });
    },
    getFileSystemManager: () => ({ readFile: ({ success }) => success({ data: buffer(world.picture) }) }),
    scan: ({ success }) => success({ code: world.scanned, qrCode: world.scanned }),
  },
});
