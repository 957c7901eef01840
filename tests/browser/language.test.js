// The language a browser asks for, and the one a person switches to.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';

describe('the language of the pages', () => {
  const { service, browser } = opened();

  it('pages speak the language asked for, until a person chooses', async () => {
    for (const [asked, other] of [['en', 'zh-CN'], ['zh-CN', 'en']]) {
      const page = await browser.page({ lang: asked });
      await page.goto('/services/minor-card');
      assert.equal(await languageOf(page), asked);
      await page.locator(`header :is(a, button)[lang="${other}"]`).click();
      await page.waitForLoadState();
      assert.equal(new URL(page.url()).pathname, '/services/minor-card', 'the switch stays on the page');
      assert.equal(await languageOf(page), other);
      await page.goto('/login');
      assert.equal(await languageOf(page), other, 'the choice is kept');
      await page.context().close();
    }
  });
});

async function languageOf(page) {
  return page.locator('html').getAttribute('lang');
}
