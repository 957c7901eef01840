// Forms whose first boundary never comes, and headers of parts that never end: the service must neither search everything that
// has arrived again and again, nor keep it.

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { MULTIPART, asScript, head, openHeader } from './form.js';
import { Watch } from './process.js';
import { Pulse } from './pulse.js';
import { figure, onService, parents } from './scene.js';
import { PIECE_BYTES, Wire } from './wire.js';

const CONNECTIONS = 4;
const BEFORE_BOUNDARY_BYTES = 45 * 1024 * 1024;
/** Then single bytes follow: each makes a service that keeps everything start its search again. */
const DRIPS = 60;
const DRIP_EVERY_MS = 50;
/** However slowly the service reads. */
const SENT_WITHIN_MS = 60_000;
const MEDIAN_MS = 100;
const MOST_MS = 500;
const MEMORY_MB = 64;

const HEADER_BYTES = 1024 * 1024;
/** A service without a limit is not fed for ever. */
const FED_BYTES = 24 * 1024 * 1024;

const forged = () => ({ cookie: `daiban=a.${randomBytes(16).toString('hex')}`, 'sec-fetch-site': 'same-origin' });
const SENDERS = [
  { who: 'nobody to the log-in', path: '/login', lines: () => ({}) },
  { who: 'a forged cookie to the log-in', path: '/login', lines: forged },
  { who: 'nobody to a step', path: `/applications/${randomUUID()}/child`, lines: () => ({}) },
  { who: 'a forged cookie to a step', path: `/applications/${randomUUID()}/child`, lines: forged },
];

for (const { who, path, lines } of SENDERS) {
  test(`what comes before a boundary that never comes holds nobody up: ${who}`, async () => {
    await onService(async (service) => {
      const watch = new Watch(service);
      const pulse = await Pulse.begin(service);
      const began = performance.now();
      const sending = Array.from({ length: CONNECTIONS }, () => endless(service, path, lines()));
      const wires = await Promise.all(sending);
      const took_ms = Math.round(performance.now() - began);
      watch.stop();
      const health = await pulse.end();
      const taken_mb = wires.map(({ taken_mb }) => taken_mb).join('+');
      const statuses = wires.map(({ status }) => status ?? 'none').join(' ');
      const { growth_mb } = watch.figures;
      figure(who, { taken_mb, statuses, took_ms, growth_mb, ...health });
      assert.ok(health.median_ms < MEDIAN_MS && health.max_ms < MOST_MS, `/healthz: ${JSON.stringify(health)}`);
      assert.ok(growth_mb < MEMORY_MB, `memory grew by ${growth_mb} MB`);
    });
  });
}

test('a header of a part that never ends is refused before a megabyte of it was taken: of a parent who is logged in', async () => {
  await onService(async (service) => {
    const [{ visitor, slot }] = await parents(service, 1);
    await refusesHeader(service, 'a parent', slot.path, asScript(visitor, slot), slot.material);
  });
});

test('a header of a part that never ends is refused before a megabyte of it was taken: of a phone', async () => {
  await onService(async (service) => {
    const [{ visitor, slot }] = await parents(service, 1);
    const { html } = await visitor.page(`${slot.path}/phone`);
    const path = `/capture/${html.match(/data-address="[^"]*\/capture\/([^"]+)"/)[1]}`;
    await refusesHeader(service, 'a phone', path, { 'content-type': MULTIPART }, slot.material);
  });
});

async function endless(service, path, lines) {
  const wire = await Wire.open(service);
  const piece = Buffer.alloc(PIECE_BYTES, '-');
  const sending = async () => {
    // One byte more is announced than ever comes.
    await wire.send(head(service, path, BEFORE_BOUNDARY_BYTES + DRIPS + 1, { 'content-type': MULTIPART, ...lines }));
    while (wire.sent_bytes < BEFORE_BOUNDARY_BYTES && wire.answered_at === null && (await wire.send(piece)));
    for (let drip = 0; drip < DRIPS && wire.answered_at === null && (await wire.send(piece.subarray(0, 1))); drip += 1) await sleep(DRIP_EVERY_MS);
  };
  await Promise.race([sending(), sleep(SENT_WITHIN_MS, null, { ref: false })]);
  const { taken_bytes, status } = wire;
  wire.reset();
  await wire.closed;
  return { taken_mb: Math.round(taken_bytes / 2 ** 20), status };
}

async function refusesHeader(service, who, path, lines, name) {
  const pulse = await Pulse.begin(service);
  const wire = await Wire.open(service);
  const began = performance.now();
  await wire.send(head(service, path, FED_BYTES, lines));
  await wire.send(openHeader(name));
  const piece = Buffer.alloc(PIECE_BYTES, 'x');
  let taken_bytes = 0;
  const isOver = () => wire.isClosed || wire.answered_at !== null || performance.now() - began > SENT_WITHIN_MS;
  while (!isOver() && wire.sent_bytes + PIECE_BYTES < FED_BYTES && (await wire.send(piece))) {
    taken_bytes = Math.max(taken_bytes, wire.taken_bytes);
  }
  // Waits for what is still in transit when nothing more is sent.
  for (let turn = 0; turn < 50 && !isOver(); turn += 1) await sleep(20);
  const { isClosed } = wire;
  const refused = isClosed || (wire.status >= 400 && wire.status <= 499);
  const took_ms = Math.round(performance.now() - began);
  wire.reset();
  const health = await pulse.end();
  const taken_kb = Math.round(taken_bytes / 1024);
  figure(`a header without end of ${who}`, { taken_kb, status: wire.status ?? 'none', closed: isClosed, took_ms, ...health });
  assert.ok(refused, `after ${taken_bytes} bytes of a header the answer is ${wire.status}`);
  assert.ok(taken_bytes < HEADER_BYTES, `${taken_bytes} bytes of a header were taken`);
  assert.ok(health.median_ms < MEDIAN_MS && health.max_ms < MOST_MS, `/healthz: ${JSON.stringify(health)}`);
}
