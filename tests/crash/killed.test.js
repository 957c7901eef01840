// The service is killed under load, again and again. What it acknowledged is there, once, with its pictures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Service, programOf } from '../service/service.js';
import { Load } from './load.js';

const ROUNDS = 4;
/** The control must be caught within this many rounds; it usually is in the first. */
const CONTROL_ROUNDS = 5;
/** The control commits 50 ms after its reply: its parents wait longer than that before they go on. */
const CONTROL_SETTLE_MS = 150;
const PARENTS = 8;
/** The minimum of acknowledged writes in a round, however slow the machine. */
const WRITES_AT_LEAST = 2 * PARENTS;
const PATIENCE_MS = 60_000;

for (const database of ['sqlite', 'postgres']) {
  test(`nothing acknowledged is lost or doubled: ${database}`, async () => {
    const service = await Service.start({ database });
    try {
      const load = await Load.prepare(service, await parents(service));
      for (let round = 0; round < ROUNDS; round += 1) {
        await load.until(() => killUnder(load, service, { afterReply: round % 2 === 0 }));
        await comesBack(service);
        assert.deepEqual(await load.losses(), []);
      }
      await load.submitUntil(() => killSoon(service));
      await comesBack(service);
      assert.deepEqual(await load.submitRest(), []);
      audited(service);
      console.log(`count: ${database}: ${ROUNDS + 1} kills, ${load.acknowledged} acknowledged writes, 0 lost, 0 doubled`);
    } finally {
      await service.remove();
    }
  });
}

test('a service that acknowledges before it commits is caught', async () => {
  const service = await Service.start();
  try {
    const load = await Load.prepare(service, await parents(service));
    load.settle(CONTROL_SETTLE_MS);
    await service.stop();
    await service.begin({ program: programOf('DAIBAN_CONTROL_PROGRAM') });
    let losses = [];
    let round = 0;
    for (; round < CONTROL_ROUNDS && losses.length === 0; round += 1) {
      await load.until(() => killUnder(load, service, { afterReply: true }));
      await service.begin();
      losses = await load.losses();
    }
    assert.ok(losses.length > 0, `the control lost nothing in ${round} rounds: this test would not see a loss`);
    console.log(`count: control: caught in round ${round}: ${losses.length} acknowledged writes lost`);
  } finally {
    await service.remove();
  }
});

/** Parents with accounts of their own, whose children the registry knows. */
async function parents(service) {
  const accounts = new Set();
  const own = (await service.cases()).filter(({ expect, agent }) => {
    const first = !accounts.has(agent.username);
    accounts.add(agent.username);
    return expect === 'submits' && first;
  });
  assert.ok(own.length >= PARENTS, `only ${own.length} accounts`);
  return own.slice(0, PARENTS);
}

/** Kills once enough was written: right after a reply, or at an arbitrary moment. */
async function killUnder(load, service, { afterReply }) {
  const enough = load.acknowledged + WRITES_AT_LEAST;
  const until = Date.now() + PATIENCE_MS;
  while (load.acknowledged < enough) {
    assert.ok(Date.now() < until, `only ${load.acknowledged} writes were acknowledged: ${service.log()}`);
    await sleep(20);
  }
  if (!afterReply) return killSoon(service);
  await load.nextAcknowledgement();
  return service.kill();
}

async function killSoon(service) {
  await sleep(Math.random() * 600);
  await service.kill();
}

async function comesBack(service) {
  await service.begin();
  audited(service);
}

function audited(service) {
  const { status, stdout, stderr } = service.command('audit', 'verify');
  assert.equal(status, 0, `audit verify: ${stdout}${stderr}`);
}
