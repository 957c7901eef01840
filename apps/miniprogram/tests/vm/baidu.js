// Baidu's natives, with answers in the shapes of the documentation of smart mini-programs.

import { buffer, device, navigation, storage } from './wechat.js';

export const baidu = (world) => (machine) => ({
  swan: {
    ...navigation(machine),
    ...storage(world),
    ...device,
    getLoginCode: async ({ success }) => success(await world.native('login-code')),
    request: async ({ url, method, header, data, responseType, success, fail }) => {
      const answer = await world.send({ url, method, headers: header, data, wantsBytes: responseType === 'arraybuffer' });
      if (!answer) return fail({ errCode: 1, errMsg: 'request:fail' });
      success({ data: answer.content, statusCode: answer.status, header: answer.headers });
    },
    chooseImage: ({ success, fail }) => {
      if (!world.picture) return fail({ errCode: 1003, errMsg: 'chooseImage:fail cancel' });
      success({
        tempFilePaths: ['bdfile://tmp_1.jpg'],
        tempFiles: [{ path: 'bdfile://tmp_1.jpg', size: world.picture.byteLength }],
      });
    },
    getFileSystemManager: () => ({ readFile: ({ success }) => success({ data: buffer(world.picture) }) }),
    scanCode: ({ success }) => success({ result: world.scanned, scanType: 'QR_CODE', charSet: 'UTF-8' }),
  },
});

/** The authority's page is open: its person shows their face, and the page leads back. */
export async function baiduFace(world, machine) {
  const shown = () => machine.page.route === 'pages/face/index' && machine.attribute(/token=/);
  const url = await machine.until('the page of the authority', shown);
  await world.native('face', { check: { url }, outcome: world.outcome });
  machine.back();
}
