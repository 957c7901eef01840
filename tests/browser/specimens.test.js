// The page of components: each is shown with the script running, and nothing that is pressed on one reaches the service.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';

/** What the dark theme changes is listed twice: for the device's setting, and for the class. */
const NIGHT_AT_LEAST = 2 * 20;

describe('the components', () => {
  const { service, browser } = opened();

  it('are inert: no button and no link of one asks the service for anything', async () => {
    const page = await browser.page({ lang: 'en' });
    await page.goto('/sandbox/components');
    await page.evaluate(() => Promise.all([...document.images].map((picture) => {
      picture.loading = 'eager';
      return picture.decode().catch(() => {});
    })));
    const asked = [];
    page.on('request', (request) => {
      // Chromium draws the page's icon again for each anchor.
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
    // Whatever a press would have started, however late, goes out before this, or in the frames after it.
    await page.evaluate(async () => {
      await fetch('/readyz');
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    });
    assert.deepEqual(asked, [`GET ${service.url}/readyz`]);
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

  it('differ by night in nothing but colours: look.js relies on it', async () => {
    const page = await browser.page();
    await page.goto('/sandbox/components');
    const changes = await page.evaluate(nightly);
    assert.ok(changes.length >= NIGHT_AT_LEAST, `only ${changes.length} changes`);
    assert.deepEqual(changes.filter(({ isColour }) => !isColour), []);
  });
});

/**
 * In the browser: every declaration of its style sheets that applies only in the dark theme, and whether it sets only a colour.
 */
function nightly() {
  const NIGHT = /prefers-color-scheme|theme-dark/;
  const isColour = (name, value) =>
    name.startsWith('--') ? CSS.supports('color', value) || CSS.supports('box-shadow', value) : name === 'color-scheme';

  function declared(rule, around) {
    const where = `${around} ${rule.conditionText ?? rule.selectorText ?? ''}`.trim();
    const own = NIGHT.test(where) ? [...(rule.style ?? [])] : [];
    return [
      ...own.map((name) => {
        const value = rule.style.getPropertyValue(name).trim();
        return { where, name, value, isColour: isColour(name, value) };
      }),
      ...[...(rule.cssRules ?? [])].flatMap((inner) => declared(inner, where)),
    ];
  }

  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap((rule) => declared(rule, ''));
}
