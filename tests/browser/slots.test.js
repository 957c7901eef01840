// Documents with script: cancelled, retried, replaced, two at once, refused in words that help.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';

const STEP = 'agent';
const [EMBLEM, PORTRAIT] = ['agent_id_emblem', 'agent_id_portrait'];

describe('documents', () => {
  const { service, browser } = opened();

  async function atTheSlots(name, until = STEP) {
    const parent = new Parent(await browser.page({ lang: 'en' }), service, await service.case(name));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until });
    return parent;
  }

  const slot = (page, material) => page.locator(`[data-slot=${material}]`);
  const part = (page, material, name) => slot(page, material).locator(`[data-part=${name}]`);

  async function choose({ page, known }, material, wanted = {}) {
    const buffer = wanted.buffer ?? (await service.paper(known.papers[material]));
    await page.locator(`input[type=file][name=${material}]`).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', ...wanted, buffer });
  }

  it('are as before once an upload is cancelled', async () => {
    const parent = await atTheSlots('family-01');
    const { page } = parent;
    // The upload never arrives until it is released.
    const held = [];
    await page.route('**/materials/*', (route) => held.push(route));
    await choose(parent, EMBLEM);
    await slot(page, EMBLEM).and(page.locator('[aria-busy=true]')).waitFor();
    await part(page, EMBLEM, 'cancel').click();
    await slot(page, EMBLEM).and(page.locator(':not([aria-busy])')).waitFor();
    assert.equal(await slot(page, EMBLEM).locator('[data-progress]').isVisible(), false);
    assert.equal(await page.locator(`input[name=${EMBLEM}]`).evaluate((input) => input.files.length), 0, 'nor does the form send it');
    await page.unroute('**/materials/*');
    await choose(parent, EMBLEM);
    await slot(page, EMBLEM).and(page.locator('[data-present]')).waitFor();
  });

  it('are tried again by one button, without choosing again', async () => {
    const parent = await atTheSlots('family-05');
    const { page } = parent;
    await page.route('**/materials/*', (route) => route.abort('connectionreset'), { times: 1 });
    await choose(parent, EMBLEM);
    await part(page, EMBLEM, 'retry').click();
    await slot(page, EMBLEM).and(page.locator('[data-present]')).waitFor();
  });

  it('have their place before they have come: nothing below moves', async () => {
    const parent = await atTheSlots('family-06');
    const { page } = parent;
    const held = [];
    await page.route('**/materials/*size=small', (route) => held.push(route));
    await choose(parent, PORTRAIT);
    const picture = slot(page, PORTRAIT).locator('.slot__thumb img');
    await picture.waitFor({ state: 'attached' });
    const place = () => picture.evaluate((img) => [img.naturalWidth > 0, img.getBoundingClientRect().height]);
    const [hasCome, height] = await place();
    assert.equal(hasCome, false);
    assert.ok(height > 60, `${height} px`);
    for (const route of held) await route.continue();
    await picture.evaluate((img) => img.decode());
    const [isThere, drawn] = await place();
    assert.ok(isThere && Math.abs(drawn - height) < 1, `${height} px, then ${drawn}`);
  });

  it('leave the summary of problems as they come in, and what failed on the way looks like what was refused', async () => {
    const parent = await atTheSlots('family-04');
    const { page } = parent;
    const lines = page.locator('[data-summary] li');
    const there = (material) => slot(page, material).and(page.locator('[data-present]'));
    const edge = (material) => slot(page, material).evaluate((place) => getComputedStyle(place).borderLeft);
    await parent.next();
    assert.equal(await lines.count(), 2);
    const missing = page.locator(`[data-problem=missing][data-field=${EMBLEM}]`);
    await missing.waitFor();

    await page.route('**/materials/*', (route) => route.abort('connectionreset'), { times: 1 });
    await choose(parent, EMBLEM);
    await part(page, EMBLEM, 'retry').waitFor();
    const words = slot(page, EMBLEM).locator('[data-progress] p');
    assert.equal(await missing.isVisible(), false, 'one thing at a time');
    await choose(parent, PORTRAIT, { buffer: Buffer.from('some text') });
    const refused = page.locator(`[data-problem=picture_unknown][data-field=${PORTRAIT}]`);
    await refused.waitFor();
    assert.equal(await lines.count(), 2, 'neither is there');
    const look = (told) => told.evaluate((one) => {
      const { color, fontWeight } = getComputedStyle(one);
      return [color, fontWeight, one.querySelector('svg').outerHTML, one.querySelector('svg').checkVisibility()].join();
    });
    assert.equal(await look(words), await look(refused));
    assert.equal(await edge(EMBLEM), await edge(PORTRAIT));

    await part(page, EMBLEM, 'retry').click();
    await there(EMBLEM).waitFor();
    assert.equal(await lines.count(), 1);
    assert.equal(await lines.locator('a').getAttribute('href'), `#f-${PORTRAIT}`);
    await lines.locator('a').focus();
    await choose(parent, PORTRAIT);
    await there(PORTRAIT).waitFor();
    assert.equal(await page.locator('[data-summary]').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'h1', 'the focus is not lost with it');
  });

  it('stay chosen when the service refuses them, and what was typed stays too', async () => {
    const parent = await atTheSlots('family-02');
    const { page } = parent;
    await page.evaluate(() => { window.untouched = true; });
    for (const status of [429, 404, 409]) {
      await page.route('**/materials/*', (route) => route.fulfill({ status }), { times: 1 });
      await choose(parent, EMBLEM);
      await part(page, EMBLEM, 'retry').waitFor();
    }
    await part(page, EMBLEM, 'retry').click();
    await slot(page, EMBLEM).and(page.locator('[data-present]')).waitFor();
    assert.equal(await page.evaluate(() => window.untouched), true, 'nobody reloaded the page');
  });

  it('keep a form that waits for them where it is when they are refused', async () => {
    const parent = await atTheSlots('family-05');
    const { page } = parent;
    await choose(parent, EMBLEM);
    await slot(page, EMBLEM).and(page.locator('[data-present]')).waitFor();
    await choose(parent, PORTRAIT);
    await slot(page, PORTRAIT).and(page.locator('[data-present]')).waitFor();
    await page.evaluate(() => { window.untouched = true; });
    const held = [];
    await page.route('**/materials/*', (route) => held.push(route));
    await choose(parent, EMBLEM, { buffer: Buffer.from('no picture') });
    await page.locator('main form[data-step] [data-primary]').click();
    while (held.length === 0) await page.waitForTimeout(10);
    await held[0].continue();
    await page.locator(`[data-problem=picture_unknown][data-field=${EMBLEM}]`).waitFor();
    assert.ok(await page.locator(`[type=file][name=${EMBLEM}]`).evaluate((input) => input === document.activeElement), 'the focus is where the cure is');
    await page.unroute('**/materials/*');
    assert.equal(await page.evaluate(() => window.untouched), true, 'the picture that was there before did not go on unasked');
    // The new message was read: the next press goes on.
    await parent.next();
    assert.notEqual(await parent.step(), STEP);
  });

  it('do not make a form new whose answers were changed in another tab', async () => {
    const parent = await atTheSlots('family-03', 'supplement');
    const { page, known } = parent;
    const otherwise = { ...known, papers: {}, answers: { ...known.answers, photo_choice: 'default_picture' } };
    const other = new Parent(await page.context().newPage(), service, otherwise);
    await other.page.goto(page.url());
    await other.fill();
    await other.next();
    assert.deepEqual(await other.problems(), []);
    await choose(parent, 'card_photo');
    await slot(page, 'card_photo').and(page.locator('[data-present]')).waitFor();
    await parent.next();
    assert.equal((await parent.outcome()).refusal, 'stale', 'what the other tab saved is not written over');
  });

  it('come and go with the answer beside them', async () => {
    const parent = await atTheSlots('family-15', 'supplement');
    const { page } = parent;
    const photo = slot(page, 'card_photo');
    const take = (value) => page.locator(`[name=photo_choice][value=${value}]`).check({ force: true });
    assert.ok(await photo.isVisible());
    await new Parent(page, service, { ...parent.known, papers: {} }).fill();
    await parent.next();
    assert.deepEqual(await parent.problems(), ['card_photo: missing']);
    await take('default_picture');
    assert.equal(await photo.isVisible(), false);
    assert.equal(await page.locator('[data-summary]').count(), 0, 'nothing is wrong any more');
    await take('own');
    assert.ok(await photo.isVisible());
    await take('default_picture');
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
    assert.equal(await photo.count(), 0, 'the way goes on');

    // It stays available to a parent who comes back with a change of mind.
    await page.goto(`${page.url().split('?')[0]}?page=supplement`);
    assert.equal(await photo.isVisible(), false);
    await take('own');
    await choose(parent, 'card_photo', { buffer: Buffer.from('no picture') });
    await photo.locator('[data-problem=picture_unknown]').waitFor();
    assert.ok(await photo.isVisible(), 'what is wrong can be read');
    await choose(parent, 'card_photo');
    await photo.and(page.locator('[data-present]')).waitFor();
    await take('default_picture');
    assert.equal(await photo.isVisible(), false, 'no photo of the child beside the cartoon');
    await take('own');
    assert.ok(await photo.and(page.locator('[data-present]')).isVisible());
  });

  it('go up side by side, and neither makes the form or the other stale', async () => {
    const parent = await atTheSlots('family-06');
    const { page } = parent;
    const held = [];
    await page.route('**/materials/*', async (route) => {
      held.push(route);
      if (held.length === 2) await Promise.all(held.map((each) => each.continue()));
    });
    await Promise.all([EMBLEM, PORTRAIT].map((material) => choose(parent, material)));
    for (const material of [EMBLEM, PORTRAIT]) {
      await slot(page, material).and(page.locator('[data-present]')).waitFor();
    }
    await page.unroute('**/materials/*');
    await parent.fill();
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
    assert.notEqual(await parent.step(), STEP, 'the step was saved');
  });

  it('are replaced by another picture, and by none that cannot be used', async () => {
    const parent = await atTheSlots('family-07');
    const { page, known } = parent;
    await choose(parent, EMBLEM);
    const there = slot(page, EMBLEM).and(page.locator('[data-present]'));
    await there.waitFor();
    const first = await there.getAttribute('data-mark');
    const refused = async (code, wanted) => {
      await choose(parent, EMBLEM, wanted);
      const problem = page.locator(`[data-problem=${code}][data-field=${EMBLEM}]`);
      await problem.waitFor();
      assert.match(await problem.innerText(), /(Take|Choose|choose|take)/, 'it names the cure');
      assert.equal(await there.getAttribute('data-mark'), first, 'the picture stays');
    };
    await refused('picture_unknown', { buffer: Buffer.from('some text') });
    await refused('picture_unsupported', { buffer: Buffer.from('%PDF-1.7'), name: 'a.pdf' });
    const whole = await service.paper(known.papers[EMBLEM]);
    await refused('picture_broken', { buffer: whole.subarray(0, whole.length / 2) });
    await choose(parent, EMBLEM, { buffer: await service.paper(known.papers[PORTRAIT]) });
    await page.waitForFunction(([material, mark]) => {
      const { dataset } = document.querySelector(`[data-slot=${material}]`);
      return dataset.mark !== undefined && dataset.mark !== mark;
    }, [EMBLEM, first]);
  });

  it('say that one place takes one picture, and that too heavy a one is', async () => {
    const { page } = await atTheSlots('family-08');
    const uploads = [];
    page.on('request', (request) => { if (request.method() === 'POST') uploads.push(request.url()); });
    await slot(page, EMBLEM).evaluate((place) => {
      const dataTransfer = new DataTransfer();
      ['a.jpg', 'b.jpg'].forEach((name) => dataTransfer.items.add(new File(['x'], name, { type: 'image/jpeg' })));
      place.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    const words = slot(page, EMBLEM).locator('[data-progress]');
    assert.match(await words.innerText(), /one photo/);
    await choose({ page }, PORTRAIT, { buffer: Buffer.alloc(15 * 1024 * 1024 + 1) });
    assert.match(await slot(page, PORTRAIT).locator('[data-progress]').innerText(), /larger than 15\u00a0MB/);
    assert.deepEqual(uploads, [], 'neither is sent');
  });
});
