// A mobile is proved by a code: what leads there and back, and what is no proof.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Newcomer, SEND } from './newcomer.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FORM = 'main form[data-prove]';
const UNPROVED = 'family-25';

describe('the proof of a mobile', () => {
  const { service, browser } = opened();
  const pathOf = (page) => new URL(page.url()).pathname;

  /** An agent whose account has no mobile, on the page that proves one. */
  async function agent(mobile, { javaScript = true, to } = {}) {
    const page = await browser.page({ javaScript });
    const known = await service.case(UNPROVED);
    await new Parent(page, service, known, { javaScript }).logIn();
    await page.goto(to ? `/prove/phone?to=${to}` : '/account');
    if (!to) await turned(page, () => page.locator('main a[href="/prove/phone"]').click());
    assert.equal(await page.locator('main').getAttribute('data-prove'), 'phone');
    return new Newcomer(page, service, mobile);
  }

  it('counts five wrong answers down, and takes no sixth', async () => {
    const person = await agent('19900009001');
    await person.askForCode();
    const right = await service.smsCode(person.mobile);
    const wrong = await person.wrongCode();
    for (const left of [4, 3, 2, 1]) {
      await person.answer(FORM, { sms_code: wrong });
      assert.deepEqual(await person.problems(), ['code_wrong']);
      assert.match(await person.page.locator('#problem-sms_code').innerText(), new RegExp(left));
    }
    await person.answer(FORM, { sms_code: wrong });
    assert.deepEqual(await person.problems(), ['code_gone']);
    await person.answer(FORM, { sms_code: right });
    assert.deepEqual(await person.problems(), ['code_gone'], 'the right one comes too late');
  });

  it('takes no code that is too old, and says to send another', async () => {
    const person = await agent('19900009002');
    await person.askForCode();
    const old = await service.smsCode(person.mobile);
    await service.moveClock(6);
    await person.answer(FORM, { sms_code: old });
    assert.deepEqual(await person.problems(), ['code_gone']);
    await person.askForCode();
    assert.equal(await service.smsCount(person.mobile), 2);
    await person.answer(FORM, { sms_code: '12345' });
    assert.deepEqual(await person.problems(), ['code_format'], 'costs no try');
  });

  it('makes wait who asks again at once, and keeps the code that was sent', async () => {
    const person = await agent('19900009003');
    await person.askForCode();
    assert.equal(await person.page.locator('[data-countdown]').count(), 1);
    await person.askForCode();
    assert.deepEqual(await person.problems(), ['too_many_tries']);
    assert.equal(await person.page.locator('main').getAttribute('data-refusal'), 'too_many_tries');
    assert.equal(await service.smsCount(person.mobile), 1);
    assert.equal(await person.page.locator(FORM).count(), 1, 'the first can still be answered');
  });

  it('says what is wrong with a number and a picture code at their fields', async () => {
    const person = await agent('19900009004');
    await person.page.locator(`${SEND} [name=mobile]`).fill('12345');
    await turned(person.page, () => person.page.locator(`${SEND} [type=submit].button`).click());
    assert.deepEqual(await person.problems(), ['mobile_format']);
    assert.equal(await person.page.locator('[name=mobile]').inputValue(), '123 45', 'what was typed stays');
    await person.askForCode();
    await service.moveClock(2);
    await person.page.locator(`${SEND} [name=picture_code]`).fill('????');
    await turned(person.page, () => person.page.locator(`${SEND} .buttons [type=submit]`).click());
    assert.deepEqual(await person.problems(), ['picture_code']);
    assert.equal(await service.smsCount(person.mobile), 1);
  });

  // Last: from here on the account has a mobile.
  it('leads back to where the person was, without script too; a code is good once, in whichever of two tabs', async () => {
    const person = await agent('19900009005', { javaScript: false, to: '/help' });
    await person.askForCode();
    const code = await service.smsCode(person.mobile);
    const tab = await person.page.context().newPage();
    await tab.goto('/prove/phone?to=https://evil.example/');
    assert.equal(await tab.locator('[name=next]').first().getAttribute('value'), '/account', 'leads to no other site');
    const other = new Newcomer(tab, service, person.mobile);
    await service.moveClock(2);
    await other.askForCode();
    await person.answer(FORM, { sms_code: code });
    assert.deepEqual(await person.problems(), ['code_wrong'], 'the newer one counts');
    const newer = await service.smsCode(person.mobile);
    await person.answer(FORM, { sms_code: newer });
    assert.equal(pathOf(person.page), '/help');
    await person.page.goto('/account');
    assert.match(await person.page.locator('main').innerText(), /199\*\*\*\*9005/);
    await person.page.goto('/prove/phone');
    assert.equal(await person.page.locator('main').getAttribute('data-prove'), 'real_name', 'another one needs more');

    // Its form is of the log-in before: it is refused, and what it sends proves nothing.
    await turned(tab, () => tab.locator(`${FORM} [data-primary]`).click());
    assert.equal(await tab.locator('main[data-prove]').count(), 0);
  });
});
