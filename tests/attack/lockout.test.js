// Somebody tries passwords for another person's user name, for hours. The owner must be able to log in all the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure, onService, ownCases } from './scene.js';
import { ATTACKER, ELSEWHERE, Visitor } from './visitor.js';

const ROUND_MIN = 15;
/** Four hours. */
const ROUNDS = 16;
const TRIES_A_ROUND = 5;
/** This many wrong tries for one name in a day close it, for this long, to browsers in which it never logged in. */
const CLOSED_AFTER_TRIES = 50;
const CLOSED_MIN = 60;
const STEP_MIN = 5;
/** How long an attacker who never stops is watched, and how often at most he tries per minute of the service's clock. */
const WATCHED_MIN = 30;
const TRIES_A_MINUTE = 6;
const TOLD = 'data-alert="password_closed"';

test('the owner comes in from a browser that has logged in before, whatever others try', async () => {
  await onService(async (service) => {
    const { owner, wrongTries } = await people(service);
    const admitted = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await wrongTries(TRIES_A_ROUND);
      admitted.push((await comeAgain(owner)).admitted);
      await service.moveClock(ROUND_MIN);
    }
    const came = admitted.filter(Boolean).length;
    figure('known browser', { rounds: ROUNDS, admitted: came });
    assert.equal(came, ROUNDS, `admitted: ${admitted.join(' ')}`);
  });
});

test('an attacker who never rests does not keep the owner out of a browser that has logged in before', async () => {
  await onService(async (service) => {
    const { owner, wrongTries } = await people(service);
    let out_min = 0;
    for (let minute = 0; minute < WATCHED_MIN; minute += 1) {
      await wrongTries(TRIES_A_MINUTE);
      if (!(await comeAgain(owner)).admitted) out_min += 1;
      await service.moveClock(1);
    }
    figure('known browser, an attacker who never rests', { watched_min: WATCHED_MIN, out_min });
    assert.equal(out_min, 0);
  });
});

test('a browser that the owner has not used yet is admitted until fifty wrong tries, refused for an hour, and told of', async () => {
  await onService(async (service) => {
    const { known, wrongTries } = await people(service);
    const fresh = () => new Visitor(service, known, { from: ELSEWHERE }).tryLogIn();
    const open_rounds = [];
    let tries = 0;
    while (open_rounds.length < ROUNDS) {
      tries += await wrongTries(TRIES_A_ROUND);
      if (tries >= CLOSED_AFTER_TRIES) break;
      open_rounds.push((await fresh()).admitted);
      await service.moveClock(ROUND_MIN);
    }
    // The attacker goes on while the name is closed: that must not prolong it.
    let closed_min = 0;
    let next = await fresh();
    for (; closed_min < 2 * CLOSED_MIN && !next.admitted; closed_min += STEP_MIN) {
      await wrongTries(1);
      await service.moveClock(STEP_MIN);
      next = await fresh();
    }
    const isTold = next.html.includes(TOLD);
    const came = open_rounds.filter(Boolean).length;
    figure('fresh browser', { rounds: open_rounds.length, admitted: came, tries, closed_min, told: isTold });

    assert.equal(came, open_rounds.length, `admitted before ${CLOSED_AFTER_TRIES} tries: ${open_rounds.join(' ')}`);
    assert.equal(closed_min, CLOSED_MIN, 'minutes that a fresh browser was refused');
    assert.ok(isTold, `the page after the log-in has no ${TOLD}`);
  });
});

/** An owner who has logged in and out once, and somebody who knows the user name. */
async function people(service) {
  const [known] = await ownCases(service);
  const owner = new Visitor(service, known);
  assert.ok((await owner.tryLogIn()).admitted);
  await owner.logOut();
  return { known, owner, wrongTries: (count) => wrongTries(service, known, count) };
}

/** Tries this many wrong passwords, each in a new browser; returns how many counted as tries. */
async function wrongTries(service, known, count) {
  let taken = 0;
  for (let tries = 0; tries < count; tries += 1) {
    const attacker = new Visitor(service, known, { from: ATTACKER });
    const { admitted, status } = await attacker.tryLogIn(known.agent.username, `wrong-${tries}`);
    assert.ok(!admitted);
    if (status === 422) taken += 1;
  }
  return taken;
}

/** The owner logs in, and out again if that succeeded, so that the next time is a log-in as well. */
async function comeAgain(owner) {
  const outcome = await owner.tryLogIn();
  if (outcome.admitted) await owner.logOut();
  return outcome;
}
