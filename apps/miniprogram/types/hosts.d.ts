// What we call of the hosts' own objects, as their documentation has it. Only `src/platform` may name them.

type HostAnswer = Record<string, unknown>;
interface HostCall {
  success?: (answer: never) => void;
  fail?: (answer: never) => void;
  complete?: (answer: never) => void;
  [option: string]: unknown;
}
type HostFunction = (call: HostCall) => void;
interface HostFiles {
  readFile: HostFunction;
}

declare const wx: {
  login: HostFunction;
  request: HostFunction;
  chooseMedia: HostFunction;
  scanCode: HostFunction;
  getFileSystemManager(): HostFiles;
  /** From base library 3.8.12 on. */
  requestFacialVerify?: HostFunction;
  requestSubscribeMessage?: HostFunction;
  /** From base library 2.32.3 on. */
  requirePrivacyAuthorize?: HostFunction;
};

declare const my: {
  getAuthCode: HostFunction;
  getPhoneNumber: HostFunction;
  request: HostFunction;
  chooseImage: HostFunction;
  scan: HostFunction;
  getFileSystemManager?: () => HostFiles;
  call?: (name: string, call: HostAnswer, answer: (told: HostAnswer) => void) => void;
  requestSubscribeMessage?: HostFunction;
};

declare const swan: {
  getLoginCode: HostFunction;
  request: HostFunction;
  chooseImage: HostFunction;
  scanCode: HostFunction;
  getFileSystemManager?: () => HostFiles;
};
