// One thing at a time: a second tap does nothing, and a failure does not lock the button.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source } from './source.js';

/** The hook, drawn once. */
function drawn() {
  const shown = [];
  const react = { useRef: (current) => ({ current }), useState: (first) => [first, (value) => shown.push(value)] };
  const [, run] = source('state/busy', { played: { react } }).useBusy();
  return { run, shown };
}

test('what is tapped while something runs does nothing', async () => {
  const { run, shown } = drawn();
  let done = 0;
  let finish;
  const first = run(async () => {
    done += 1;
    await new Promise((resolve) => {
      finish = resolve;
    });
  });
  await run(async () => {
    done += 1;
  });
  assert.equal(done, 1);
  finish();
  await first;
  await run(async () => {
    done += 1;
  });
  assert.equal(done, 2);
  assert.deepEqual(shown, [true, false, true, false]);
});

test('after a failure the next tap works', async () => {
  const { run, shown } = drawn();
  await assert.rejects(
    run(async () => {
      throw new Error('broken');
    }),
  );
  let isDone = false;
  await run(async () => {
    isDone = true;
  });
  assert.ok(isDone);
  assert.equal(shown.at(-1), false);
});
