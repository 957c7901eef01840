// The pages around an application without a mouse: each is reached and used by keyboard, and every focus stop is visible. The
// page of two answers from two windows is tested in tabs.test.js.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { Keyboard } from './keyboard.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const SERVICE = '/services/minor-card';
const CHECKLIST = 'a[href="/services/minor-card/checklist"]';

describe('every page without a mouse', () => {
  const { service, browser } = opened();

  /** A visitor who uses the keyboard. */
  async function visitor() {
    const page = await browser.page({ width: 1280 });
    // Nothing can be printed here; that printing was requested can be checked.
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', '');
    });
    return { page, keyboard: new Keyboard(page) };
  }

  /** The same, as a parent who is logged in. */
  async function loggedIn(name) {
    const { page, keyboard } = await visitor();
    const parent = new Parent(page, service, await service.case(name));
    await parent.logIn();
    return { parent, page, keyboard };
  }

  async function prints(page, keyboard) {
    await keyboard.to('[data-print]');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('html[data-printed]').count(), 1, 'the browser is asked to print');
  }

  const pathOf = (page) => new URL(page.url()).pathname;

  it('the first link leads past the head of a page', async () => {
    const { page, keyboard } = await loggedIn('family-01');
    await page.goto(SERVICE);
    await keyboard.to('a.skip');
    await page.keyboard.press('Enter');
    await keyboard.to('main a');
    assert.ok(keyboard.stops < 5, `${keyboard.stops} stops`);
  });

  it('the checklist is replied to, changed and printed before the log-in, and leads to it', async () => {
    const { page, keyboard } = await visitor();
    await page.goto('/');
    await keyboard.press(`main a[href="${SERVICE}"]`);
    await keyboard.press(CHECKLIST);
    const replies = { age: '7', doc: 'book', book: 'one', who: 'parent' };
    for (const [question, reply] of Object.entries(replies)) {
      assert.equal(await page.locator('main').getAttribute('data-question'), question);
      await keyboard.press(`[data-reply][href*="${question}=${reply}"]`);
    }
    assert.ok(await page.locator('main[data-checklist]').count(), page.url());
    await prints(page, keyboard);
    await keyboard.press('.rows__change a[href*="ask=doc"]');
    await keyboard.press('[data-reply][href*="doc=card"]');
    await keyboard.press('[data-reply][href*="cert=yes"]');
    assert.ok(await page.locator('[data-paper=child_id_emblem]').count(), page.url());
    await keyboard.press('form[data-start] button');
    await keyboard.logIn(service, (await service.case('family-01')).agent);
    await keyboard.press('form[data-login] [data-primary]');
    assert.equal(await page.locator('main form[data-step]').getAttribute('data-step'), 'disclaimer');
  });

  it('the account ends what is open elsewhere, and changes language and type', async () => {
    const elsewhere = await loggedIn('family-02');
    const { page, keyboard } = await loggedIn('family-02');
    await page.goto('/');
    await keyboard.press('header a[href="/account"]');
    await keyboard.press('form[action="/account/end-others"] button');
    assert.equal(await page.locator('[data-others]').getAttribute('data-others'), '0');
    await elsewhere.page.goto('/account');
    assert.equal(await elsewhere.page.locator('main').getAttribute('data-refusal'), 'expired_session');
    await keyboard.press('.rows__change a[href^="/language/"]');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await keyboard.press('.rows__change a[href^="/care/"]');
    assert.equal(await page.locator('html.care').count(), 1);
    await keyboard.press('.account__go');
    assert.equal(pathOf(page), '/applications');
    await keyboard.to('header [data-log-out] summary');
    await page.keyboard.press('Enter');
    await keyboard.press('header form[action="/logout"] button');
    await page.goto('/account');
    assert.match(page.url(), /\/login/);
  });

  it('a receipt is kept, a second child is applied for, and an application is taken back and withdrawn', async () => {
    const { parent, page, keyboard } = await loggedIn('family-26a');
    await parent.begin();
    await hurry(parent, 'review');
    const { receipt } = await parent.answer();
    assert.ok(receipt, `no receipt at ${page.url()}`);
    const application = pathOf(page).replace('/receipt', '');
    await prints(page, keyboard);
    await page.reload();
    await keyboard.to('a[href$="receipt.pdf"]');
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.match(file.suggestedFilename(), /\.pdf$/);

    await page.goto(SERVICE);
    await keyboard.press('form[data-start] button');
    const second = new Parent(page, service, await service.case('family-26b'));
    for (let pages = 0; (await second.step()) !== 'child'; pages += 1) {
      assert.ok(pages < 5, `no child at ${page.url()}`);
      await keyboard.fill(service, second.known);
      await keyboard.press('main form[data-step] [data-primary]');
    }
    await keyboard.press('main .back a');
    await keyboard.to('[data-slot=agent_id_emblem][data-present] .slot__thumb');

    await keyboard.press('header a[href="/applications"]');
    await keyboard.press(`main a[href="${application}"]`);
    await keyboard.to('main section a');
    await keyboard.press('form[action$="/take-back"] button');
    assert.equal(await parent.step(), 'review', 'where every answer can be changed');
    assert.ok(await page.locator('main [role=status]').count(), 'it is said that it is taken back');
    await page.goto(application);
    await keyboard.to('main details summary');
    await page.keyboard.press('Enter');
    await keyboard.press('form[action$="/withdraw"] button');
    assert.equal(await page.locator('main li[data-state=withdrawn]').count(), 1);
  });

  it('a refusal leads on, to my applications and to help', async () => {
    const { parent, page, keyboard } = await loggedIn('family-10b');
    await parent.begin();
    assert.ok((await parent.answer()).refusal, `no refusal at ${page.url()}`);
    await keyboard.to('main .buttons a[href="/applications"]');
    await keyboard.press('main .further a[href="/help"]');
    assert.equal(pathOf(page), '/help');
  });
});
