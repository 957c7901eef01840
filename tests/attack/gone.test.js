// Uploads whose senders disconnect. The work for them goes on, so it must count as theirs until it has ended.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { asScript, head, withFiles } from './form.js';
import { wide } from './pictures.js';
import { Watch } from './process.js';
import { Pulse } from './pulse.js';
import { figure, onService, ordinary, parents, upload } from './scene.js';
import { Wire } from './wire.js';

const ROUNDS = 20;
/** A service without a permit for a form leaves it in the buffers: then the test disconnects all the same. */
const TAKEN_WITHIN_MS = 300;
/** The session and the application are looked up first; by then a worker has the picture. */
const BEGUN_AFTER_MS = 60;
/** Two are processed at once (`limits.picture_workers`). What one of them needs is measured first. */
const WORKED_ON_AT_ONCE = 2;
/** Memory that the allocator keeps, waiting files, temporary pages. */
const MARGIN_MB = 128;
/** Two workers, and threads that the runtime has for files and the database. */
const THREADS_MORE = 6;
const MEDIAN_MS = 100;
const MOST_MS = 1000;
/** Limit of the machine, not of the service: a test must not take it down. */
const KILLED_AT_MB = 6000;

test('uploads that go away cost no more than two that stay', async () => {
  await onService(async (service) => {
    const [parent] = await parents(service, 1);
    const picture = wide();
    const one = new Watch(service);
    const { status } = await upload(parent, picture);
    one.stop();
    // It shows nothing, so it is held back, after all the work.
    assert.equal(status, 422);
    const one_mb = one.figures.growth_mb;

    const watch = new Watch(service, { most_mb: KILLED_AT_MB });
    const pulse = await Pulse.begin(service);
    for (let round = 0; round < ROUNDS; round += 1) await sendAndGo(service, parent, picture);
    const after = await upload(parent, await ordinary(service, parent));
    watch.stop();
    const health = await pulse.end();
    const { growth_mb, threads_before, threads_peak, ...rest } = watch.figures;
    figure('gone', { rounds: ROUNDS, one_mb, ...rest, threads_before, threads_peak, ...health, next_upload_ms: after.took_ms });

    assert.equal(after.status, 200);
    assert.ok(growth_mb <= WORKED_ON_AT_ONCE * one_mb + MARGIN_MB, `memory grew by ${growth_mb} MB, one picture takes ${one_mb} MB`);
    assert.ok(threads_peak - threads_before <= THREADS_MORE, `threads: ${threads_before} became ${threads_peak}`);
    assert.ok(health.median_ms < MEDIAN_MS && health.max_ms < MOST_MS, `/healthz: ${JSON.stringify(health)}`);
  });
});

/** Sends a whole picture and resets the connection as soon as the service has it. */
async function sendAndGo(service, { visitor, slot }, picture) {
  const { pieces, length_bytes } = withFiles(slot.material, [picture]);
  const wire = await Wire.open(service);
  await wire.send(Buffer.concat([head(service, slot.path, length_bytes, asScript(visitor, slot)), ...pieces]));
  const until = Date.now() + TAKEN_WITHIN_MS;
  while (wire.waiting_bytes > 0 && Date.now() < until) await sleep(2);
  await sleep(BEGUN_AFTER_MS);
  wire.reset();
  await wire.closed;
}
