// The receipt as a parent keeps it: a code that a phone can read, the same number in both languages, on paper and as a file.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { bare } from '../service/receipt.js';
import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

/** A name of fifty characters: the longest allowed. */
const LONG_NAME = `${'买买提尼亚孜·'.repeat(7)}阿`.slice(0, 50);
/** A4, in points, and the narrowest margin that printers leave. */
const [WIDTH, HEIGHT, MARGIN] = [595.28, 841.89, 40];

describe('the receipt', () => {
  const { service, browser } = opened();

  /** A family at its receipt. */
  async function handedIn(name, { lang = 'zh-CN', answers = {} } = {}) {
    const known = await service.case(name);
    const parent = new Parent(await browser.page({ lang }), service, {
      ...known,
      answers: { ...known.answers, ...answers },
    });
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'review');
    const { receipt } = await parent.answer();
    assert.ok(receipt, `no receipt at ${parent.page.url()}`);
    // The code is a picture: it loads after the page.
    await parent.page.waitForLoadState('load');
    return { parent, receipt, page: parent.page, known: parent.known };
  }

  it('carries its number as text and as a code, on the screen, on paper and as a file', async () => {
    const { parent, receipt, page, known } = await handedIn('family-01');
    const text = await page.locator('main').innerText();
    assert.ok(bare(text).includes(bare(receipt)), 'the number stands on the page');
    assert.equal(bare(scan(await page.screenshot({ fullPage: true }))), bare(receipt), 'a phone reads the number from the code');

    const paper = new Pdf(await page.pdf({ preferCSSPageSize: true }));
    assert.equal(paper.pages(), 1, 'printed, it is one sheet');
    assert.equal(bare(scan(paper.picture())), bare(receipt), 'also on paper');
    assert.doesNotMatch(paper.text(), /退出|关怀版/, 'nothing to press stands on paper');

    const file = await fetched(page);
    assert.equal(file.pages(), 1);
    assert.equal(bare(scan(file.picture())), bare(receipt), 'also in the file');
    assert.ok(bare(file.text()).includes(bare(receipt)), 'the number can be marked and copied');
    assert.ok(file.text().includes(known.child.name), 'so can the name');
    assert.match(file.about(), /Tagged: +yes/);
    file.staysInside();

    await page.reload();
    assert.equal((await parent.outcome()).receipt, receipt, 'the page can be opened again');
  });

  it('shows a name with a rare character', async () => {
    const rare = (await service.cases()).find((one) => one.child.name.includes('𬱖'));
    const { page, known } = await handedIn(rare.case);
    const file = await fetched(page);
    assert.ok(file.text().includes(known.child.name), known.child.name);
    assert.doesNotMatch(file.text(), /U\+/, 'no character is spelled by its code');
    file.staysInside();
  });

  it('wraps a long name, in English', async () => {
    const { page, receipt } = await handedIn('family-15', { lang: 'en', answers: { 'child.name': LONG_NAME } });
    const file = await fetched(page);
    assert.ok(file.text().replaceAll(/\s/g, '').includes(LONG_NAME), 'no letter of the name is lost');
    assert.ok(bare(file.text()).includes(bare(receipt)));
    assert.match(file.text(), /What happens next/);
    file.staysInside();
    assert.equal(new Pdf(await page.pdf({ preferCSSPageSize: true })).pages(), 1, 'printed, it is one sheet');
  });

  it('says what to do where the machine has no font for a file', async () => {
    const { page, receipt } = await handedIn('family-05');
    const address = await page.locator('a[href$="receipt.pdf"]').getAttribute('href');
    const folder = mkdtempSync(join(tmpdir(), 'no-fonts-'));
    try {
      const config = join(folder, 'fonts.conf');
      writeFileSync(config, `<?xml version="1.0"?><fontconfig><dir>${folder}</dir></fontconfig>`);
      await service.kill();
      await service.begin({ env: { FONTCONFIG_FILE: config } });
      // A parent who kept the address of the file is led to the page, too.
      for (const path of [page.url(), address]) {
        await page.goto(path);
        assert.equal(await page.locator('main').getAttribute('data-receipt'), receipt, path);
        assert.equal(await page.locator('a[href$="receipt.pdf"]').count(), 0, 'nothing is offered that cannot be had');
        assert.match(await page.locator('main').innerText(), /不能生成PDF文件。请打印本页，或截图保存/);
        assert.ok(await page.locator('[data-print]').isVisible(), 'the page can be printed');
      }
    } finally {
      await service.kill();
      await service.begin();
      rmSync(folder, { recursive: true });
    }
  });
});

/** The file behind the button, as the agent gets it. */
async function fetched(page) {
  const address = await page.locator('a[href$="receipt.pdf"]').getAttribute('href');
  const lang = await page.locator('html').getAttribute('lang');
  const answer = await page.request.get(address, { headers: { 'accept-language': lang } });
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  assert.equal(answer.headers()['cache-control'], 'no-store');
  assert.match(answer.headers()['content-disposition'], /^attachment; filename="[0-9A-Z-]+\.pdf"$/);
  return new Pdf(await answer.body());
}

/** A PDF as read by poppler. */
class Pdf {
  #bytes;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  text() {
    return run('pdftotext', ['-', '-'], this.#bytes);
  }

  about() {
    const folder = mkdtempSync(join(tmpdir(), 'receipt-'));
    try {
      writeFileSync(join(folder, 'receipt.pdf'), this.#bytes);
      return run('pdfinfo', [join(folder, 'receipt.pdf')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  pages() {
    return Number(this.about().match(/^Pages: +(\d+)/m)[1]);
  }

  /** Its first page as a PNG. */
  picture() {
    const folder = mkdtempSync(join(tmpdir(), 'receipt-'));
    try {
      run('pdftoppm', ['-r', '150', '-png', '-singlefile', '-', join(folder, 'page')], this.#bytes);
      return readFileSync(join(folder, 'page.png'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** No word runs into a margin. */
  staysInside() {
    const words = run('pdftotext', ['-bbox', '-', '-'], this.#bytes).matchAll(
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</g,
    );
    let count = 0;
    for (const [, ...found] of words) {
      const [left, top, right, bottom] = found.slice(0, 4).map(Number);
      const inside = left >= MARGIN && right <= WIDTH - MARGIN && top >= 30 && bottom <= HEIGHT - 30;
      assert.ok(inside, `${found[4]} stands at ${found.slice(0, 4)}`);
      count += 1;
    }
    assert.ok(count > 20, `${count} words`);
  }
}

function run(program, words, input) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { input, encoding: 'utf8' });
  assert.equal(status, 0, `${program}: ${error ?? stderr}`);
  return stdout;
}

/** What a QR code reader finds in a picture. */
function scan(picture) {
  return run('zbarimg', ['--quiet', '--raw', '-'], picture).trim();
}
