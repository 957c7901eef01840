// The log-in by account: where it leads, and what it must not lose.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

describe('the log-in', () => {
  const { service, browser } = opened();
  const pathOf = (page) => new URL(page.url()).pathname;

  /** Presses the button that begins an application, as a visitor. */
  async function begins(page) {
    await page.goto('/services/minor-card');
    await turned(page, () => page.locator('form[data-start] button').click());
    assert.equal(pathOf(page), '/login');
  }

  async function answers(page, { username, password }) {
    await page.locator('main [name=login]').fill(username);
    await page.locator('main [name=password]').fill(password);
    const challenge = await page.locator('main [name=challenge]').inputValue();
    await page.locator('main [name=picture_code]').fill(await service.pictureCode(challenge));
    await turned(page, () => page.locator('main [data-primary]').click());
  }

  it('begins what was asked for before it, once', async () => {
    const page = await browser.page();
    const { agent } = await service.case('family-01');
    await begins(page);
    await answers(page, { ...agent, password: 'wrong' });
    assert.equal(await page.locator('[data-problem=log_in]').count(), 1);
    await answers(page, agent);
    assert.match(pathOf(page), /^\/applications\/[^/]{36}\/disclaimer$/);

    // A parent with a draft chooses first, and opening an address alone begins nothing.
    await page.context().clearCookies();
    await begins(page);
    await answers(page, agent);
    assert.equal(pathOf(page), '/services/minor-card');
    await page.goto('/applications/new');
    assert.equal(pathOf(page), '/services/minor-card');
    await page.goto('/applications');
    assert.equal(await page.locator('[data-state=draft]').count(), 1);
  });

  it('asks in words and in a picture without losing what was typed', async () => {
    const page = await browser.page();
    const { agent } = await service.case('family-02');
    await page.goto('/login?to=/applications');
    await page.locator('[name=login]').fill(agent.username);
    await page.locator('[name=password]').fill(agent.password);
    for (const asked of ['.question', '.code__picture']) {
      await page.locator('[name=switch]').click();
      await page.locator(asked).waitFor();
      assert.ok(await page.locator('[name=picture_code]').evaluate((input) => input === document.activeElement), asked);
      assert.equal(await page.locator('[name=login]').inputValue(), agent.username);
      assert.equal(await page.locator('[name=password]').inputValue(), agent.password);
    }
    await answers(page, agent);
    assert.equal(pathOf(page), '/applications');
  });

  for (const javaScript of [true, false]) {
    it(`shows another picture and keeps what nobody has judged ${javaScript ? 'with' : 'without'} script`, async () => {
      const page = await browser.page({ javaScript });
      const { agent } = await service.case('family-02');
      await page.goto('/login?to=/applications');
      const typed = async (login, password) => {
        assert.equal(await page.locator('main [name=login]').inputValue(), login);
        assert.equal(await page.locator('main [name=password]').inputValue(), password);
      };
      await page.locator('main [name=login]').fill(agent.username);
      await page.locator('main [name=password]').fill(agent.password);
      const challenge = page.locator('main [name=challenge]');
      for (const button of ['[name=another]', '[name=switch]', '[name=switch]']) {
        const before = await challenge.inputValue();
        await page.locator(`main ${button}`).click();
        await page.locator(`main [name=challenge]:not([value="${before}"])`).waitFor({ state: 'attached' });
        await typed(agent.username, agent.password);
      }
      // Read wrong: another picture, and nothing is typed again.
      await page.locator('main [name=picture_code]').fill('wrong');
      await turned(page, () => page.locator('main [data-primary]').click());
      assert.equal(await page.locator('[data-problem=picture_code]').count(), 1);
      await typed(agent.username, agent.password);
      // Judged: it does not come back.
      await answers(page, { ...agent, password: 'wrong' });
      assert.equal(await page.locator('[data-problem=log_in]').count(), 1);
      await typed(agent.username, '');
      await answers(page, agent);
      assert.equal(pathOf(page), '/applications');
    });
  }

  it('says what to do when another way has failed, and remembers the last way without a word about the person', async () => {
    const page = await browser.page();
    for (const code of ['refused', 'mismatch', 'expired', 'unavailable']) {
      await page.goto(`/login?problem=${code}`);
      const said = page.locator(`[data-login-problem=${code}]`);
      assert.match(await said.innerText(), /请/, code);
      assert.ok(await page.locator('main [name=login]').count(), 'the form is there');
    }
    await page.goto('/login?problem=other');
    assert.equal(await page.locator('[data-login-problem]').count(), 0);
    const ways = await page.locator('a[data-login]').evaluateAll((links) => links.map((link) => [link.dataset.login, link.getAttribute('href').split('?')[0]]));
    const offered = ['alipay', 'baidu', 'essc', 'national', 'qr', 'wechat'].map((way) => [way, `/login/${way}`]);
    assert.deepEqual(ways.sort(), offered, 'every way that is configured');
    const { agent } = await service.case('family-04');
    await answers(page, agent);
    const cookies = await page.context().cookies();
    const way = cookies.find((cookie) => cookie.name.endsWith('daiban-way'));
    assert.deepEqual([way?.value, way?.sameSite, way?.httpOnly], ['password', 'Lax', true]);
  });

  it('is followed by no receipt of what was taken back or given up', async () => {
    const page = await browser.page();
    const mother = new Parent(page, service, await service.case('family-03'));
    await mother.logIn();
    await mother.begin();
    const { receipt } = await mother.answer();
    assert.ok(receipt);
    const address = page.url().replace('/receipt', '');
    await page.goto(address);
    await turned(page, () => page.locator('form[action$="/take-back"] button').click());
    assert.equal(await mother.step(), 'review', 'where every answer can be changed');
    // A submission that does not stand has no receipt.
    await page.goto(`${address}/receipt`);
    assert.equal(page.url(), address);
    assert.equal(await page.locator(`a[href$="/receipt"]`).count(), 0);
    for (const file of ['receipt.svg', 'receipt.pdf']) assert.equal((await page.request.get(`${address}/${file}`)).status(), 404);

    await page.locator('details.more summary').click();
    await turned(page, () => page.locator('form[action$="/withdraw"] button').click());
    await page.goto(address);
    await turned(page, () => page.locator('main [data-primary]').click());
    assert.equal(await mother.step(), 'disclaimer', 'another one is begun from there');
  });
});
