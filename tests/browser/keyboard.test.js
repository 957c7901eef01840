// A whole application without a mouse; and after errors the focus is where the cure is.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Keyboard } from './keyboard.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const FORM = 'main form[data-step]';
const PAGES_AT_MOST = 40;
/** The journeys that differ: with a booklet, with an ID card, with a relationship that the registry does not know. */
const JOURNEYS = [
  { name: 'family-02', what: 'a booklet' },
  { name: 'family-01', what: 'an ID card' },
  { name: 'family-15', what: 'no relationship found' },
];

describe('without a mouse', () => {
  const { service, browser } = opened();

  for (const { name, what } of JOURNEYS) {
    it(`a parent logs in, applies and holds a receipt: ${what}`, async () => applies(name));
  }

  async function applies(name) {
    const page = await browser.page({ width: 1280 });
    const keyboard = new Keyboard(page);
    const known = await service.case(name);
    await logsIn(page, keyboard, known);
    await page.goto('/services/minor-card');
    await keyboard.press('form[data-start] [type=submit]');
    for (let pages = 0; (await page.locator(FORM).count()) > 0; pages += 1) {
      assert.ok(pages < PAGES_AT_MOST, `in circles at ${page.url()}`);
      await keyboard.fill(service, known);
      await keyboard.press(`${FORM} [data-primary]`);
    }
    assert.ok(await page.locator('main').getAttribute('data-receipt'), `no receipt at ${page.url()}`);
    console.log(`count: ${name}: ${keyboard.stops} stops of the focus, each seen, in view and in order`);
  }

  for (const { step, names } of [
    { step: 'child', names: ['child.name', 'child.id_type', 'child.id_number'] },
    { step: 'papers', names: ['agent.householder_relation'] },
  ]) {
    it(`after errors at ${step} the focus goes to the summary, and from there to each field`, async () => {
      const page = await browser.page();
      // A different family from the one above, whose child has a live application by then.
      const mother = new Parent(page, service, await service.case('family-03'));
      await mother.logIn();
      await mother.begin();
      await mother.answer({ until: step });
      assert.equal(await mother.step(), step);
      await mother.next();
      assert.ok(await page.evaluate(() => document.activeElement.matches('[data-summary]')), 'the summary has the focus');
      const keyboard = new Keyboard(page);
      for (const name of names) {
        await page.locator('[data-summary]').focus();
        await keyboard.to(`[data-summary] a[href="#f-${name}"]`);
        await page.keyboard.press('Enter');
        const focused = await page.evaluate(() => document.activeElement.getAttribute('name'));
        assert.equal(focused, name, 'the line in the summary leads to its field');
      }
    });
  }

  async function logsIn(page, keyboard, known) {
    await page.goto('/login');
    await keyboard.logIn(service, known.agent);
    await keyboard.press('form:has([name=login]) [data-primary]');
    assert.doesNotMatch(page.url(), /\/login/);
  }
});
