// The summary before one hands in: an answer is changed from it, and the way leads back to it; the promise stands under it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Parent } from '../../apps/miniprogram/tests/vm/parent.js';
import { Service } from '../service/service.js';
import { DIST } from './built.js';

const SUMMARY = 'review/whole';
const ADDRESS = '示例路9号院1号楼1室';

const service = new Service();
before(() => service.first());
after(() => service.remove());

test('an answer is changed from the summary, which is agreed to where it stands', async () => {
  const one = new Parent(service, await service.case('family-02'), 'jingtong', 'wechat', DIST);
  const { machine } = one;
  await one.begin();
  assert.equal(await one.walk((place) => place === SUMMARY), 'stopped');
  assert.ok(machine.find('input-promise'), 'the promise stands under the summary');
  assert.equal(machine.find('change-agent.name'), undefined, 'what the log-in says is not changed here');

  await machine.tap('change-residence.address');
  await machine.until('the question', () => one.place() === 'residence/residence');
  await machine.type('input-residence.address', ADDRESS);
  await machine.tap('next');
  await machine.until('the summary again', () => one.place() === SUMMARY);
  await machine.until('what was changed', () => machine.text().includes(ADDRESS));

  await machine.tap('next');
  await machine.until('that the promise is missing', () => machine.find('wrong-promise'));
  await machine.tap('input-promise');
  await machine.tap('next');
  await machine.until('the receipt', () => machine.find('receipt'));
});
