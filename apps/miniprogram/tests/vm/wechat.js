// WeChat's natives, with answers in the shapes of `miniprogram-api-typings` 5.2.

export const wechat = (world) => (machine) => ({
  wx: {
    ...navigation(machine),
    ...storage(world),
    ...device,
    login: async ({ success }) => success({ ...(await world.native('login-code')), errMsg: 'login:ok' }),
    request: async ({ url, method, header, data, responseType, success, fail }) => {
      const answer = await world.send({ url, method, headers: header, data, wantsBytes: responseType === 'arraybuffer' });
      if (!answer) return fail({ errno: 600001, errMsg: 'request:fail net::ERR_CONNECTION_RESET' });
      success({ data: answer.content, statusCode: answer.status, header: answer.headers, cookies: [], errMsg: 'request:ok' });
    },
    chooseMedia: ({ success, fail }) => {
      if (!world.picture) return fail({ errMsg: 'chooseMedia:fail cancel' });
      const file = { tempFilePath: 'wxfile://tmp_1.jpg', size: world.picture.byteLength, fileType: 'image' };
      success({ tempFiles: [file], type: 'image', errMsg: 'chooseMedia:ok' });
    },
    getFileSystemManager: () => ({ readFile: ({ success }) => success({ data: buffer(world.picture), errMsg: 'readFile:ok' }) }),
    requestFacialVerify: async ({ verifyId, success, fail }) => {
      const { native } = await world.native('face', { check: { verifyId }, outcome: world.outcome });
      if (native.errCode === 0) success(native);
      else fail(native);
    },
    requirePrivacyAuthorize: ({ success }) => success({ errMsg: 'requirePrivacyAuthorize:ok' }),
    requestSubscribeMessage: ({ tmplIds, success }) =>
      success({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(tmplIds.map((id) => [id, 'accept'])) }),
    scanCode: ({ success }) => success({ result: world.scanned, scanType: 'QR_CODE', charSet: 'UTF-8', errMsg: 'scanCode:ok' }),
  },
});

/** The button of the phone number was tapped, and allowed. */
export async function wechatPhone(world, machine, id) {
  const { native } = await world.native('phone');
  machine.fire(id, 'getphonenumber', { ...native, errMsg: 'getPhoneNumber:ok' });
}

/** Bytes by themselves, as a host reads a file. */
export function buffer(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** How long a host takes to slide a page in: what is tapped until then is still tapped on the page before. */
const OPENING_MS = 30;

export function navigation(machine) {
  const done = ({ success, complete }) => {
    success?.({ errMsg: 'ok' });
    complete?.({ errMsg: 'ok' });
  };
  const later = (work) => (call) => {
    setTimeout(() => {
      work(call.url);
      done(call);
    }, OPENING_MS);
  };
  return {
    navigateTo: later((url) => machine.open(url)),
    redirectTo: later((url) => machine.replace(url)),
    reLaunch: later((url) => machine.relaunch(url)),
    navigateBack: (call = {}) => later(() => machine.back(call.delta))(call),
    setNavigationBarTitle: (call) => done(call),
    setNavigationBar: (call) => done(call),
    pageScrollTo: (call) => done(call),
  };
}

export function storage(world) {
  return {
    getStorageSync: (key) => world.storage.get(key) ?? '',
    setStorageSync: (key, value) => world.storage.set(key, value),
    removeStorageSync: (key) => world.storage.delete(key),
  };
}

const SYSTEM = {
  windowWidth: 375,
  windowHeight: 700,
  screenWidth: 375,
  pixelRatio: 2,
  platform: 'android',
  SDKVersion: '3.9.0',
  language: 'zh_CN',
};

export const device = {
  getSystemInfoSync: () => SYSTEM,
  getWindowInfo: () => SYSTEM,
  getAppBaseInfo: () => SYSTEM,
  getDeviceInfo: () => SYSTEM,
  canIUse: () => true,
  getLaunchOptionsSync: () => ({ path: '', query: {} }),
  getEnterOptionsSync: () => ({ path: '', query: {} }),
  nextTick: (work) => setTimeout(work, 0),
  onAppShow() {},
  onAppHide() {},
};
