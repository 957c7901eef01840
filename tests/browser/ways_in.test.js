// Every way in besides the password: each platform over its own wire, and a code that a telephone scans. What is refused, cancelled,
// replayed or broken lets nobody in.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { opened } from './opening.js';
import { turned } from './turned.js';

const PLATFORMS = ['wechat', 'alipay', 'baidu', 'national', 'essc'];

describe('ways in', () => {
  const { service, browser } = opened();

  before(async () => browser.mayVisit(await service.platforms()));

  const isIn = async (page) => {
    await page.goto('/');
    return (await page.locator('[data-log-out]').count()) > 0;
  };

  async function away(page, platform, to = '/applications') {
    await page.goto(`/login?to=${to}`);
    await page.locator(`a[data-login=${platform}]`).click();
    await page.locator('form[data-authorise]').waitFor();
  }

  const decide = (page, decision) =>
    turned(page, () => page.locator(`form[data-authorise] [value=${decision}]`).click());

  for (const platform of PLATFORMS) {
    it(`${platform} lets its person in, and leaves nothing in the address`, async () => {
      const page = await browser.page();
      const { agent } = await service.case('family-01');
      await away(page, platform);
      await page.locator('[name=person]').selectOption(agent.username);
      await decide(page, 'grant');
      assert.doesNotMatch(page.url(), /code|state/);
      assert.ok(await isIn(page), page.url());
      await page.goto('/applications');
      const proves = ['national', 'essc'].includes(platform);
      // A platform that knows no names leads to the proof of one.
      assert.equal(new URL(page.url()).pathname === '/applications' && (await page.locator('main[data-refusal=level]').count()) === 0, proves);
      // Whoever came in sees their own account, and what is not proved yet.
      assert.equal((await page.goto('/account')).status(), 200);
      assert.equal(await page.locator(`[data-way=${platform}]`).count(), 1);
      assert.equal(await page.locator('[data-prove-name]').count(), proves ? 0 : 1);
    });

    it(`${platform} lets nobody in who refuses, or while it is broken`, async () => {
      const page = await browser.page();
      await away(page, platform);
      await decide(page, 'refuse');
      assert.equal(await page.locator('[data-login-problem=refused]').count(), 1, page.url());
      assert.doesNotMatch(page.url(), /code=|state=/);
      await away(page, platform);
      await decide(page, 'break');
      assert.equal(await page.locator('[data-login-problem=unavailable]').count(), 1, page.url());
      assert.ok(!(await isIn(page)));
    });
  }

  it('what another browser began, or was used before, counts for nobody', async () => {
    const page = await browser.page();
    let back = '';
    page.on('request', (request) => {
      if (request.url().includes('/login/national/callback')) back = request.url();
    });
    await away(page, 'national');
    await decide(page, 'grant');
    assert.ok(await isIn(page));
    const thief = await browser.page();
    for (const there of [page, thief]) {
      await there.context().clearCookies();
      await there.goto(back);
      assert.equal(await there.locator('[data-login-problem=mismatch]').count(), 1, there.url());
      assert.ok(!(await isIn(there)));
    }
  });

  /** A browser that shows a code, and the page that plays the telephone. */
  async function scanned() {
    const page = await browser.page();
    await page.goto('/login/qr?to=/applications');
    const ticket = await page.locator('main[data-qr]').getAttribute('data-qr');
    const digits = (await page.locator('[data-digits]').innerText()).trim();
    const phone = await browser.page();
    await phone.goto(`/sandbox/phone?ticket=${ticket}`);
    const { agent } = await service.case('family-01');
    await phone.locator('[name=person]').selectOption(agent.username);
    return { page, phone, ticket, digits };
  }

  for (const host of ['wechat', 'alipay', 'baidu']) {
    it(`a telephone with ${host} lets the browser in by itself`, async () => {
      const { page, phone, digits } = await scanned();
      await phone.locator('[name=host]').selectOption(host);
      await phone.locator('[name=digits]').fill(digits);
      await turned(phone, () => phone.locator('[value=confirm]').click());
      assert.equal(await phone.locator('[data-refusal]').count(), 0);
      await page.waitForURL(({ pathname }) => pathname === '/applications');
      assert.ok(await isIn(page));
    });
  }

  it('without script a link looks', async () => {
    const { page, phone, ticket, digits } = await scanned();
    await page.close();
    const plain = await browser.page({ javaScript: false });
    await plain.goto('/login/qr?to=/applications');
    const own = await plain.locator('main[data-qr]').getAttribute('data-qr');
    assert.notEqual(own, ticket);
    await plain.locator('a[data-look]').click();
    assert.equal(await plain.locator('[data-not-yet]').count(), 1);
    const shown = (await plain.locator('[data-digits]').innerText()).trim();
    assert.ok(digits.length === 2 && shown.length === 2);
    await phone.goto(`/sandbox/phone?ticket=${own}`);
    await phone.locator('[name=digits]').fill(shown);
    await turned(phone, () => phone.locator('[value=confirm]').click());
    await plain.locator('a[data-look]').click();
    assert.match(plain.url(), /\/applications$/);
  });

  it('wrong digits, a refusal and a second use let nobody in', async () => {
    const { page, phone, digits } = await scanned();
    await phone.locator('[name=digits]').fill(digits === '00' ? '01' : '00');
    await turned(phone, () => phone.locator('[value=confirm]').click());
    await page.waitForURL(/\/login\?/);
    assert.equal(await page.locator('[data-login-problem=refused]').count(), 1);
    const second = await scanned();
    await turned(second.phone, () => second.phone.locator('[value=refuse]').click());
    await second.page.waitForURL(/\/login\?/);
    assert.equal(await second.page.locator('[data-login-problem=refused]').count(), 1);
    assert.ok(!(await isIn(second.page)));
    const answer = await second.phone.goto(`/sandbox/phone?ticket=${second.ticket}`);
    assert.equal(answer.status(), 404);
    assert.equal(await second.phone.locator('main[data-refusal=expired]').count(), 1);
  });

  it('a code lasts two minutes, and a new one ends the one before', async () => {
    const { page, phone, ticket } = await scanned();
    const stranger = await browser.page();
    await stranger.goto(`/login/qr/${ticket}`);
    assert.equal(await stranger.locator('[data-login-problem=expired]').count(), 1);
    await page.goto('/login/qr');
    assert.equal((await phone.goto(`/sandbox/phone?ticket=${ticket}`)).status(), 404);
    await service.moveClock(3);
    await page.waitForURL(/\/login\?/);
    assert.equal(await page.locator('[data-login-problem=expired]').count(), 1);
  });
});
