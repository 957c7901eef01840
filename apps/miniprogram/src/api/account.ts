import { hostName } from '@/channel';
import type { Native } from '@/platform';
import { type Answer, call } from './client';
import { beginSession, session } from './session';
import type { AgreedText, MessageTemplate, PortalLogin, SessionState } from './shapes';

/** Tokens older than this are exchanged when the app is opened. */
const RENEW_AFTER_MS = 30 * 60 * 1000;

async function stepped(asked: Promise<Answer<SessionState>>): Promise<Answer<SessionState>> {
  const answer = await asked;
  if (answer.kind === 'ok') beginSession(answer.value);
  return answer;
}

export function logIn(code: string): Promise<Answer<SessionState>> {
  return stepped(call({ method: 'POST', path: '/sessions', body: { channel: CHANNEL, host: hostName, code } }));
}

/** Exchanges the token of a session that goes on. */
export async function renewWhereOld() {
  const known = session();
  if (known && Date.now() - known.obtained_at_ms > RENEW_AFTER_MS) {
    await stepped(call({ method: 'POST', path: '/session/renewal', body: {} }));
  }
}

export function logOut(): Promise<Answer<undefined>> {
  return call({ method: 'DELETE', path: '/session' });
}

/** What an SMS code is for: the person, or the card alone. */
export type MobileFor = 'card' | undefined;

export interface PictureCode {
  challenge: string;
  picture_code: string;
}

export function sendCode(mobile: string, purpose: MobileFor, picture?: PictureCode): Promise<Answer<undefined>> {
  return call({ method: 'POST', path: '/session/sms', body: { mobile, ...(purpose && { for: purpose }), ...picture } });
}

export function provePhone(proof: { native: Native } | { mobile: string; sms_code: string }, purpose?: MobileFor) {
  return stepped(call({ method: 'POST', path: '/session/phone', body: { ...proof, ...(purpose && { for: purpose }) } }));
}

export interface FaceWish {
  consent?: string;
  name?: string;
  id_number?: string;
}

export function beginFaceCheck(wish: FaceWish): Promise<Answer<{ check_id: string; native: Native }>> {
  return call({ method: 'POST', path: '/session/face', body: wish });
}

export function finishFaceCheck(check: string, native: Native) {
  return stepped(call({ method: 'POST', path: `/session/face/${check}`, body: { native } }));
}

export function getText(id: string): Promise<Answer<AgreedText>> {
  return call({ method: 'GET', path: `/texts/${id}`, isRepeatable: true });
}

export function showPortalLogin(ticket: string): Promise<Answer<PortalLogin>> {
  return call({ method: 'GET', path: `/portal-logins/${encodeURIComponent(ticket)}`, isRepeatable: true });
}

export function decidePortalLogin(
  ticket: string,
  decision: { decision: 'confirm' | 'refuse'; digits?: string },
): Promise<Answer<undefined>> {
  return call({ method: 'POST', path: `/portal-logins/${encodeURIComponent(ticket)}`, body: decision });
}

/** For which kinds of messages the host may ask, and under which ids. */
export function listMessageTemplates(): Promise<Answer<{ templates: MessageTemplate[] }>> {
  return call({ method: 'GET', path: '/messages/templates', isRepeatable: true });
}

export function grantMessages(template: string, answer: 'accept' | 'reject'): Promise<Answer<undefined>> {
  return call({ method: 'PUT', path: '/messages/grants', body: { template, answer }, isRepeatable: true });
}
