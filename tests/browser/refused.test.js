// Pictures that are not taken: each in its own words, with a way on that this device has; and which picture stands.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';

import { opened } from './opening.js';
import { Parent } from './parent.js';

const STEP = 'agent';
const [EMBLEM, PORTRAIT] = ['agent_id_emblem', 'agent_id_portrait'];
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36';

const box = (brand) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, 'latin1');
/** A PNG that claims this size: its head is sound, its image only begins. */
function claims(width, height) {
  const chunk = (typed) => {
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(typed.length - 4);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  };
  const head = Buffer.from('IHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0', 'latin1');
  head.writeUInt32BE(width, 4);
  head.writeUInt32BE(height, 8);
  const begun = Buffer.from('IDAT\x78\x9c', 'latin1');
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk(head), chunk(begun)]);
}
const HUGE = claims(20000, 20000);
/** What begins a file of each format, its code, and what its words must name. */
const FORMATS = [
  ['empty', Buffer.alloc(0), 'picture_empty', /云/],
  ['nothing but zeros', Buffer.alloc(4096), 'picture_empty', /云/],
  ['HEIC', box('heic'), 'picture_unsupported', /HEIC/],
  ['AVIF', box('avif'), 'picture_unsupported', /AVIF/],
  ['PDF', Buffer.from('%PDF-1.7'), 'picture_unsupported', /PDF/],
  ['TIFF', Buffer.from('II\x2a\0', 'latin1'), 'picture_unsupported', /TIFF/],
  ['GIF', Buffer.from('GIF89a'), 'picture_unsupported', /GIF/],
  ['BMP', Buffer.from('BM....'), 'picture_unsupported', /BMP/],
  ['film', box('isom'), 'picture_unsupported', /视频/],
  ['400 megapixels', HUGE, 'picture_too_many_pixels', /不要用全景.*20000 × 20000/],
  ['text', Buffer.from('some text'), 'picture_unknown', /不是照片/],
];

