// What is sent is in the language in which its reader reads.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Newcomer } from './newcomer.js';
import { opened } from './opening.js';

describe('short messages', () => {
  const { service, browser } = opened();

  for (const [lang, mobile, words] of [
    ['zh-CN', '19900099801', '您的验证码是'],
    ['en', '19900099802', 'Your code is'],
  ]) {
    it(`a code for a page in ${lang} is in ${lang}`, async () => {
      const page = await browser.page({ lang });
      await page.goto('/register');
      const newcomer = new Newcomer(page, service, mobile);
      await newcomer.askForCode();
      const code = await service.smsCode(mobile);
      await page.goto('/sandbox/messages');
      const text = page.locator(`[data-message="${mobile}"] .told__story`);
      assert.match(await text.innerText(), new RegExp(`${words}.*${code}`));
      assert.equal(await text.getAttribute('lang'), lang);
    });
  }
});
