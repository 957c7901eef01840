// The switches of language and type keep the page, and what was typed into it: with script and without.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openMenu } from './header.js';
import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FORM = 'main form[data-step]';
const ADDRESS = `${FORM} [name="residence.address"]`;
const TYPED = '丰和路73号院5号楼1201';

describe('the switches of language and type', () => {
  const { service, browser } = opened();

  const language = (page) => page.locator('header [data-switch][lang]');
  const care = (page) => page.locator('header [data-switch]:not([lang])');
  /** Presses one of them, in the menu of a phone. */
  const change = async (page, press) => {
    await openMenu(page);
    await turned(page, () => press(page).click());
  };

  for (const javaScript of [true, false]) {
    it(`keep a step and what was typed, ${javaScript ? 'with' : 'without'} script`, async () => {
      const parent = new Parent(await browser.page({ javaScript }), service, await service.case('family-05'), { javaScript });
      const { page } = parent;
      await parent.logIn();
      await parent.begin();
      if (javaScript) await hurry(parent, 'supplement');
      else await parent.answer({ until: 'supplement' });
      await page.locator(ADDRESS).fill(TYPED);
      await page.locator(`label:has([name="residence.district"][value="110106"])`).click();
      for (const [press, lang, isCare] of [[language, 'en', false], [care, 'en', true], [language, 'zh-CN', true], [care, 'zh-CN', false]]) {
        await change(page, press);
        assert.equal(await page.locator('html').getAttribute('lang'), lang);
        assert.equal((await page.locator('html').getAttribute('class') ?? '').includes('care'), isCare);
        assert.equal(await parent.step(), 'supplement');
        assert.equal(await page.locator(ADDRESS).inputValue(), TYPED);
        assert.ok(await page.locator('[name="residence.district"][value="110106"]').isChecked());
        assert.deepEqual(await parent.problems(), [], 'nobody asked whether it is complete');
      }
    });

    it(`keep the log-in and the name typed there, ${javaScript ? 'with' : 'without'} script`, async () => {
      const page = await browser.page({ javaScript });
      await page.goto('/login?to=/account');
      await page.locator('[name=login]').fill('linyuehua01');
      await change(page, language);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      assert.equal(await page.locator('[name=login]').inputValue(), 'linyuehua01');
      assert.equal(await page.locator('[name=next]').getAttribute('value'), '/account');
      await page.goto('/help');
      assert.equal(await page.locator('html').getAttribute('lang'), 'en', 'the choice is kept');
    });
  }

  it('do not answer the Enter key', async () => {
    const page = await browser.page();
    await page.goto('/login');
    await page.locator('[name=login]').fill('nobody');
    await turned(page, () => page.keyboard.press('Enter'));
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.ok((await page.locator('[data-problem]').count()) > 0, 'the log-in was sent');
  });

  it('keep the query of a page', async () => {
    const page = await browser.page();
    await page.goto('/services/minor-card/checklist?age=7&doc=book');
    await change(page, language);
    const { pathname, search } = new URL(page.url());
    assert.equal(pathname + search, '/services/minor-card/checklist?age=7&doc=book');
  });

  it('large type says things more simply', async () => {
    const page = await browser.page();
    await page.goto('/');
    const lead = page.locator('main .lead, main .hero__lead').first();
    const usual = await lead.innerText();
    await change(page, care);
    assert.ok((await lead.innerText()).length < usual.length, 'the same page, in fewer words');
  });

  it('large type makes targets of 48 pixels, and buttons of links', async () => {
    const page = await browser.page();
    await page.goto('/care/on?back=/');
    const parent = new Parent(page, service, await service.case('family-06'));
    await parent.logIn();
    await parent.begin();
    parent.onPage = async () => {
      const small = await page.evaluate(() => {
        const all = [...document.querySelectorAll('header :is(a, button), main :is(a, button, input, select, textarea, summary), footer a')];
        return all.flatMap((element) => {
          const box = (element.closest('label') ?? element).getBoundingClientRect();
          const { opacity, position } = getComputedStyle(element);
          const isSeen = box.width > 8 && box.height > 8 && !(opacity === '0' && position === 'absolute' && !element.closest('label'));
          return isSeen && box.height < 47.5 ? [`${element.outerHTML.slice(0, 80)}: ${box.height}`] : [];
        });
      });
      assert.deepEqual(small, [], page.url());
    };
    const { receipt } = await parent.answer();
    assert.ok(receipt);
  });
});
