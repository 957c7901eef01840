// A picture taken with a phone: the code is read from the page, another browser opens it, and the picture appears here.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

/** The first page with documents: both sides of the agent's own card. */
const STEP = 'agent';
const MATERIAL = 'agent_id_emblem';
const SLOT = `[data-slot=${MATERIAL}]`;

describe('a picture by phone', () => {
  const { service, browser } = opened();

  async function atTheSlots(name, wanted = {}) {
    const parent = new Parent(await browser.page(wanted), service, await service.case(name), wanted);
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: STEP });
    return parent;
  }

  /** Another browser, with no cookies, at the address that the code holds. */
  async function phoneAt(address, wanted = {}) {
    const phone = await browser.page(wanted);
    await phone.goto(address);
    return phone;
  }

  const picture = async (known) => ({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await service.paper(known.papers[MATERIAL]) });
  const state = (phone) => phone.locator('main').getAttribute('data-capture');

  it('appears at the computer without a reload, and the code is used up', async () => {
    const { page, known } = await atTheSlots('family-01', { width: 1280 });
    await page.evaluate(() => { window.untouched = true; });
    await page.locator(`${SLOT} [data-phone]`).click();
    const dialog = page.locator(`dialog[data-handover=${MATERIAL}]`);
    await dialog.waitFor();
    const address = await scan(page);
    assert.ok(address.endsWith(await dialog.locator('[data-address]').getAttribute('data-address')), address);

    const phone = await phoneAt(address);
    const words = await phone.locator('main').innerText();
    assert.ok(!words.includes(known.agent.name) && !words.includes(known.child.name), words);
    assert.equal(await phone.locator('header :is(a[href="/login"], form)').count(), 0, 'nobody logs in on the phone');
    await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await phone.locator(`[data-problem=picture_unsupported][data-field=${MATERIAL}]`).waitFor();
    await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(await picture(known));
    const other = 'agent_id_portrait';
    const next = phone.locator(`input[type=file][name=${other}]`);
    await next.waitFor({ state: 'attached' });
    assert.notEqual(phone.url(), address, 'each slot has a right of its own');

    await page.locator(`${SLOT}[data-present]`).waitFor();
    assert.equal(await dialog.count(), 0, 'the code has gone');
    assert.equal(await page.evaluate(() => window.untouched), true, 'nobody reloaded the page');
    assert.ok(await page.evaluate((slot) => document.querySelector(slot).contains(document.activeElement), SLOT), 'the focus is back');

    // The same phone goes on with what else is missing, and the page hears of that, too.
    await next.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: await service.paper(known.papers[other]) });
    await page.locator(`[data-slot=${other}][data-present]`).waitFor();
    assert.equal(await page.evaluate(() => window.untouched), true);

    await phone.goto(address);
    assert.equal(await phone.locator('main').getAttribute('data-refusal'), 'capture_over');
  });

  it('is found on reload without script, at either end', async () => {
    const javaScript = false;
    const { page, known } = await atTheSlots('family-02', { javaScript });
    await page.locator(`${SLOT} button[value="phone:${MATERIAL}"]`).click();
    await page.locator('[data-handover=open]').waitFor();
    const address = await scan(page);
    await page.locator('[data-look]').click();
    await page.locator('[data-handover=open]').waitFor();
    assert.equal(await scan(page), address, 'looked at again, the code is the same');

    const phone = await phoneAt(address, { javaScript });
    await phone.locator('main [type=submit]').click();
    await phone.locator(`[data-problem=missing]`).waitFor();
    await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(await picture(known));
    await turned(phone, () => phone.locator('main [type=submit]').click());

    await page.locator('[data-look]').click();
    await page.locator('[data-handover=received]').waitFor();
    await turned(page, () => page.locator('[data-handover=received] a').click());
    assert.equal(await page.locator(`${SLOT}[data-present]`).count(), 1);
  });

  it('is told of although it is the very one that was there', async () => {
    const parent = await atTheSlots('family-06', { width: 1280 });
    const { page, known } = parent;
    await parent.upload(MATERIAL);
    const present = page.locator(`${SLOT}[data-present]`);
    await present.waitFor();
    await page.locator(`${SLOT} [data-phone]`).click();
    const dialog = page.locator(`dialog[data-handover=${MATERIAL}]`);
    await dialog.waitFor();
    const address = await scan(page);
    const phone = await phoneAt(address);
    await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(await picture(known));
    await phone.waitForURL(({ href }) => href !== address);
    await dialog.waitFor({ state: 'detached' });
    await present.waitFor();
  });

  it('appears although the computer was cut off for a while, and a code that fails is asked for again in place', async () => {
    const { page, known } = await atTheSlots('family-07', { width: 1280 });
    await page.evaluate(() => { window.untouched = true; });
    await page.route('**/changes', (route) => route.fulfill({ status: 503 }), { times: 1 });
    await page.locator(`${SLOT} [data-phone]`).click();
    const dialog = page.locator(`dialog[data-handover=${MATERIAL}]`);
    await dialog.locator('[data-lost] [data-look]').waitFor();
    const address = await scan(page);
    await dialog.locator('[data-lost]').waitFor({ state: 'hidden' });

    // The code expires; a second press makes a new one.
    const phone = await phoneAt(address);
    for (let tries = 0; tries < 10; tries += 1) {
      await phone.goto(address);
      await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
      await phone.locator('[data-problem]').waitFor();
    }
    const again = dialog.locator('[data-over] [data-phone]');
    await again.waitFor();
    await page.route('**/phone', (route) => route.fulfill({ status: 503 }), { times: 1 });
    await again.click();
    await dialog.getByText(await again.getAttribute('data-failed')).waitFor();
    await again.click();
    await page.locator(`dialog[open][data-handover=${MATERIAL}] [data-waiting]`).waitFor();
    await phone.goto(await scan(page));
    await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(await picture(known));
    await page.locator(`${SLOT}[data-present]`).waitFor();
    assert.equal(await page.evaluate(() => window.untouched), true, 'nothing that was typed is gone');
  });

  it('is shown as soon as it can be had, and not called there before', async () => {
    const { page, known } = await atTheSlots('family-04', { width: 1280 });
    await page.locator(`${SLOT} [data-phone]`).click();
    const dialog = page.locator(`dialog[data-handover=${MATERIAL}]`);
    const phone = await phoneAt(await scan(page));
    await page.route('**/slot', (route) => route.fulfill({ status: 503 }), { times: 1 });
    await phone.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(await picture(known));
    await dialog.locator('[data-lost]').waitFor();
    assert.equal(await page.locator(`${SLOT}[data-present]`).count(), 0);
    await page.locator(`${SLOT}[data-present]`).waitFor();
    await dialog.waitFor({ state: 'detached' });
  });

  it('is open by the code that is shown, however often the button is pressed', async () => {
    const { page } = await atTheSlots('family-07', { width: 1280 });
    await page.locator(`${SLOT} [data-phone]`).dblclick();
    const phone = await phoneAt(await scan(page));
    assert.equal(await state(phone), 'open');
  });

  it('is asked for in the language and the type of whoever holds the phone', async () => {
    const { page } = await atTheSlots('family-08', { width: 1280 });
    await page.locator(`${SLOT} [data-phone]`).click();
    const phone = await phoneAt(await scan(page));
    await turned(phone, () => phone.locator('header a[hreflang=en]').click());
    assert.equal(await phone.locator('html').getAttribute('lang'), 'en');
    await turned(phone, () => phone.locator('header a[href*=care]').click());
    assert.match(await phone.locator('html').getAttribute('class'), /care/);
    assert.equal(await state(phone), 'open', 'and the code is as good as before');
    assert.ok(!(await phone.content()).includes('back='), 'no other address names it');
  });

  it('is not possible by a code that another one replaced', async () => {
    const { page } = await atTheSlots('family-05', { width: 1280 });
    const button = page.locator(`${SLOT} [data-phone]`);
    await button.click();
    const first = await scan(page);
    await page.locator('dialog[data-handover] [data-close]').click();
    await button.click();
    await page.locator('dialog[data-handover]').waitFor();
    const second = await scan(page);
    assert.notEqual(first, second);
    const phone = await phoneAt(first);
    assert.equal(await phone.locator('main').getAttribute('data-refusal'), 'capture_over');
    await phone.goto(second);
    assert.equal(await state(phone), 'open');
  });
});

/** The address that a QR code reader finds on the page. */
async function scan(page) {
  // A closed one may still be in the tree for a moment.
  await page.locator('[data-address]:visible').waitFor();
  const { status, stdout, stderr } = spawnSync('zbarimg', ['--quiet', '--raw', '-'], { input: await page.screenshot(), encoding: 'utf8' });
  assert.equal(status, 0, `no code can be read: ${stderr}`);
  return stdout.trim();
}
