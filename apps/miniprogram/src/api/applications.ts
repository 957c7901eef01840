import type { Picture } from '@/platform';
import { type Answer, call } from './client';
import type { Application, Listed, MaterialItem, Receipt, Step, Submitted } from './shapes';

export interface Begun {
  id: string;
  step: string;
}

/** A new one, or a draft: the newest, or one by its id. */
export function beginApplication(draft: 'newest' | 'new' | Listed['id']): Promise<Answer<Begun>> {
  return call({ method: 'POST', path: '/applications', body: { draft } });
}

export function listApplications(cursor?: string): Promise<Answer<{ items: Listed[]; next: string | null }>> {
  const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
  return call({ method: 'GET', path: `/applications${query}`, isRepeatable: true });
}

export function getApplication(id: string): Promise<Answer<Application>> {
  return call({ method: 'GET', path: `/applications/${id}`, isRepeatable: true });
}

export function getStep(id: string, step: string): Promise<Answer<Step>> {
  return call({ method: 'GET', path: `/applications/${id}/steps/${step}`, isRepeatable: true });
}

/** Sent again by itself: answers that are stored already change nothing, and are not stale. */
export function saveStep(id: string, step: string, version: string, answers: Record<string, string>): Promise<Answer<Step>> {
  return call({ method: 'PUT', path: `/applications/${id}/steps/${step}`, body: { version, answers }, isRepeatable: true });
}

/** Sent again by itself: the same `once` hands in once. */
export function submit(id: string, once: string): Promise<Answer<Submitted>> {
  return call({ method: 'POST', path: `/applications/${id}/submission`, body: { once }, isRepeatable: true });
}

export function getReceipt(id: string): Promise<Answer<Receipt>> {
  return call({ method: 'GET', path: `/applications/${id}/receipt`, isRepeatable: true });
}

export function takeBack(id: string): Promise<Answer<{ state: string }>> {
  return call({ method: 'POST', path: `/applications/${id}/take-back`, body: {} });
}

export function withdraw(id: string): Promise<Answer<{ state: string }>> {
  return call({ method: 'POST', path: `/applications/${id}/withdrawal`, body: {} });
}

/** `onSent` hears which part has gone out, from 0 to 1, in hosts that tell. */
export function upload(
  id: string,
  material: string,
  { bytes, type }: Picture,
  onSent: (part: number) => void,
): Promise<Answer<MaterialItem>> {
  return call({ method: 'PUT', path: `/applications/${id}/materials/${material}`, body: bytes, type, onSent, isRepeatable: true });
}

export function remove(id: string, material: string): Promise<Answer<undefined>> {
  return call({ method: 'DELETE', path: `/applications/${id}/materials/${material}`, isRepeatable: true });
}

export function getPicture(id: string, material: string, isSmall: boolean): Promise<Answer<ArrayBuffer>> {
  const query = isSmall ? '?size=small' : '';
  return call({ method: 'GET', path: `/applications/${id}/materials/${material}${query}`, wantsBytes: true, isRepeatable: true });
}

export interface Frame {
  x: number;
  y: number;
  width: number;
}

export function frameCardPhoto(id: string, frame: Frame): Promise<Answer<MaterialItem>> {
  return call({ method: 'PUT', path: `/applications/${id}/materials/card_photo/frame`, body: frame, isRepeatable: true });
}

/** Sent again by itself: a code takes one picture, so a second one is refused. */
export function uploadCapture(token: string, { bytes, type }: Picture): Promise<Answer<undefined>> {
  return call({ method: 'PUT', path: `/captures/${encodeURIComponent(token)}`, body: bytes, type, isRepeatable: true });
}
