// Every way in by a platform that fails: the parent ends at the log-in, is told that the platform is out of order, and nothing changes.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { opened } from './opening.js';
import { turned } from './turned.js';

const PLATFORMS = ['wechat', 'alipay', 'baidu', 'national', 'essc'];
const SIGNS = ['alipay', 'essc'];
const FAULTS = ['late', 'reset', 'rubbish', 'refused', 'altered_signature'];

describe('platforms that fail', () => {
  const { service, browser } = opened();
  let operator;

  before(async () => {
    browser.mayVisit(await service.platforms());
    operator = await browser.page();
  });
  after(async () => operator?.close());

  async function set(platform, fault) {
    await operator.goto('/sandbox/platforms');
    const form = operator.locator(`form[data-platform=${platform}]`);
    await form.locator('[name=fault]').selectOption(fault);
    await turned(operator, () => form.locator('[type=submit]').click());
    assert.equal(await operator.locator(`form[data-platform=${platform}]`).getAttribute('data-fault'), fault);
  }

  /** Goes to the platform's page, and comes back with a code of this person. */
  async function come(page, platform, username) {
    await page.goto('/login?to=/applications');
    await page.locator(`a[data-login=${platform}]`).click();
    await page.locator('form[data-authorise]').waitFor();
    await page.locator('[name=person]').selectOption(username);
    await turned(page, () => page.locator('form[data-authorise] [value=grant]').click());
  }

  const isIn = async (page) => {
    await page.goto('/');
    return (await page.locator('[data-log-out]').count()) > 0;
  };

  for (const platform of PLATFORMS) {
    const faults = FAULTS.filter((fault) => fault !== 'altered_signature' || SIGNS.includes(platform));
    it(`${platform} that fails lets nobody in, and lets its person in once it works again`, async () => {
      const { agent } = await service.case('family-01');
      for (const fault of faults) {
        await set(platform, fault);
        const page = await browser.page();
        await come(page, platform, agent.username);
        assert.equal(new URL(page.url()).pathname, '/login', fault);
        assert.equal(await page.locator('[data-login-problem=unavailable]').count(), 1, `${fault}: ${page.url()}`);
        assert.doesNotMatch(page.url(), /code=|state=/, fault);
        assert.equal(await isIn(page), false, fault);
        await page.context().close();
      }
      await set(platform, 'none');
      const page = await browser.page();
      await come(page, platform, agent.username);
      assert.ok(await isIn(page), page.url());
      await page.context().close();
    });
  }

  it('the portal shows codes of WeChat beside its own, and its own alone while WeChat fails', async () => {
    // In a browser of its own each time: an open page is led on when another code ends its own.
    async function shown() {
      const page = await browser.page();
      const began = Date.now();
      await page.goto('/login/qr');
      const took = Date.now() - began;
      assert.equal(await page.locator('main[data-qr] .handover__code').first().isVisible(), true);
      const codes = await page.locator('[data-host-code] img').evaluateAll((all) => all.map((code) => [code.naturalWidth, code.src]));
      await page.context().close();
      return { took, codes };
    }
    const first = (await shown()).codes;
    assert.deepEqual(first.map(([width]) => width), [280, 280], 'Jingtong and Yikatong');
    assert.notDeepEqual((await shown()).codes, first, 'of another ticket');
    for (const fault of ['late', 'reset', 'rubbish', 'refused']) {
      await set('wechat', fault);
      const { took, codes } = await shown();
      assert.deepEqual(codes, [], fault);
      assert.ok(took < 5_000, `${fault} makes nobody wait: ${took} ms`);
    }
    await set('wechat', 'none');
    assert.equal((await shown()).codes.length, 2);
  });

  it('nothing is linked while a platform fails', async () => {
    // The way above was the person's own: one of each platform, however often it failed.
    const page = await browser.page();
    const { agent } = await service.case('family-01');
    await come(page, 'national', agent.username);
    await page.goto('/account');
    assert.equal(await page.locator('[data-way=national]').count(), 1);
    assert.equal(await page.locator('[data-session-row=other]').count(), 2, 'the log-ins of national and of the card that worked');
  });

  it('a fault that a platform cannot have, and a platform that is none, are refused', async () => {
    await operator.goto('/sandbox/platforms');
    const csrf = await operator.locator('main [name=csrf]').first().inputValue();
    for (const [platform, fault] of [
      ['wechat', 'altered_signature'],
      ['wechat', 'gone'],
      ['nobody', 'late'],
    ]) {
      const answer = await operator.request.post('/sandbox/platforms', { form: { csrf, platform, fault } });
      assert.equal(answer.status(), 400, `${platform} ${fault}`);
    }
    const noToken = await operator.request.post('/sandbox/platforms', { form: { platform: 'wechat', fault: 'late' } });
    assert.equal(noToken.status(), 403);
    await operator.goto('/sandbox/platforms');
    assert.equal(await operator.locator('form[data-fault=none]').count(), await operator.locator('form[data-fault]').count());
  });

  it('its page stands in both languages', async () => {
    const titles = [];
    for (const lang of ['zh-CN', 'en']) {
      const page = await browser.page({ lang });
      await page.goto('/sandbox/platforms');
      titles.push(await page.locator('h1').innerText());
      assert.equal(await page.locator('form[data-platform]').count(), 9);
    }
    assert.notEqual(titles[0], titles[1]);
  });
});
