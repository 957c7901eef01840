// What an application costs a parent on a phone: taps, typed characters, pages, and how far each is scrolled.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Thumb } from './thumb.js';

const MOST = { taps: 34, typed: 20, pages: 12, screens: 2.5 };

describe('an application on a phone, from the home page to the receipt', () => {
  const { service, browser } = opened();

  for (const name of ['family-01', 'family-02']) {
    it(`${name} needs few taps`, async () => {
      const known = await service.case(name);
      const page = await browser.page();
      const thumb = new Thumb(page, service, known);
      await thumb.start();
      await thumb.leave(page.locator('form[data-start] [type=submit]'));
      const form = page.locator('form:has(input[name=login])');
      await thumb.type(form.locator('[name=login]'), known.agent.username);
      await thumb.type(form.locator('[name=password]'), known.agent.password);
      const challenge = await form.locator('[name=challenge]').inputValue();
      await thumb.type(form.locator('[name=picture_code]'), await service.pictureCode(challenge));
      thumb.typed = 0;
      await thumb.leave(form.locator('[data-primary]'));
      while ((await page.locator('main form[data-step]').count()) > 0) await thumb.answer();
      assert.ok(await page.locator('main[data-receipt]').count(), page.url());
      const pages = thumb.pages.map(({ said, tapsHere = 0, typedHere = 0, screens }) =>
        `${String(tapsHere).padStart(3)} taps ${String(typedHere).padStart(3)} typed ${screens.toFixed(2)} screens  ${said}`);
      console.log(`count: ${name}: ${thumb.taps} taps, ${thumb.typed} characters beyond the log-in, ${thumb.pages.length} pages\n${pages.join('\n')}`);
      assert.ok(thumb.taps <= MOST.taps, `${thumb.taps} taps`);
      assert.ok(thumb.typed <= MOST.typed, `${thumb.typed} characters`);
      assert.ok(thumb.pages.length <= MOST.pages, `${thumb.pages.length} pages`);
      for (const { said, screens } of thumb.pages) assert.ok(screens < MOST.screens, `${said}: ${screens} screens`);
    });
  }
});
