// One application through three channels: begun on the portal's side of the interface, continued in Jingtong, finished in Yikatong;
// and the same one open on two devices at once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Parent } from '../../apps/miniprogram/tests/vm/parent.js';
import { Service } from '../service/service.js';
import { DIST } from './built.js';

const service = new Service();
before(() => service.first());
after(() => service.remove());

const parent = async (family, channel, host) => new Parent(service, await service.case(family), channel, host, DIST);

test('a draft of Jingtong is finished in Yikatong, and no picture is asked for twice', async () => {
  const first = await parent('family-02', 'jingtong', 'alipay');
  await first.begin();
  assert.equal(await first.walk((place) => place === 'review/whole'), 'stopped');
  const uploads = (one) => one.world.requests.filter((request) => /^PUT .*\/materials\//.test(request)).map((one) => one.split('/').at(-1));
  const before = uploads(first);
  assert.ok(before.includes('booklet_first_page'), before.join(' '));

  const second = await parent('family-02', 'yikatong', 'wechat');
  await second.begin();
  assert.equal(await second.walk(), 'submits');
  const again = uploads(second).filter((material) => before.includes(material));
  assert.deepEqual(again, []);
});

test('an answer that was changed on another device shows both, and one is chosen', async () => {
  const [one, other] = [await parent('family-05', 'jingtong', 'wechat'), await parent('family-05', 'jingtong', 'baidu')];
  const place = (shown) => shown === 'residence/residence';
  await one.begin();
  await one.walk(place);
  await other.begin();
  await other.machine.until('the same page', () => other.place() === 'residence/residence');
  await one.fill();
  await one.machine.tap('next');
  await one.machine.until('the next step', () => one.place() !== 'residence/residence');

  const { machine, family } = other;
  await machine.tap(`option-residence.district-${family.answers['residence.district'] === '110101' ? '110102' : '110101'}`);
  await machine.until('both values', () => machine.find('settle'));
  await machine.tap('yours-residence.district');
  await machine.tap('settle');
  await machine.until('that it is settled', () => !machine.find('settle'));
  const address = family.answers['residence.address'];
  const holds = () => Object.values(machine.find('input-residence.address') ?? {}).includes(address);
  await machine.until('what the other device stored', holds);
});
