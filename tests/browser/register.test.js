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
    // While a page is on its way, nobody outside can ask the old one: it tells what it shows, and presses its buttons itself.
    const told = [];
    page.on('console', (message) => { if (message.text().startsWith('{"words"')) told.push(JSON.parse(message.text())); });
    const gone = page.waitForEvent('framenavigated', { predicate: (frame) => frame.url().includes('/relationship'), timeout: SLOW_MS });
    await page.evaluate(() => {
      const panel = document.querySelector('[data-waiting]');
      const isSeen = (selector) => panel.querySelector(selector).checkVisibility();
      setInterval(() => {
        const words = panel.checkVisibility() ? panel.innerText : '';
        const now = { words, moves: isSeen('progress'), goesOn: isSeen('[data-go-on]') };
        console.log(JSON.stringify(now));
        if (now.goesOn) panel.querySelector('[data-go-on]').click();
      }, 100);
      setTimeout(() => document.querySelector('main form[data-step] [data-primary]').click(), 300);
    });
    await gone;
    await page.waitForLoadState();
    assert.deepEqual(told[0], { words: '', moves: false, goesOn: false });
    const asking = told.find(({ moves }) => moves);
    assert.match(asking.words, /正在登记系统里查询/);
    assert.equal(asking.goesOn, false);
    const slow = told.find(({ goesOn }) => goesOn);
    assert.match(slow.words, /回应较慢/);
    assert.equal(await parent.step(), 'relationship');
    assert.equal(await page.locator('[name=relationship_confirmed]').count(), 0, 'nothing was found that could be confirmed');
    assert.ok((await page.locator('[name=relationship]').count()) > 0);
    const { receipt, relationship } = await parent.answer();
    assert.ok(receipt);
    assert.equal(relationship, 'unverified');
  });
});
