// A code of the portal is scanned by a mini-program in each host: it shows which computer asks, takes a fresh look at the person's
// face, and lets the browser in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Parent } from '../../apps/miniprogram/tests/vm/parent.js';
import { wechatPhone } from '../../apps/miniprogram/tests/vm/wechat.js';
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

// Persons of their own: a face that was shown a moment ago counts for the person.
for (const [host, channel, family] of [
  ['wechat', 'jingtong', 'family-05'],
  ['alipay', 'jingtong', 'family-04'],
  ['baidu', 'jingtong', 'family-03'],
  ['wechat', 'yikatong', 'family-02'],
]) {
  test(`a log-in at a computer is confirmed by ${channel} in ${host}`, async () => {
    const { one, code } = await scanned(host, channel, family);
    const { machine } = one;
    if (channel === 'yikatong') {
      await machine.until('the button of the phone', () => machine.find('host-phone'));
      await wechatPhone(one.world, machine, 'host-phone');
    }
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

test("a code that WeChat's own scanner read opens what it is about", async () => {
  const { machine } = new Parent(service, await service.case('family-07'), 'jingtong', 'wechat', DIST);
  const opened = (address) => machine.relaunch(`/pages/portal_login/index?q=${encodeURIComponent(encodeURIComponent(address))}`);
  opened(`${service.url}/q/${(await shownCode()).ticket}`);
  await machine.until('the log-in', () => machine.find('log-in'));
  opened(`${service.url}/capture/Zk3_9-aQ0rT8w2Lm5xYv7BnC`);
  await machine.until('the camera for the computer', () => machine.find('camera'));
  opened('https://example.org/%');
  await machine.until('that it is not ours', () => /notice-wrong/.test(machine.find('told')?.cl ?? ''));
});
