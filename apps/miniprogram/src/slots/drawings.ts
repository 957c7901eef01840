// Drawings of what is wanted, as the portal has them.

import agent_id_emblem from '@drawings/agent_id_emblem.svg';
import agent_id_portrait from '@drawings/agent_id_portrait.svg';
import birth_certificate from '@drawings/birth_certificate.svg';
import booklet_child_page from '@drawings/booklet_child_page.svg';
import booklet_child_page_back from '@drawings/booklet_child_page_back.svg';
import booklet_first_page from '@drawings/booklet_first_page.svg';
import booklet_householder_own_page from '@drawings/booklet_householder_own_page.svg';
import booklet_householder_own_page_back from '@drawings/booklet_householder_own_page_back.svg';
import card_blank from '@drawings/card_blank.svg';
import card_photo from '@drawings/card_photo.svg';
import child_id_emblem from '@drawings/child_id_emblem.svg';
import child_id_portrait from '@drawings/child_id_portrait.svg';
import face_blur from '@drawings/face_blur.svg';
import face_busy from '@drawings/face_busy.svg';
import face_closed from '@drawings/face_closed.svg';
import face_far from '@drawings/face_far.svg';
import face_good from '@drawings/face_good.svg';
import face_hat from '@drawings/face_hat.svg';
import guardianship_proof from '@drawings/guardianship_proof.svg';

/** A card without its photo. */
export const CARD = card_blank;

export const FACES = {
  good: face_good,
  hat: face_hat,
  busy: face_busy,
  closed: face_closed,
  far: face_far,
  blur: face_blur,
};

const DOCUMENTS: Record<string, string> = {
  agent_id_emblem,
  agent_id_portrait,
  birth_certificate,
  booklet_child_page,
  booklet_child_page_back,
  booklet_first_page,
  booklet_householder_own_page,
  booklet_householder_own_page_back,
  card_photo,
  child_id_emblem,
  child_id_portrait,
  guardianship_proof,
};

/** The drawing of a document; of one that this version does not know yet, a page. */
export function drawingOf(material: string): string {
  return DOCUMENTS[material] ?? guardianship_proof;
}
