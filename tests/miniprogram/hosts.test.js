// The compiled bundles run whole journeys, log-in to submission, in a host of Node whose natives answer as the vendors write,
// against a real service with the sandbox.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Parent } from '../../apps/miniprogram/tests/vm/parent.js';
import { wechatPhone } from '../../apps/miniprogram/tests/vm/wechat.js';
import { Service } from '../service/service.js';
import { DIST } from './built.js';

/** Longer than a page takes to slide in. */
const SLIDES_MS = 200;

const service = new Service();
before(() => service.first());
after(() => service.remove());

const parent = async (family, channel, host) => new Parent(service, await service.case(family), channel, host, DIST);

for (const [family, channel, host] of [
  ['family-01', 'jingtong', 'wechat'],
  ['family-03', 'jingtong', 'alipay'],
  ['family-02', 'jingtong', 'baidu'],
  ['family-04', 'yikatong', 'wechat'],
]) {
  test(`${family} hands in by ${channel} in ${host}`, async () => {
    const one = await parent(family, channel, host);
    await one.begin();
    assert.equal(await one.walk(), 'submits');
    await one.machine.until('the receipt', () => one.machine.find('receipt'));
    assert.match(one.receipt(), /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    assert.deepEqual(one.machine.complaints, []);
  });
}

test('a child of 18 since yesterday is refused in words', async () => {
  const one = await parent('family-10b', 'jingtong', 'wechat');
  await one.begin();
  assert.equal(await one.walk(), 'refused:child_age');
});

test('a face that does not pass, and one that was cancelled, may be shown again', async () => {
  const one = await parent('family-05', 'jingtong', 'wechat');
  const { machine, world } = one;
  await machine.tap('to-section');
  await machine.tap('log-in');
  world.outcome = 'fail';
  await machine.until('the consent', () => machine.find('start-face'));
  await one.showFace();
  await machine.until('what went wrong', () => machine.find('trouble') ?? machine.find('told'));
  world.outcome = 'cancel';
  await machine.tap('start-face');
  await machine.until('that it was cancelled', () => machine.find('told'));
  world.outcome = 'pass';
  await machine.tap('start-face');
  await machine.until('the way to begin', () => machine.find('apply'));
});

test('a proof whose answer got lost is no dead end: its token is gone, and one logs in again', async () => {
  const one = await parent('family-08', 'yikatong', 'wechat');
  const { machine, world } = one;
  await machine.tap('to-section');
  await machine.tap('apply');
  await machine.tap('log-in');
  await machine.until('the button of the phone', () => machine.find('host-phone'));
  world.loses = /^POST .*\/session\/phone$/;
  await wechatPhone(world, machine, 'host-phone');
  await machine.until('that the service is out of reach', () => machine.find('trouble'));
  await machine.tap('send-code');
  await machine.tap('log-in');
  await machine.until('the consent', () => machine.find('start-face'));
  world.loses = /^POST .*\/session\/face\/./;
  await one.showFace();
  await machine.until('that the service is out of reach', () => machine.find('trouble'));
  await machine.tap('start-face');
  await machine.tap('log-in');
  await one.prove();
});

test('an upload that breaks off is sent again by itself, and two taps do one thing', async () => {
  const one = await parent('family-06', 'yikatong', 'wechat');
  const { machine, world } = one;
  await one.begin();
  await one.walk((place) => place === 'agent/agent');
  const [slot] = await machine.until('a slot', () => machine.ids('camera-').length > 0 && machine.ids('camera-'));
  const material = slot.slice('camera-'.length);
  world.picture = await service.paper(one.family.papers[material]);
  world.outages = 2;
  machine.fire(slot, 'tap');
  machine.fire(slot, 'tap');
  await machine.until('the picture', () => machine.find(`there-${material}`));
  const sent = world.requests.filter((request) => request.startsWith('PUT') && request.endsWith(material));
  assert.equal(sent.length, 3, 'two that got lost, one that arrived');
});

test('what was typed stays when a save does not get through', async () => {
  const one = await parent('family-07', 'jingtong', 'wechat');
  const { machine, world, family } = one;
  await one.begin();
  await one.walk((place) => place === 'eligibility/eligibility');
  await one.fill();
  world.outages = 4;
  await machine.tap('next');
  await machine.until('that the service is out of reach', () => machine.find('trouble'));
  assert.ok(Object.values(machine.find('input-child.name')).includes(family.answers['child.name']));
  await machine.tap('next');
  await machine.until('the next step', () => one.place() === 'agent/agent');
});

test('two taps open one page', async () => {
  const one = await parent('family-07', 'yikatong', 'wechat');
  const { machine } = one;
  await machine.ready('to-section');
  machine.fire('to-section', 'tap');
  machine.fire('to-section', 'tap');
  await machine.until('the section', () => machine.find('apply'));
  machine.fire('apply', 'tap');
  machine.fire('apply', 'tap');
  await machine.until('the log-in', () => machine.find('log-in'));
  await sleep(SLIDES_MS);
  assert.equal(machine.depth, 3, 'home page, section, log-in');
  await machine.tap('back');
  await machine.until('the section again', () => machine.find('apply'));
});
