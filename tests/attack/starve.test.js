// One account requests pictures that are expensive to draw, as fast as it can. The others must not wait for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { questionOf } from '../crash/forms.js';
import { noise } from './pictures.js';
import { Pulse } from './pulse.js';
import { figure, onService, ordinary, ownCases, parents, upload } from './scene.js';
import { Visitor, tokenOf } from './visitor.js';

/** As many as may wait for a worker, plus those that are being processed. */
const LOOPS = 66;
const PHOTO = 'card_photo';
const UPLOADS = 5;
/** A service that starves the other account takes half a minute for each; how long an ordinary one takes depends on the machine. */
const STARVED_MS = 10_000;
/** No upload begins after this. */
const ENDS_AFTER_MS = 60_000;
const ASKED_WITHIN_MS = 60_000;

test('an account that asks for pictures in loops starves no other', async () => {
  await onService(async (service) => {
    const [other] = await parents(service, 1);
    const picture = await ordinary(service, other);
    const alone = await upload(other, picture);
    const paths = await dearPaths(service);

    const pulse = await Pulse.begin(service);
    const until = Date.now() + ENDS_AFTER_MS;
    const attack = { isOver: false, statuses: new Map() };
    const loops = Array.from({ length: LOOPS }, (_, index) => askInLoops(attack, paths, index));
    // The attack is under way once its first answers have arrived.
    while (attack.statuses.size === 0) await new Promise((resolve) => setImmediate(resolve));
    const times_ms = [];
    for (let turn = 0; turn < UPLOADS && Date.now() < until; turn += 1) {
      const { status, took_ms } = await upload(other, picture);
      times_ms.push(took_ms);
      assert.equal(status, 200, `upload ${turn + 1} of the other account`);
    }
    attack.isOver = true;
    await Promise.all(loops);
    const health = await pulse.end();
    const answers = [...attack.statuses].map(([status, count]) => `${status} x ${count}`).join(' ');
    figure('starved', { alone_ms: alone.took_ms, uploads_ms: times_ms.join(' '), answers_of_attacker: answers, ...health });
    assert.equal(times_ms.length, UPLOADS);
    assert.ok(Math.max(...times_ms) < STARVED_MS, `uploads of the other account took ${times_ms.join(', ')} ms`);
  });
});

/** The attacker's own application, submitted, with a photo that is expensive to draw; returns what can be requested of it. */
async function dearPaths(service) {
  const cases = await ownCases(service);
  const known = cases.findLast(({ answers, papers }) => answers.photo_choice === 'own' && papers[PHOTO]);
  const attacker = new Visitor(service, known);
  await attacker.logIn();
  const page = await attacker.reach('review');
  const photo = `/applications/${attacker.draft}/materials/${PHOTO}`;
  const slot = { path: photo, token: tokenOf(questionOf(page.html)), material: PHOTO };
  // Nothing can be told apart on it, so it is held back twice and taken at the third try.
  const picture = noise();
  for (const expected of [422, 422, 200]) {
    const { status } = await upload({ visitor: attacker, slot }, picture);
    assert.equal(status, expected);
  }
  // The remaining steps are posted again, and would bring the ordinary photo back.
  attacker.known = { ...known, papers: { ...known.papers, [PHOTO]: undefined } };
  await attacker.submit();
  const asked = [`${photo}?size=small`, photo, `${photo}/made`, `/applications/${attacker.draft}/receipt.pdf`];
  for (const path of asked) {
    const answer = await attacker.open(path, { follow: false });
    assert.ok(answer.status === 200 || path.endsWith('receipt.pdf'), `${path} answered ${answer.status}`);
  }
  return { attacker, asked };
}

async function askInLoops(attack, { attacker, asked }, first) {
  for (let turn = first; !attack.isOver; turn += 1) {
    const path = asked[turn % asked.length];
    const answer = await attacker.open(path, { follow: false, within_ms: ASKED_WITHIN_MS }).catch(() => ({ status: 'late' }));
    attack.statuses.set(answer.status, (attack.statuses.get(answer.status) ?? 0) + 1);
  }
}
