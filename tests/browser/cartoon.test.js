// The cartoon in place of a photo: seen where it is chosen, in the summary and on the application.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

/** A child under seven. */
const CASE = 'family-15';
const PHOTO = 'card_photo';

describe('the cartoon', () => {
  const { service, browser } = opened();

  it('is a picture beside the photo where one is chosen, and wherever the photo would be shown', async () => {
    const known = await service.case(CASE);
    const parent = new Parent(await browser.page(), service, { ...known, answers: { ...known.answers, photo_choice: 'default_picture' } });
    const { page } = parent;
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'supplement');
    await parent.reach(`[data-slot=${PHOTO}]`);
    const place = await page.locator('main form[data-step]').evaluate((form) => `${form.getAttribute('action')}?page=${form.elements.page.value}`);
    const shown = (value) => page.locator(`label:has([name=photo_choice][value=${value}]) svg image`);
    const [own, cartoon] = [await shown('own').getAttribute('href'), await shown('default_picture').getAttribute('href')];
    assert.match(own, /face_good/);
    assert.match(cartoon, /default_picture/);
    for (const one of [own, cartoon]) assert.equal((await page.request.get(one)).status(), 200, one);
    const box = await shown('default_picture').locator('xpath=..').boundingBox();
    assert.ok(box.width >= 64 && box.height >= 78, `large enough to be seen: ${JSON.stringify(box)}`);

    // Their own photo is shown once it is there, and the cartoon beside it.
    await parent.upload(PHOTO);
    await page.goto(place);
    assert.match(await shown('own').getAttribute('href'), new RegExp(`${PHOTO}/made`));
    await page.locator(`[data-slot=${PHOTO}] [value="remove:${PHOTO}"]`).click();
    await page.locator(`[data-slot=${PHOTO}]:not([data-present])`).waitFor();

    await page.goto(place);
    await parent.answer({ until: 'review' });
    const inSummary = page.locator('main img[src*=default_picture]');
    await inSummary.waitFor();
    assert.ok((await inSummary.getAttribute('alt')).length > 0);
    await inSummary.scrollIntoViewIfNeeded();
    await inSummary.evaluate((img) => img.decode());
    const { receipt } = await parent.answer();
    assert.ok(receipt);
    await page.goto(page.url().replace(/\/receipt.*/, ''));
    assert.equal(await page.locator('main img[src*=default_picture]').count(), 1, 'on the application too');
    assert.equal(await page.locator(`main img[src*=${PHOTO}]`).count(), 0);
  });
});
