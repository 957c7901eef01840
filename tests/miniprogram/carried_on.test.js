// One application through three channels: begun on the portal, with a picture that a mini-program brings by the code beside its slot,
// continued in Jingtong, finished in Yikatong; and the same one open on two devices at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Parent } from '../../apps/miniprogram/tests/vm/parent.js';
import { hurry } from '../browser/hurry.js';
import { opened } from '../browser/opening.js';
import { Parent as AtComputer } from '../browser/parent.js';
import { DIST } from './built.js';

const { service, browser } = opened();

const parent = async (family, channel, host) => new Parent(service, await service.case(family), channel, host, DIST);

/** The materials that a mini-program sent for an application. */
const uploads = ({ world }) => world.requests.filter((request) => /^PUT .*\/materials\//.test(request)).map((one) => one.split('/').at(-1));

test('a draft of the portal goes on in Jingtong and is finished in Yikatong, and nothing is asked for twice', async () => {
  const family = await service.case('family-02');
  const computer = new AtComputer(await browser.page({ width: 1280 }), service, family);
  await computer.logIn();
  await computer.begin();
  await computer.answer({ until: 'agent' });
  await handedOver(computer, 'agent_id_emblem');
  await hurry(computer, 'review');
  await computer.page.context().close();

  const first = await parent('family-02', 'jingtong', 'alipay');
  await first.begin();
  assert.equal(await first.walk((place) => place === 'review/whole'), 'stopped');
  const [portal, jingtong] = [['agent_id_emblem', 'booklet_first_page', 'booklet_child_page', 'card_photo'], uploads(first)];
  assert.deepEqual(
    jingtong.filter((material) => portal.includes(material)),
    [],
    'what the portal has is not asked for in Jingtong',
  );
  assert.ok(jingtong.includes('booklet_child_page_back'), `what Jingtong alone wants: ${jingtong}`);
  const own = ['child.card_mobile', 'child.id_valid_from', 'child.id_valid_until', 'child.occupation', 'agent.is_householder'];
  assert.deepEqual(
    first.answered.filter((field) => !own.includes(field)),
    [],
    'what the portal has is not answered again',
  );

  const second = await parent('family-02', 'yikatong', 'wechat');
  await second.begin();
  assert.equal(await second.walk(), 'submits');
  assert.deepEqual(uploads(second), [], 'and nothing at all in Yikatong');
  assert.deepEqual(second.answered, ['promise']);
  console.log(`count: carried on: ${first.seen.length} pages in Jingtong, ${second.seen.length} in Yikatong: ${second.seen.join(' ')}`);
});

/** A mini-program scans the code beside a slot of the portal and takes the picture, over a network that breaks off. */
async function handedOver({ page, known }, material) {
  const slot = page.locator(`[data-slot=${material}]`);
  await slot.locator('[data-phone]').click();
  const address = page.locator(`dialog[data-handover=${material}] [data-address]`);
  await address.waitFor();
  const phone = await parent('family-02', 'yikatong', 'wechat');
  const { machine, world } = phone;
  world.scanned = service.url + (await address.getAttribute('data-address'));
  world.picture = await service.paper(known.papers[material]);
  await machine.tap('to-scan');
  await machine.tap('scan');
  await machine.ready('camera');
  world.outages = 1;
  machine.fire('camera', 'tap');
  machine.fire('camera', 'tap');
  await machine.until('that it arrived', () => /notice-good/.test(machine.find('told')?.cl ?? ''));
  const sent = world.requests.filter((request) => request.startsWith('PUT'));
  assert.equal(sent.length, 2, 'one that got lost, one that arrived');
  assert.ok(!sent[0].includes(known.agent.name));
  await page.locator(`[data-slot=${material}][data-present]`).waitFor();
}

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
