// The language that a browser asks for, and the one that a person switches to.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openMenu } from './header.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

describe('the language of the pages', () => {
  const { service, browser } = opened();

  it('pages speak the language asked for, until a person chooses', async () => {
    for (const [asked, other] of [['en', 'zh-CN'], ['zh-CN', 'en']]) {
      const page = await browser.page({ lang: asked });
      await page.goto('/services/minor-card');
      assert.equal(await languageOf(page), asked);
      await openMenu(page);
      await page.locator(`header :is(a, button)[lang="${other}"]`).click();
      await page.waitForLoadState();
      assert.equal(new URL(page.url()).pathname, '/services/minor-card', 'the switch stays on the page');
      assert.equal(await languageOf(page), other);
      await page.goto('/login');
      assert.equal(await languageOf(page), other, 'the choice is kept');
      await page.context().close();
    }
  });

  it('a Chinese heading longer than its line breaks at its marks and between its words', async () => {
    const page = await browser.page({ width: 390 });
    await page.goto('/care/on');
    await page.goto('/services/minor-card');
    assert.deepEqual(await page.evaluate(linesOf, 'h1'), ['18周岁以下', '代办申领社保卡']);
    const whole = await page.locator('h1').textContent();
    assert.equal(whole, '18周岁以下代办申领社保卡', 'and is copied and read as it was');

    const mother = new Parent(page, service, await service.case('family-03'));
    await mother.logIn();
    await mother.begin();
    await mother.answer({ until: 'relationship' });
    assert.deepEqual(await page.evaluate(linesOf, 'h1'), ['您与被代办人的', '关系是母女，', '请确认。']);
  });
});

/** In the browser: the text of an element, line by line as it is drawn. */
function linesOf(selector) {
  const lines = [];
  const texts = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  let last = null;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (let at = 0; at < text.length; at += 1) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const { top } = range.getBoundingClientRect();
      if (last === null || top - last > 1) lines.push('');
      last = top;
      lines[lines.length - 1] += text.data[at];
    }
  }
  return lines;
}

async function languageOf(page) {
  return page.locator('html').getAttribute('lang');
}
