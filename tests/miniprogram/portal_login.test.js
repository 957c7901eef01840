// A code of the portal is scanned by a mini-program in each host: it shows which computer asks, takes a fresh look at the person's
// face, and lets the browser in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Parent } from '../../apps/miniprogram/tests/vm/parent.js';
import { Service } from '../service/service.js';
import { DIST } from './built.js';

const service = new Service();
before(() => service.first());
after(() => service.remove());

/** A browser that shows a code: what it holds, the digits beside it, where it looks, and the browser's cookie. */
async function shownCode() {
  const page = await fetch(`${service.url}/login/qr`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const html = await page.text();
  return {
    cookie,
    ticket: html.match(/data-qr="([^"]+)"/)[1],
    digits: html.match(/data-digits[^>]*>\s*(\d\d)/)[1],
    look: html.match(/<a[^>]*data-look[^>]*>/)[0].match(/href="([^"]+)"/)[1].replaceAll('&amp;', '&'),
  };
}

async function scanned(host, channel, family) {
  const one = new Parent(service, await service.case(family), channel, host, DIST);
  const code = await shownCode();
  one.world.scanned = `${service.url}/q/${code.ticket}`;
  await one.machine.tap('to-scan');
  await one.machine.tap('scan');
  await one.machine.tap('log-in');
  return { one, code };
}

for (const [host, channel] of [
  ['wechat', 'jingtong'],
  ['alipay', 'jingtong'],
  ['baidu', 'jingtong'],
  ['wechat', 'yikatong'],
]) {
  test(`a log-in at a computer is confirmed by ${channel} in ${host}`, async () => {
    const { one, code } = await scanned(host, channel, 'family-05');
    const { machine } = one;
    await machine.type('digits', code.digits);
    assert.ok(machine.text().includes('127.0.0.1'), machine.text());
    await machine.tap('confirm-login');
    await machine.until('the face check', () => machine.find('start-face'));
    await one.showFace();
    await machine.tap('confirm-login');
    await machine.until('that it is confirmed', () => /notice-good/.test(machine.find('told')?.cl ?? ''));
    const look = await fetch(new URL(code.look, service.url), { headers: { cookie: code.cookie }, redirect: 'manual' });
    assert.equal(look.status, 303, 'the browser is let in');
  });
}

test('a log-in that is somebody else’s is refused', async () => {
  const { one } = await scanned('wechat', 'jingtong', 'family-06');
  await one.machine.tap('refuse-login');
  await one.machine.until('that it is refused', () => one.machine.find('told'));
});

test('a code that is none of the service’s is told apart', async () => {
  const one = new Parent(service, await service.case('family-07'), 'jingtong', 'wechat', DIST);
  one.world.scanned = 'https://example.org/?a=b c';
  await one.machine.tap('to-scan');
  await one.machine.tap('scan');
  await one.machine.until('that it is not ours', () => /notice-wrong/.test(one.machine.find('told')?.cl ?? ''));
});
