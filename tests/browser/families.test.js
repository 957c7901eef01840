// Every family of the sandbox that is told by hand, from log-in to the receipt or the refusal that its case expects, in
// their order: the second parent of a child comes after the first. Those drawn by chance are numbered from 101 on.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { bare } from '../service/receipt.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

describe('every family of the sandbox', () => {
  const { service, browser } = opened();
  let cases;

  before(async () => {
    cases = (await service.cases()).filter((one) => Number(one.family.split('-')[1]) < 100);
  });

  after(() => {
    if (cases) console.log(`count: ${cases.length} cases of the sandbox walked, ${browser.requests} requests, all to our host`);
  });

  it('reaches what its case expects', async (t) => {
    assert.ok(new Set(cases.map((one) => one.family)).size >= 27, 'at least 27 families');
    for (const known of cases) {
      await t.test(`${known.case}: ${known.title.en}: ${known.expect}`, async () => {
        const page = await browser.page();
        const parent = new Parent(page, service, known);
        await parent.logIn();
        await parent.begin();
        const outcome = await parent.answer();
        assert.deepEqual(shape(outcome), expected(known.expect), `at ${page.url()}`);
        if (outcome.receipt) await isListed(page, outcome.receipt);
        await page.context().close();
      });
    }
  });
});

function shape({ receipt, relationship, refusal }) {
  return { receipt: receipt !== null, relationship, refusal };
}

function expected(words) {
  const [kind, code] = words.split(':');
  return {
    submits: { receipt: true, relationship: 'verified', refusal: null },
    evidence: { receipt: true, relationship: 'unverified', refusal: null },
    refused: { receipt: false, relationship: null, refusal: code ?? null },
  }[kind];
}

async function isListed(page, receipt) {
  await page.goto('/applications');
  const listed = bare(await page.locator('main').innerText());
  assert.ok(listed.includes(bare(receipt)), 'my applications show the receipt number');
}
