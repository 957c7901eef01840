// An operator announces a maintenance, changes it and withdraws it while the service runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Service } from '../service/service.js';

const HOUR_MS = 3_600_000;
const [YESTERDAY, TOMORROW, DAY_AFTER] = [-24, 24, 48].map((hours) => new Date(Date.now() + hours * HOUR_MS));

/** Its day in Beijing, as the settings have it. */
function date(time) {
  return time.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

/** The same as a page says it. */
function said(time) {
  const [year, month, day] = date(time).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

test('a maintenance is announced, changed and taken back without a restart', async () => {
  const service = await Service.start();
  const page = async () => {
    const answer = await fetch(service.url);
    return { status: answer.status, text: await answer.text() };
  };
  const announced = async () => (await page()).text.match(/\d+年\d+月\d+日 \d\d:\d\d/g);
  try {
    assert.equal(await announced(), null);
    await service.announce(`from = '${date(TOMORROW)}T02:00'\nuntil = '${date(TOMORROW)}T06:00'`);
    const told = [`${said(TOMORROW)} 02:00`, `${said(TOMORROW)} 06:00`];
    assert.deepEqual(await announced(), told);

    await service.announce(`from = '${date(DAY_AFTER)}T02:00'\nuntil = 'tomorrow'`);
    assert.deepEqual(await announced(), told, 'a fault changes nothing');
    assert.match(service.log(), /maintenance\.until/);

    await service.announce(`from = '${date(YESTERDAY)}T02:00'\nuntil = '${date(TOMORROW)}T06:00'`);
    assert.equal((await page()).status, 503, 'it has begun');
    await service.announce('');
    assert.equal((await page()).status, 200, 'it is over');
    assert.equal(await announced(), null);
    assert.equal(await service.stop(), 0);
  } finally {
    await service.remove();
  }
});