describe('a picture that is not taken', () => {
  const { service, browser } = opened();

  async function atTheSlots(name, wanted = {}) {
    const parent = new Parent(await browser.page(wanted), service, await service.case(name), wanted);
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: STEP });
    return parent;
  }

  const slot = (page, material = EMBLEM) => page.locator(`[data-slot=${material}]`);
  const chosen = (buffer) => ({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
  const choose = (page, buffer, material = EMBLEM) => page.locator(`input[type=file][name=${material}]`).setInputFiles(chosen(buffer));

  /** The slot says what is in it, with nothing green beside what is red. */
  async function stands(page, refused) {
    const place = slot(page);
    assert.equal(await place.getAttribute('data-refused'), refused);
    assert.equal(await place.locator('[data-stands]').isVisible(), refused !== null);
    assert.equal(await place.locator('.slot__side > [data-there]').isVisible(), refused === null && (await place.getAttribute('data-present')) !== null);
    if (refused === 'earlier') assert.ok(await place.locator('.slot__thumb img').isVisible(), 'the picture that stands is shown');
  }

  it('is named by its format, with what this telephone can do, and nothing is there yet', async () => {
    const { page } = await atTheSlots('family-01', { userAgent: IPHONE });
    for (const [what, bytes, code, words] of FORMATS) {
      await choose(page, bytes);
      const problem = page.locator(`[data-problem=${code}][data-field=${EMBLEM}]`).filter({ hasText: words });
      await problem.waitFor();
      const said = await problem.innerText();
      assert.match(said, /在本页直接拍照/, `${what}: ${said}`);
      if (what === 'HEIC') assert.match(said, /设置 > 相机 > 格式.*兼容性最佳/);
      await stands(page, 'none');
    }
  });

  it('is named by what other devices can do', async () => {
    const android = await atTheSlots('family-02', { userAgent: ANDROID });
    await choose(android.page, box('heic'));
    assert.match(await slot(android.page).locator('[data-problem=picture_unsupported]').innerText(), /相机设置里关掉 HEIF/);
    await choose(android.page, HUGE);
    assert.match(await slot(android.page).locator('[data-problem=picture_too_many_pixels]').innerText(), /关掉“高像素”.*或在本页直接拍照/);
    const { page } = await atTheSlots('family-03', { width: 1280 });
    await choose(page, box('heic'));
    const words = await slot(page).locator('[data-problem=picture_unsupported]').innerText();
    const button = await slot(page).locator('[data-phone]').innerText();
    assert.ok(words.includes('点“用手机拍”') && button.includes('用手机拍'), `${words} / ${button}`);
  });

  it('leaves the one before it, which the slot says', async () => {
    const { page, known } = await atTheSlots('family-04');
    await choose(page, await service.paper(known.papers[EMBLEM]));
    await slot(page).and(page.locator('[data-present]')).waitFor();
    await stands(page, null);
    const voice = page.locator('[data-voice]');
    for (const [what, bytes, code, words] of FORMATS.slice(0, 3)) {
      await choose(page, bytes);
      await page.locator(`[data-problem=${code}][data-field=${EMBLEM}]`).filter({ hasText: words }).waitFor();
      await stands(page, 'earlier');
      assert.match(await voice.textContent(), /仍然保留/, `${what} is said with both`);
    }
    // What only the browser knows looks the same.
    await choose(page, Buffer.alloc(15 * 1024 * 1024 + 1));
    assert.match(await slot(page).locator('[data-progress]').innerText(), /超过了 15/);
    await stands(page, 'earlier');
    await page.route('**/materials/*', (route) => route.fulfill({ status: 429 }), { times: 1 });
    await choose(page, await service.paper(known.papers[PORTRAIT]));
    await slot(page).locator('[data-part=retry]').waitFor();
    await stands(page, 'earlier');
    await slot(page).locator('[data-part=retry]').click();
    await slot(page).and(page.locator(':not([data-refused])[data-present]')).waitFor();
    await stands(page, null);
  });

  it('is not claimed to be left out when only its answer was lost', async () => {
    const { page, known } = await atTheSlots('family-05');
    await choose(page, await service.paper(known.papers[EMBLEM]));
    await slot(page).and(page.locator('[data-present]')).waitFor();
    // The whole picture went up, then the line broke: an intercepted request would never have been sent.
    await page.evaluate(() => {
      XMLHttpRequest.prototype.send = function send() {
        this.upload.dispatchEvent(new ProgressEvent('load'));
        for (const event of ['error', 'loadend']) this.dispatchEvent(new ProgressEvent(event));
      };
    });
    await choose(page, await service.paper(known.papers[PORTRAIT]));
    await slot(page).locator('[data-part=retry]').waitFor();
    assert.equal(await slot(page).locator('[data-stands]').isVisible(), false);
    assert.equal(await slot(page).locator('.slot__side > [data-there]').isVisible(), false);
  });

  it('may be one that the browser cannot read: the network is not blamed', async () => {
    const parent = await atTheSlots('family-06');
    const { page, known } = parent;
    const folder = mkdtempSync(join(tmpdir(), 'daiban-moved-'));
    const path = join(folder, 'a.jpg');
    try {
      writeFileSync(path, await service.paper(known.papers[EMBLEM]));
      // Chosen, and moved away before it is read.
      await page.evaluate(() => {
        window.addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true });
      });
      await page.locator(`input[type=file][name=${EMBLEM}]`).setInputFiles(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await page.locator(`input[type=file][name=${EMBLEM}]`).dispatchEvent('change');
    const words = slot(page).locator('[data-progress]').filter({ hasText: '浏览器读不到' });
    await words.waitFor();
    assert.equal(await slot(page).locator('[data-part=retry]').isVisible(), false, 'the same file cannot be sent again');
    assert.equal(await page.locator(`input[type=file][name=${EMBLEM}]`).evaluate((input) => input.files.length), 0, 'nor by the form');
    await stands(page, 'none');
    await choose(page, await service.paper(known.papers[EMBLEM]));
    await slot(page).and(page.locator('[data-present]')).waitFor();
    await stands(page, null);
  });

  it('is said without script too', async () => {
    const parent = await atTheSlots('family-07', { javaScript: false });
    const { page, known } = parent;
    await choose(page, Buffer.alloc(0));
    await parent.next();
    assert.deepEqual(await parent.problems(), [`${EMBLEM}: picture_empty`, `${PORTRAIT}: missing`]);
    assert.match(await page.locator('[data-summary]').innerText(), /空的/);
    await stands(page, 'none');
    assert.equal(await slot(page, PORTRAIT).getAttribute('data-refused'), null, 'what is only missing was not refused');
    await choose(page, await service.paper(known.papers[EMBLEM]));
    await parent.next();
    assert.equal((await parent.problems()).includes(`${EMBLEM}: picture_empty`), false);
    await stands(page, null);
    await choose(page, Buffer.alloc(0));
    await choose(page, await service.paper(known.papers[PORTRAIT]), PORTRAIT);
    await parent.next();
    assert.ok((await parent.problems()).includes(`${EMBLEM}: picture_empty`));
    await stands(page, 'earlier');
    // The message was read: an input in which nothing is chosen is not an empty file.
    await parent.next();
    assert.notEqual(await parent.step(), STEP);
  });

  it('is said on the phone that took it', async () => {
    const { page } = await atTheSlots('family-08', { width: 1280 });
    await page.locator(`[data-slot=${EMBLEM}] [data-phone]`).click();
    const address = `http://${await page.locator('dialog [data-address]').getAttribute('data-address')}`;
    for (const wanted of [{ userAgent: ANDROID }, { userAgent: IPHONE, javaScript: false }]) {
      const phone = await browser.page(wanted);
      await phone.goto(address);
      await choose(phone, Buffer.alloc(0));
      if (wanted.javaScript === false) await phone.locator('main [type=submit]').click();
      const problem = phone.locator(`[data-problem=picture_empty][data-field=${EMBLEM}]`);
      await problem.waitFor();
      assert.match(await problem.innerText(), /在本页直接拍照/);
    }
  });
});
