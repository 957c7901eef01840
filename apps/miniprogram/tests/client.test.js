// Requests are sent again where that is safe, and only there.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { emptyStorage, source } from './source.js';

const LOST = { kind: 'error', reason: 'request:fail' };
const answer = (status, content = {}) => ({ kind: 'ok', value: { status, text: JSON.stringify(content) } });

/** The client with a network that answers one after the other. */
function connected(answers) {
  const sent = [];
  const host = {
    send: async (sending) => {
      sent.push(sending);
      return answers.shift() ?? LOST;
    },
  };
  const played = { '@/platform': { host }, '@tarojs/taro': emptyStorage(), react: { useSyncExternalStore: () => undefined } };
  return { sent, ...source('api/client', { played }) };
}

/** Calls without waiting for its pauses; their lengths. */
async function hurried(client, operation) {
  const pauses = [];
  const timer = mock.method(globalThis, 'setTimeout', (work, pause_ms) => {
    pauses.push(pause_ms);
    queueMicrotask(work);
  });
  try {
    return { came: await client.call(operation), pauses };
  } finally {
    timer.mock.restore();
  }
}

const SAVE = { method: 'PUT', path: '/applications/1/steps/child', body: { version: '1', answers: {} }, isRepeatable: true };
const BEGIN = { method: 'POST', path: '/applications', body: { draft: 'new' } };

test('what got lost is sent again, with longer and longer pauses', async () => {
  const client = connected([LOST, LOST, answer(200, { id: 'child' })]);
  const { came, pauses } = await hurried(client, SAVE);
  assert.deepEqual(came, { kind: 'ok', value: { id: 'child' } });
  assert.equal(client.sent.length, 3);
  assert.deepEqual(client.sent[0], client.sent[2], 'the same request');
  assert.deepEqual(
    pauses,
    [...pauses].sort((one, other) => one - other),
  );
});

test('it gives up in the end, and says that it knows nothing', async () => {
  const client = connected([]);
  const { came, pauses } = await hurried(client, SAVE);
  assert.deepEqual(came, { kind: 'unreachable' });
  assert.equal(client.sent.length, pauses.length + 1);
});

test('what may not be done twice is sent once', async () => {
  const client = connected([LOST, answer(201, {})]);
  const { came } = await hurried(client, BEGIN);
  assert.deepEqual(came, { kind: 'unreachable' });
  assert.equal(client.sent.length, 1);
});

test('a service that is busy is asked again; one that refuses is not', async () => {
  const busy = connected([answer(503, { code: 'busy', status: 503 }), answer(502), answer(200, { id: 'child' })]);
  assert.equal((await hurried(busy, SAVE)).came.kind, 'ok');
  for (const status of [400, 401, 403, 404, 409, 422, 429, 500]) {
    const refused = connected([answer(status, { code: 'stale', title: 'no', status }), answer(200)]);
    const { came } = await hurried(refused, SAVE);
    assert.equal(came.problem?.code, 'stale');
    assert.equal(refused.sent.length, 1, `${status}`);
  }
});

test('something on the way that answers no JSON is a problem, not a crash', async () => {
  const client = connected([{ kind: 'ok', value: { status: 511, text: '<html>log in to this network</html>' } }]);
  const { came } = await hurried(client, SAVE);
  assert.deepEqual(came, { kind: 'problem', problem: { code: 'unreadable_answer', title: '', status: 511, fields: [] } });
});

test('a page of the network instead of the answer is a problem as well, and not taken for one', async () => {
  const page = { kind: 'ok', value: { status: 200, text: '<html>log in to this network</html>' } };
  const { came } = await hurried(connected([page]), { ...SAVE, isRepeatable: false });
  assert.equal(came.kind, 'problem');
  assert.equal(came.problem.code, 'unreadable_answer');
});
