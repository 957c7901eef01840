// The log-in ends while a parent types: they are warned in time, log in again in place, and nothing typed is lost.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const MINUTE_MS = 60_000;
const NAME = 'main [name="child.name"]';

describe('the end of a log-in', () => {
  const { service, browser } = opened();

  /** A parent who has just typed the child's name. */
  async function typing(name, { javaScript = true } = {}) {
    const page = await browser.page({ javaScript });
    if (javaScript) await page.clock.install();
    const parent = new Parent(page, service, await service.case(name), { javaScript });
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'child' });
    await page.locator(NAME).fill(parent.known.child.name);
    return parent;
  }

  /** Time passes, for the service and in the page. */
  async function pass(page, minutes) {
    await service.moveClock(minutes);
    await page.clock.fastForward(minutes * MINUTE_MS);
  }

  /** Answers the log-in form under `root` as this agent. */
  async function fillLogIn(root, { username, password }) {
    await root.locator('[name=login]').fill(username);
    await root.locator('[name=password]').fill(password);
    const challenge = await root.locator('[name=challenge]').inputValue();
    await root.locator('[name=picture_code]').fill(await service.pictureCode(challenge));
  }

  const left = (page) => page.evaluate(async () => (await (await fetch('/session')).json()).seconds_left);

  it('is said in time, and whoever is still there stays', async () => {
    const { page, known } = await typing('family-01');
    const dialog = page.locator('dialog[data-session]');
    await pass(page, 20);
    assert.equal(await dialog.isVisible(), false, 'ten minutes are left');
    await pass(page, 6);
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /再过[34]分钟/);
    assert.ok((await left(page)) < 300);
    await dialog.locator('[data-keep]').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.waitForFunction(async () => (await (await fetch('/session')).json()).seconds_left > 1700);
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
  });

  it('is not said while another window is used', async () => {
    const { page } = await typing('family-02');
    const other = await page.context().newPage();
    await pass(page, 20);
    await other.goto('/applications');
    const asked = page.waitForResponse('**/session');
    await pass(page, 6);
    assert.ok((await (await asked).json()).seconds_left > 1200);
    assert.equal(await left(page) > 1200, true, 'the answer has been read');
    assert.equal(await page.locator('dialog[data-session]').isVisible(), false);
  });

  it('is mended in place: the page goes on with what was typed', async () => {
    const parent = await typing('family-03');
    const { page, known } = parent;
    const address = page.url();
    await pass(page, 31);
    const dialog = page.locator('dialog[data-session]');
    const form = dialog.locator('form[data-login]');
    await form.waitFor();

    await fillLogIn(form, { ...known.agent, password: 'wrong' });
    await form.locator('[data-primary]').click();
    await dialog.locator('[data-problem=log_in]').waitFor();

    await fillLogIn(form, known.agent);
    await form.locator('[data-primary]').click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(page.url(), address, 'the page was never left');
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
    await parent.fill();
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
    assert.equal(await parent.step(), 'relationship', 'and it is taken in');
  });

  it('is mended in place also on a page that came back through the log-in', async () => {
    const parent = await typing('family-09a');
    const { page, known } = parent;
    const address = page.url();
    // A parent who posts just as it ends gets the log-in as a page.
    await service.moveClock(31);
    await parent.next();
    await fillLogIn(page.locator('main'), known.agent);
    await turned(page, () => page.locator('main form[data-login] [data-primary]').click());
    assert.equal(await parent.step(), 'child');
    assert.equal(new URL(page.url()).pathname, new URL(address).pathname);

    await pass(page, 31);
    const dialog = page.locator('dialog[data-session]');
    const form = dialog.locator('form[data-login]');
    await form.waitFor();
    await fillLogIn(form, known.agent);
    await form.locator('[data-primary]').click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.locator(NAME).inputValue(), known.child.name, 'the page was never left');
  });

  it('goes on by itself once another window has logged in', async () => {
    const { page, known } = await typing('family-07');
    await pass(page, 31);
    const dialog = page.locator('dialog[data-session]');
    await dialog.locator('form[data-login]').waitFor();
    const other = await page.context().newPage();
    await other.goto('/login?to=/applications');
    await fillLogIn(other.locator('main'), known.agent);
    await other.locator('main [data-primary]').click();
    // The address of the log-in ends in the same words.
    await other.waitForURL((url) => url.pathname === '/applications');
    await page.bringToFront();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
  });

  it('keeps the page through whatever is wrong with the log-in', async () => {
    const { page, known } = await typing('family-08');
    const address = page.url();
    await pass(page, 31);
    const dialog = page.locator('dialog[data-session]');
    const form = dialog.locator('form[data-login]');
    await form.waitFor();
    for (const status of [429, 500, 503]) {
      await page.route('**/login', (route) => route.fulfill({ status, contentType: 'text/html', body: '<main></main>' }));
      await fillLogIn(form, known.agent);
      await dialog.locator('[data-failed]').evaluate((failed) => { failed.textContent = ''; });
      await form.locator('[data-primary]').click();
      await dialog.locator('[data-failed]:not(:empty)').waitFor();
      assert.equal(page.url(), address, String(status));
      await page.unroute('**/login');
    }

    // The form token belongs to a cookie that is gone: a new form is fetched.
    await page.context().clearCookies();
    const challenge = await form.locator('[name=challenge]').inputValue();
    await form.locator('[data-primary]').click();
    await page.waitForFunction((old) => document.querySelector('dialog [name=challenge]')?.value !== old, challenge);
    await fillLogIn(form, known.agent);
    await form.locator('[data-primary]').click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(page.url(), address);
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
  });

  it('shows nothing of it to another account', async () => {
    const { page, known } = await typing('family-04');
    await pass(page, 31);
    const form = page.locator('dialog[data-session] form[data-login]');
    await form.waitFor();
    await fillLogIn(form, (await service.case('family-05')).agent);
    await form.locator('[data-primary]').click();
    await page.waitForURL('**/applications');
    assert.ok(!(await page.content()).includes(known.child.name));
  });

  it('without script: what was typed waits in the log-in page and comes back', async () => {
    const parent = await typing('family-06', { javaScript: false });
    const { page, known } = parent;
    await service.moveClock(31);
    await parent.next();
    const main = page.locator('main');
    assert.equal(await main.getAttribute('data-refusal'), 'expired_session');
    assert.match(await main.innerText(), /您填写的内容还在/);

    await page.locator('form[data-login] [name=switch]').click();
    await fillLogIn(main, { ...known.agent, password: 'wrong' });
    await main.locator('[data-primary]').click();
    await main.locator('[data-problem=log_in]').waitFor();

    await fillLogIn(main, known.agent);
    await turned(page, () => main.locator('[data-primary]').click());
    assert.equal(await parent.step(), 'child', 'back at the step');
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
    await parent.fill();
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
    assert.notEqual(await parent.step(), 'child', 'and it is taken in');
  });
});
