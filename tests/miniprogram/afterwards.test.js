// What a parent may do beside the straight way: prove the phone by a code, cut the photo, take a consent back, take the application
// back and hand it in again, and withdraw it in the end.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { opened } from '../browser/opening.js';
import { Parent as AtComputer } from '../browser/parent.js';
import { turned } from '../browser/turned.js';
import { DIST } from './built.js';
import { Parent } from './parent.js';

process.env.DAIBAN__SANDBOX__PREVIEWS_FOLDER = DIST;

const { service, browser } = opened();

test('by a code, with a photo cut, a consent and the whole taken back and given again, and withdrawn', async () => {
  const family = await service.case('family-01');
  const page = await browser.page({ lang: 'en' });
  const one = new Parent(page, family, { channel: 'yikatong', paper: (path) => service.paper(path) });
  await one.open();
  await one.at('language').click();
  await one.tap('to-section');
  await one.tap('apply');
  await byCode(one);
  await one.tap('apply');
  await one.tap('go');

  assert.equal(await one.walk(async (place) => place.startsWith('card/')), 'stopped');
  while (!(await one.at('slot-card_photo').count())) {
    await one.fill();
    await one.tap('next');
    await one.stepped();
  }
  await one.fill();
  await cut(one);

  assert.equal(await one.walk(async (place) => place.startsWith('review/')), 'stopped');
  await takesBackLookup(family);
  assert.equal(await one.walk(), 'submits', one.seen.join(' '));
  const review = one.seen.lastIndexOf('disclaimer/disclaimer');
  assert.ok(one.seen.indexOf('review/whole') < review, `asked for the consent again: ${one.seen.join(' ')}`);
  const receipt = await one.at('receipt').innerText();

  await one.tap('take-back');
  await one.tap('keep');
  assert.match(await one.at('application').getAttribute('class'), /state-of-submitted/);
  await one.tap('take-back');
  await one.tap('sure');
  await one.at('go-on').waitFor();
  assert.match(await one.at('application').getAttribute('class'), /state-of-draft/);
  assert.equal(await one.at('take-back').count(), 0);
  const before = one.taps;
  await one.tap('go-on');
  assert.equal(await one.walk(), 'submits', one.seen.join(' '));
  console.log(`count: handed in again after it was taken back: ${one.taps - before} taps`);
  assert.notEqual(await one.at('receipt').innerText(), '', receipt);

  await one.tap('withdraw');
  await one.tap('sure');
  await page.locator('.state-of-withdrawn').waitFor();
  for (const id of ['take-back', 'withdraw', 'go-on']) assert.equal(await one.at(id).count(), 0, id);
});

/** The person proves their phone by a code instead of the host's button: a wrong one is told, another one takes a picture code. */
async function byCode(one) {
  const { mobile } = one.family.agent;
  await one.tap('log-in');
  await one.at('native-person').selectOption(one.family.case);
  await one.at('native-choose').click();
  await one.tap('other-phone');
  await one.type(one.at('mobile'), mobile);
  await one.at('send-code').dblclick();
  await one.page.locator('.notice-good:visible').waitFor();
  assert.equal(await service.smsCount(mobile), 1, 'two taps send one message');
  const code = await service.smsCode(mobile);
  await one.type(one.at('sms-code'), code === '000000' ? '111111' : '000000');
  await one.tap('confirm-code');
  await one.at('trouble').waitFor();
  assert.equal(await one.at('mobile').inputValue(), mobile, 'what was typed stays');
  await one.type(one.at('sms-code'), code);
  await one.tap('confirm-code');
  if ((await one.first('start-face', 'apply')) === 'start-face') await one.showFace();
}

/** Another part of the photo goes onto the card, and is the one that is shown next time. */
async function cut(one) {
  const { page } = one;
  const frame = page.locator('.taro_page:last-child .crop-frame:visible');
  const place = () => frame.evaluate(({ style }) => [style.left, style.top, style.width].map(Number.parseFloat));
  const isLoaded = () => page.locator('.taro_page:last-child #crop-save:enabled:visible').waitFor();
  await one.tap('adjust-card_photo');
  await isLoaded();
  const [, , width] = await place();
  await one.tap('crop-smaller');
  await one.tap('crop-smaller');
  const [left, top, smaller] = await place();
  assert.ok(smaller < width, `${smaller} < ${width}`);
  await one.tap('crop-left');
  await one.tap('crop-up');
  const wanted = await place();
  assert.ok(wanted[0] < left && wanted[1] < top, `${wanted} of ${[left, top]}`);
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/card_photo/frame'));
  await one.tap('crop-save');
  assert.equal((await saved).status(), 200);
  await frame.waitFor({ state: 'hidden' });
  await one.tap('adjust-card_photo');
  await isLoaded();
  const now = await place();
  now.forEach((value, at) => assert.ok(Math.abs(value - wanted[at]) <= 0.2, `${now} is ${wanted}`));
  await one.tap('close');
}

/** At a computer, the same person takes back that registers may be asked. */
async function takesBackLookup(family) {
  const parent = new AtComputer(await browser.page(), service, family);
  await parent.logIn();
  const { page } = parent;
  await page.goto('/account');
  const lookup = page.locator('[data-consent]:has(form)').filter({ hasText: '访问授权' });
  await turned(page, () => lookup.locator('form button').click());
  await page.context().close();
}
