// The receipt as a parent keeps it: a code that a phone reads, the same number in both languages and on paper.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { bare } from '../service/receipt.js';
import { Service } from '../service/service.js';
import { Browser } from './browser.js';
import { Parent } from './parent.js';

test('the receipt carries its number as text and as a code', async () => {
  const service = await Service.start();
  const browser = await Browser.open(service);
  try {
    const page = await browser.page();
    const mother = new Parent(page, service, await service.case('family-01'));
    await mother.logIn();
    await mother.begin();
    const { receipt } = await mother.answer();
    assert.ok(receipt, `no receipt at ${page.url()}`);
    const text = await page.locator('main').innerText();
    assert.ok(bare(text).includes(bare(receipt)), 'the number stands on the page');
    assert.ok(bare(await scan(page)).includes(bare(receipt)), 'a phone reads the number from the code');

    await page.emulateMedia({ media: 'print' });
    assert.ok(bare(await scan(page)).includes(bare(receipt)), 'also on paper');
    await page.emulateMedia({ media: 'screen' });

    await page.reload();
    assert.equal((await mother.outcome()).receipt, receipt, 'the page can be opened again');
  } finally {
    await browser.close();
    await service.remove();
  }
});

/** What a reader of QR codes finds in a picture of the page. */
async function scan(page) {
  const { status, stdout, stderr } = spawnSync('zbarimg', ['--quiet', '--raw', '-'], {
    input: await page.screenshot({ fullPage: true }),
    encoding: 'utf8',
  });
  assert.equal(status, 0, `no code can be read: ${stderr}`);
  return stdout.trim();
}
