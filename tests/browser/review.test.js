// Check your answers: where each value came from, what can be changed from there, and what the application shows of it later.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

/** The rows of a summary: label, words, and where the row is changed. */
const rows = (page) => page.locator('.rows__row').evaluateAll((all) => Object.fromEntries(all.map((row) => [
  row.querySelector('dt').textContent.trim(),
  { words: row.querySelector('dd').textContent.trim(), change: row.querySelector('a')?.getAttribute('href') ?? null },
])));

describe('check your answers', () => {
  const { service, browser } = opened();

  it('says where each answer came from, and leads to what can still be changed', async () => {
    const known = await service.case('family-02');
    const parent = new Parent(await browser.page(), service, known);
    const { page } = parent;
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'review');
    const shown = await rows(page);
    assert.match(shown['代办人姓名'].words, /登录信息$/);
    assert.match(shown['代办人与申请人关系'].words, /^父亲\s*登记信息$/);
    assert.equal(shown['登记的关系'], undefined, 'that the register is right is seen where its relationship stands');
    assert.match(shown['姓名'].words, /您填写的$/);
    assert.equal(shown['代办人姓名'].change, null);
    assert.equal(shown['领卡方式'].change, null, 'there is nothing else to choose');
    assert.ok(shown['民族'].change);

    // What was confirmed can still be disputed.
    await page.goto(shown['代办人与申请人关系'].change);
    await turned(page, () => page.locator('button[name=relationship_confirmed][value=disputed]').click());
    assert.deepEqual(await parent.problems(), []);
    await hurry(parent, 'review');
    const disputed = await rows(page);
    assert.match(disputed['登记的关系'].words, /^信息有误/);
    assert.match(disputed['代办人与申请人关系'].words, /您填写的$/);
    assert.ok(disputed['代办人与申请人关系'].change);
  });

  it('shows an application that was handed in without whole numbers', async () => {
    const known = await service.case('family-05');
    const parent = new Parent(await browser.page(), service, known);
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'review');
    await parent.fill();
    await parent.next();
    const { page } = parent;
    await page.goto(page.url().replace(/\/receipt$/, ''));
    const text = await page.locator('main').evaluate((main) => main.textContent);
    const { id_number: number, mobile } = known.agent;
    assert.ok(text.includes(`${number.slice(0, 6)}********${number.slice(14)}`));
    assert.ok(text.includes(`${mobile.slice(0, 3)}****${mobile.slice(7)}`));
    for (const whole of [number, mobile, known.child.id_number]) assert.ok(!text.includes(whole));
  });

  it('each answer is changed alone, and the way leads back', async () => {
    const known = await service.case('family-04');
    const parent = new Parent(await browser.page(), service, known);
    const { page } = parent;
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'review');
    const review = page.url();
    const changes = await page.locator('.topic a[href*="only="]').evaluateAll((links) => links.map((link) => link.href));
    assert.ok(changes.length > 10, changes.join());
    for (const change of changes) {
      const only = new URL(change).searchParams.get('only');
      await page.goto(change);
      const named = await page.locator('main form[data-step] :is(input, select, textarea)[name]:enabled:not([type=hidden])').evaluateAll((all) => [...new Set(all.map(({ name }) => name))]);
      const alone = ['bank', 'branch'].includes(only) ? ['bank', 'branch'] : [only];
      assert.ok(alone.every((id) => named.includes(id)), `${only}: ${named}`);
      // A picture stands with the question that asks for it.
      assert.ok(named.length <= alone.length + 3, `${only}: ${named}`);
      await parent.next();
      assert.equal(page.url().split('?')[0], review, only);
    }
  });

  it('pages are counted, and the total does not change', async () => {
    const parent = new Parent(await browser.page({ width: 390 }), service, await service.case('family-02'));
    await parent.logIn();
    await parent.begin();
    const where = parent.page.locator('.steps__where');
    const seen = [];
    parent.onPage = async () => { seen.push(await where.innerText()); };
    await parent.answer();
    assert.deepEqual(seen, Array.from(seen, (_, at) => `第 ${at + 1} 页，共 ${seen.length} 页`));
  });
});
