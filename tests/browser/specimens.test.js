// The page of components: each stands there with the script running, and nothing that is pressed on one reaches the service.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { Service } from '../service/service.js';
import { Browser } from './browser.js';

describe('the components', () => {
  let service;
  let browser;

  before(async () => {
    service = await Service.start();
    browser = await Browser.open(service);
  });

  after(async () => {
    await browser?.close();
    await service?.remove();
  });

  it('are inert: no button and no link of one asks the service for anything', async () => {
    const page = await browser.page({ lang: 'en' });
    await page.goto('/sandbox/components');
    await page.evaluate(() => Promise.all([...document.images].map((picture) => {
      picture.loading = 'eager';
      return picture.decode().catch(() => {});
    })));
    const asked = [];
    page.on('request', (request) => {
      // Chromium draws the page's icon anew for each anchor.
      if (!request.url().endsWith('/mark.svg')) asked.push(`${request.method()} ${request.url()}`);
    });
    const pressed = await page.evaluate(() => {
      const all = [...document.querySelectorAll('.specimen button, .specimen a[href], .specimen summary')];
      all.forEach((one) => one.click());
      return all.length;
    });
    assert.ok(pressed > 100, `only ${pressed} buttons and links`);
    const chosen = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') };
    for (const input of await page.locator('.specimen input[type=file]').all()) await input.setInputFiles(chosen);
    // Whatever a press would have begun has had its turn.
    await page.evaluate(() => new Promise((resolve) => { requestIdleCallback(resolve); }));
    assert.deepEqual(asked, []);
    assert.equal(new URL(page.url()).pathname, '/sandbox/components');
  });

  it('show both dialogs open in their places, and none over the page', async () => {
    const page = await browser.page({ lang: 'zh-CN' });
    await page.goto('/sandbox/components');
    const dialogs = page.locator('.specimen dialog');
    assert.equal(await dialogs.count(), 8);
    for (const dialog of await dialogs.all()) assert.ok(await dialog.isVisible());
    assert.equal(await page.locator('dialog:modal').count(), 0);
    // Nothing took the focus while the page was loaded.
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  });
});
