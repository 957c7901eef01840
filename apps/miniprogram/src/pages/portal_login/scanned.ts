/** What a code of the portal is about. */
export type Meant = { kind: 'login'; ticket: string } | { kind: 'capture'; token: string } | null;

const LOGIN = /\/q\/([^/?#]+)/;
const CAPTURE = /\/capture\/([^/?#]+)/;
const SCENE = /[?&]scene=([^&#]+)/;
/** A ticket by itself, as WeChat's own codes bring it. */
const TICKET = /^[\w!#$&'()*+,:;=@.~-]{8,32}$/;

export function meant(scanned: string): Meant {
  const text = scanned.trim();
  const [login, capture, scene] = [LOGIN.exec(text)?.[1], CAPTURE.exec(text)?.[1], SCENE.exec(text)?.[1]];
  if (capture) return { kind: 'capture', token: decodeURIComponent(capture) };
  const ticket = login ?? scene ?? (TICKET.test(text) ? text : undefined);
  return ticket ? { kind: 'login', ticket: decodeURIComponent(ticket) } : null;
}
