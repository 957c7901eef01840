// A picture on which nothing can be seen is held back with the cure and an example; the third try is taken.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { greyPng } from '../crash/picture.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const STEP = 'agent';
const MATERIAL = 'agent_id_emblem';
const plain = (level) => ({ name: 'a.png', mimeType: 'image/png', buffer: greyPng(800, 600, () => level) });

describe('a picture that shows nothing', () => {
  const { service, browser } = opened();

  async function atTheSlot(javaScript) {
    const parent = new Parent(await browser.page({ lang: 'en', javaScript }), service, await service.case('family-01'));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: STEP });
    return parent.page;
  }

  const slot = (page) => page.locator(`[data-slot=${MATERIAL}]`);

  async function assertHeldBack(page, code) {
    await slot(page).locator(`[data-problem=${code}]`).waitFor();
    assert.equal(await slot(page).locator('.examples__item--good').isVisible(), true, 'an example shows how');
    assert.equal(await slot(page).and(page.locator('[data-present]')).count(), 0);
  }

  async function assertTaken(page) {
    await slot(page).and(page.locator('[data-present]')).waitFor();
    assert.equal(await slot(page).locator('[data-doubtful]').isVisible(), true, 'a person will look');
    assert.equal(await slot(page).locator('.slot__there .icon').isVisible(), false, 'no tick');
  }

  for (const javaScript of [true, false]) {
    it(`is held back twice and taken at the third try, ${javaScript ? 'with' : 'without'} script`, async () => {
      const page = await atTheSlot(javaScript);
      const send = async (picture) => {
        await page.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(picture);
        if (!javaScript) await page.locator('[data-primary]').click();
      };
      await send(plain(0));
      await assertHeldBack(page, 'picture_blank');
      await send(plain(0));
      await assertHeldBack(page, 'picture_again');
      await send(plain(120));
      await assertTaken(page);
    });
  }
});
