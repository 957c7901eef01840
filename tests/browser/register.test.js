// The register at the page that names the child: its children as cards, and what is said while it is slow.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

/** Longer than anybody waits in this test. */
const SLOW_MS = 60_000;

describe('the register', () => {
  const { service, browser } = opened();

  async function begun(name) {
    const parent = new Parent(await browser.page(), service, await service.case(name));
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'child');
    return parent;
  }

  it('a child is chosen with its ID type at one tap, and its fields close', async () => {
    const { page, known } = await begun('family-01');
    const { name, id_type: idType } = known.child;
    const card = page.locator('.known__child', { hasText: name });
    await turned(page, () => card.locator(`button[value^="choose:${idType}:"]`).click());
    assert.match(page.url(), /\/relationship/);
    await page.goto(page.url().replace('/relationship', '/child'));
    assert.equal(await page.locator('[name="child.name"]').count(), 0);
    assert.equal(await card.locator('button[aria-pressed=true]').getAttribute('value').then((value) => value.split(':')[1]), idType);
    await turned(page, () => page.locator('a[href*="another="]').click());
    assert.equal(await page.locator('[name="child.name"]').inputValue(), name);
  });

  it('a child that has a live application of the same agent says so at once', async () => {
    const parent = await begun('family-02');
    const { page, known } = parent;
    const { receipt } = await parent.answer();
    assert.ok(receipt);
    const again = new Parent(page, service, known);
    await page.goto('/services/minor-card');
    await again.begin();
    await hurry(again, 'child');
    const live = page.locator('[data-live-application]');
    assert.ok((await live.innerText()).replaceAll('-', '').includes(receipt.replaceAll('-', '')), await live.innerText());
    assert.match(await live.locator('a').getAttribute('href'), /^\/applications\//);
  });

  it('says that it is slow, and lets one go on after ten seconds', async () => {
    const parent = await begun('family-03');
    const { page } = parent;
    await page.route('**/child', async (route) => {
      const isFirst = route.request().method() === 'POST' && !route.request().postData()?.includes('unasked');
      if (isFirst) await sleep(SLOW_MS, null, { ref: false });
      await route.continue().catch(() => {});
    });
    await parent.fill();
    // While a page is on its way, Playwright's locators wait for it: the page itself is asked what it shows.
    const shown = () => page.evaluate(() => {
      const panel = document.querySelector('[data-waiting]');
      const isSeen = (selector) => panel.querySelector(selector).checkVisibility();
      return { words: panel.innerText, moves: isSeen('progress'), goesOn: isSeen('[data-go-on]') };
    });
    const until = async (isSo) => {
      for (let tries = 0; tries < 150; tries += 1) {
        const now = await shown();
        if (isSo(now)) return now;
        await sleep(100);
      }
      throw new Error(`never seen: ${JSON.stringify(await shown())}`);
    };
    assert.deepEqual(await shown(), { words: '', moves: false, goesOn: false });
    await page.evaluate(() => document.querySelector('main form[data-step] [data-primary]').click());
    const asking = await until(({ moves }) => moves);
    assert.match(asking.words, /正在登记系统里查询/);
    assert.equal(asking.goesOn, false);
    const slow = await until(({ goesOn }) => goesOn);
    assert.match(slow.words, /回应较慢/);
    await Promise.all([page.waitForURL('**/relationship*'), page.evaluate(() => document.querySelector('[data-go-on]').click())]);
    assert.equal(await parent.step(), 'relationship');
    assert.equal(await page.locator('[name=relationship_confirmed]').count(), 0, 'nothing was found that could be confirmed');
    assert.ok((await page.locator('[name=relationship]').count()) > 0);
    const { receipt, relationship } = await parent.answer();
    assert.ok(receipt);
    assert.equal(relationship, 'unverified');
  });
});
