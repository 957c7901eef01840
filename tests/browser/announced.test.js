// An operator announces a maintenance, changes it and withdraws it while the service runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Service } from '../service/service.js';

test('a maintenance is announced, changed and taken back without a restart', async () => {
  const service = await Service.start();
  const page = async () => {
    const answer = await fetch(service.url);
    return { status: answer.status, text: await answer.text() };
  };
  const announced = async () => (await page()).text.match(/\d+年\d+月\d+日 \d\d:\d\d/g);
  try {
    assert.equal(await announced(), null);
    await service.announce("from = '2026-12-01T02:00'\nuntil = '2026-12-01T06:00'");
    assert.deepEqual(await announced(), ['2026年12月1日 02:00', '2026年12月1日 06:00']);

    await service.announce("from = '2026-12-02T02:00'\nuntil = 'tomorrow'");
    assert.deepEqual(await announced(), ['2026年12月1日 02:00', '2026年12月1日 06:00'], 'a fault changes nothing');
    assert.match(service.log(), /maintenance\.until/);

    await service.announce("from = '2026-11-01T02:00'\nuntil = '2026-12-01T06:00'");
    assert.equal((await page()).status, 503, 'it has begun');
    await service.announce('');
    assert.equal((await page()).status, 200, 'it is over');
    assert.equal(await announced(), null);
    assert.equal(await service.stop(), 0);
  } finally {
    await service.remove();
  }
});
