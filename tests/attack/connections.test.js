// Connections that are held for no purpose. The number of permits is limited; one that is held for nothing is lost first.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Watch } from './process.js';
import { figure, onService } from './scene.js';
import { ATTACKER, HOME, Visitor } from './visitor.js';
import { Wire, heldFrom } from './wire.js';

/** As many as the service accepts at once. */
const CONNECTIONS = 800;
const ANSWERED_MS = 2_000;
/** Longer than a head or a body may take today: whatever comes later is not awaited. */
const GIVEN_UP_MS = 90_000;

const HALF_A_HEAD = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n');
const SLOW_BODY = Buffer.from(
  'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nx',
);

const NEVER_READ = 60;
/** Nearly a megabyte each: more than the buffers of both ends hold. */
const LARGE = Buffer.from('GET /sandbox/cases.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
const CLOSED_WITHIN_MS = 60_000;
const LOOKED_EVERY_MS = 500;
const SETTLED_MS = 3_000;

test('half-open heads from one address keep nobody out, not even others at that address', async () => {
  await onService(async (service) => {
    await hold(service, HALF_A_HEAD);
    const [here, beside] = await Promise.all([asked(service, HOME), asked(service, ATTACKER)]);
    figure('half-open heads', { connections: CONNECTIONS, held: heldFrom(service, ATTACKER), from_elsewhere: here, from_there: beside });
    assert.ok(here < ANSWERED_MS, `from another address: ${here} ms`);
    assert.ok(beside < ANSWERED_MS, `from the same address: ${beside} ms`);
  });
});

test('slow bodies from one address do not take all connections', async () => {
  await onService(async (service) => {
    await hold(service, SLOW_BODY);
    const here = await asked(service, HOME);
    figure('slow bodies', { connections: CONNECTIONS, held: heldFrom(service, ATTACKER), from_elsewhere: here });
    assert.ok(here < ANSWERED_MS, `from another address: ${here} ms`);
  });
});

test('connections whose answers are never read are closed', async () => {
  await onService(async (service) => {
    const watch = new Watch(service);
    const wires = await Promise.all(Array.from({ length: NEVER_READ }, () => Wire.open(service, { from: ATTACKER, reads: false })));
    await Promise.all(wires.map((wire) => wire.send(LARGE)));
    await sleep(SETTLED_MS);
    const held = heldFrom(service, ATTACKER);
    const began = performance.now();
    while (heldFrom(service, ATTACKER) > 0 && performance.now() - began < CLOSED_WITHIN_MS) await sleep(LOOKED_EVERY_MS);
    const after_s = Math.round((performance.now() - began + SETTLED_MS) / 1000);
    const left = heldFrom(service, ATTACKER);
    watch.stop();
    figure('answers never read', { connections: NEVER_READ, held, left, after_s, growth_mb: watch.figures.growth_mb });
    assert.ok(held > 0, 'nothing was held: this test would not see a service that never closes');
    assert.equal(left, 0, `connections still held after ${after_s} s`);
  });
});

/** Opens connections from the attacker's address that send this and nothing more. */
async function hold(service, bytes) {
  const wires = await Promise.all(Array.from({ length: CONNECTIONS }, () => Wire.open(service, { from: ATTACKER })));
  await Promise.all(wires.map((wire) => wire.send(bytes)));
}

/** How long an ordinary page takes from this address, in ms. */
async function asked(service, from) {
  const began = performance.now();
  const visitor = new Visitor(service, null, { from });
  const { status } = await visitor.open('/help', { within_ms: GIVEN_UP_MS }).catch(() => ({ status: 'late' }));
  const took_ms = Math.round(performance.now() - began);
  if (status !== 'late') assert.equal(status, 200);
  return status === 'late' ? GIVEN_UP_MS : took_ms;
}
