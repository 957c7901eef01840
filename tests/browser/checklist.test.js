// The checklist before log-in: at most five taps lead to exactly the papers that the application later asks for.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const START = '/services/minor-card';
const TAPS_AT_MOST = 5;

/** What each family would tap, question by question. */
const FAMILIES = {
  'family-01': { age: '0', doc: 'card', who: 'parent', cert: 'yes' },
  'family-02': { age: '7', doc: 'book', book: 'one', who: 'parent' },
  'family-05': { age: '7', doc: 'book', book: 'two', who: 'parent', cert: 'yes' },
  'family-17': { age: '7', doc: 'card', who: 'parent', cert: 'no' },
};

/** Walked page by page without script in without_script.test.js; the others, who meet other pages, are walked here. */
const WALKED = 'family-02';

describe('the checklist', () => {
  const { service, browser } = opened();

  for (const [name, replies] of Object.entries(FAMILIES)) {
    it(`tells ${name} the very papers of its application, with and without script`, async () => {
      const [plain, scripted] = [await browser.page({ javaScript: false }), await browser.page()];
      const told = [await tapThrough(plain, replies), await tapThrough(scripted, replies)];
      await scripted.context().close();
      const parent = new Parent(plain, service, await service.case(name), { javaScript: false });
      await parent.logIn();
      await parent.begin();
      if (name === WALKED) await hurry(parent, 'review');
      else await parent.answer({ until: 'review' });
      const held = (await heldBy(plain)).toSorted();
      for (const { papers, taps } of told) {
        assert.ok(taps <= TAPS_AT_MOST, `${taps} taps`);
        assert.deepEqual(papers.toSorted(), held);
      }
      await plain.context().close();
    });
  }

  it('leads back question by question and keeps what was replied', async () => {
    const page = await browser.page();
    await tapThrough(page, FAMILIES['family-01']);
    const seen = [];
    while (!new URL(page.url()).pathname.endsWith('/minor-card')) {
      await turned(page, () => page.locator('.back a').click());
      const question = page.locator('main[data-question]');
      if ((await question.count()) === 0) break;
      seen.push(await question.getAttribute('data-question'));
      assert.equal(await page.locator('[data-reply][aria-current=true]').count(), 1);
    }
    assert.deepEqual(seen, ['cert', 'who', 'doc', 'age']);
    await page.context().close();
  });

  it('prints on one page', async () => {
    const page = await browser.page({ width: 1280 });
    await tapThrough(page, { age: '7', doc: 'book', book: 'two', who: 'other', cert: 'yes' });
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1);
    await page.context().close();
  });
});

/** From the service page to the papers, one tap for each question. */
async function tapThrough(page, replies) {
  await page.goto(START);
  await turned(page, () => page.locator('main a[href="/services/minor-card/checklist"]').first().click());
  let taps = 0;
  for (; taps <= TAPS_AT_MOST; taps += 1) {
    const question = page.locator('main[data-question]');
    if ((await question.count()) === 0) break;
    const code = await question.getAttribute('data-question');
    const reply = page.locator(`[data-reply][href*="${code}=${replies[code]}"]`);
    await turned(page, () => reply.click());
  }
  const papers = await page.locator('[data-paper]').evaluateAll((items) => items.map((item) => item.dataset.paper));
  return { papers, taps };
}

/** Every material whose picture the application holds, at its review. */
async function heldBy(page) {
  const links = page.locator('main a[href*="/materials/"]');
  return links.evaluateAll((found) => found.map((link) => link.pathname.split('/').at(-1)));
}
