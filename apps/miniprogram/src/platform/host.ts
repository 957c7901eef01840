import type { Outcome } from './outcome';

/** What a host hands over or takes: its own shape, which the service reads and this app passes on. */
export type Native = Record<string, unknown>;

/** A request to the service. */
export interface Sending {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Whole address. */
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON, or as the bytes of a picture. */
  body?: object | ArrayBuffer;
  /** Whether the answer is a picture. */
  wantsBytes?: boolean;
  /** Hears which part of the body has gone out, from 0 to 1. WeChat, Alipay and Baidu tell that of forms alone, not of bytes. */
  onSent?: (part: number) => void;
  timeout_ms: number;
}

/** The service's answer, whatever its status. */
export interface Arrived {
  status: number;
  /** JSON text; empty where bytes were wanted and came. */
  text: string;
  bytes?: ArrayBuffer;
}

/** A picture that was taken or chosen. */
export interface Picture {
  bytes: ArrayBuffer;
  /** Its media type, told by its first bytes. */
  type: string;
}

export type PictureSource = 'camera' | 'album';

/** A code that somebody scanned or opened the app with. */
export type Scanned = string;

/** How the host's own button hands over a phone number: what it is told to do, and which event answers. */
export type PhoneButton = 'getPhoneNumber' | 'getAuthorize' | 'tap';

/** What the host's button tells its event. */
export interface ButtonEvent {
  detail?: Native;
}

export type GrantAnswer = 'accept' | 'reject';

/** A kind of message, with the host's own id for it. */
export interface MessageTemplate {
  template: string;
  id: string;
}

/** Everything that a host does for the app. Each host has its own file, and only its own bundle holds it. */
export interface Host {
  /** As the service names it. */
  name: 'wechat' | 'alipay' | 'baidu';
  phoneButton: PhoneButton;
  /** A code that stands for the person once. */
  loginCode(): Promise<Outcome<string>>;
  /** What the phone button gave. */
  readPhone(event: ButtonEvent): Promise<Outcome<Native>>;
  /** Shows the person's face to the host's authority. The answer proves nothing: the service asks the authority itself. */
  checkFace(check: Native): Promise<Outcome<Native>>;
  /** `wanted` names the document, for the preview's sake. */
  takePicture(source: PictureSource, wanted: string): Promise<Outcome<Picture>>;
  scan(): Promise<Outcome<Scanned>>;
  /** Asks whether messages of these kinds may be sent; the answers by kind. */
  askForMessages(templates: MessageTemplate[]): Promise<Outcome<Record<string, GrantAnswer>>>;
  /** The privacy notice of the host, before phone number, camera or album. */
  authorisePrivacy(): Promise<Outcome<null>>;
  send(sending: Sending): Promise<Outcome<Arrived>>;
}
