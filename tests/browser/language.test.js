// The language a browser asks for, and the one a person switches to.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Service } from '../service/service.js';
import { Browser } from './browser.js';

test('pages speak the language asked for, until a person chooses', async () => {
  const service = await Service.start();
  const browser = await Browser.open(service);
  try {
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
  } finally {
    await browser.close();
    await service.remove();
  }
});

async function languageOf(page) {
  return page.locator('html').getAttribute('lang');
}
