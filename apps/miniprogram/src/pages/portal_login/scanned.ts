/** What a code of the portal is about. */
export type Meant = { kind: 'login'; ticket: string } | { kind: 'capture'; token: string } | null;

const LOGIN = /\/q\/([^/?#]+)/;
const CAPTURE = /\/capture\/([^/?#]+)/;
const SCENE = /[?&]scene=([^&#]+)/;
/** A ticket by itself, as WeChat's own codes bring it. */
const TICKET = /^[\w!#$&'()*+,:;=@.~-]{8,32}$/;

export function meant(scanned: string): Meant {
  const text = scanned.trim();
  const token = decoded(CAPTURE.exec(text)?.[1]);
  if (token) return { kind: 'capture', token };
  const ticket = decoded(LOGIN.exec(text)?.[1] ?? SCENE.exec(text)?.[1] ?? (TICKET.test(text) ? text : undefined));
  return ticket ? { kind: 'login', ticket } : null;
}

/** A part of an address as it was before it was put there; nothing where it is broken. */
export function decoded(part: string | undefined): string | null {
  try {
    return part ? decodeURIComponent(part) : null;
  } catch {
    return null;
  }
}
