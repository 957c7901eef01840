// User name, mobile number and ID number all name one account. A success under one does not forgive wrong tries under another.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure, onService, ownCases } from './scene.js';
import { ATTACKER, Visitor } from './visitor.js';

const FREE_TRIES = 5;
const WAIT = 'too_many_tries';

test('a log-in by one name does not open another name of the account to more tries', async () => {
  await onService(async (service) => {
    const [known] = await ownCases(service);
    const { username, mobile, id_number } = known.agent;
    const refusals = {};
    for (const [what, name] of Object.entries({ mobile, id_number })) {
      const trying = () => new Visitor(service, known, { from: ATTACKER });
      for (let tries = 0; tries < FREE_TRIES; tries += 1) assert.ok(!(await trying().tryLogIn(name, `wrong-${tries}`)).admitted);
      const before = await trying().tryLogIn(name, 'wrong');
      assert.equal(before.refusal, WAIT, `${what}: the try after ${FREE_TRIES} wrong ones`);
      assert.ok((await trying().tryLogIn(username)).admitted, `${what}: the log-in by user name`);
      refusals[what] = (await trying().tryLogIn(name, 'wrong')).refusal;
    }
    figure('other names', refusals);
    assert.deepEqual(refusals, { mobile: WAIT, id_number: WAIT });
  });
});
