// Every family of the sandbox that is told by hand, from log-in to the receipt or the refusal that its case expects, in their
// order: the second parent of a child comes after the first. Families drawn by chance are numbered from 101 on.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { bare } from '../service/receipt.js';
import { pictures } from './handed_in.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const FORM = 'main form[data-step]';

/** What the stories of some families (crates/sandbox/src/world/told/) require besides their outcome. */
const BESIDES = {
  'family-09b': ({ asked }) => {
    assert.ok(asked.has('card_photo'), 'seven since yesterday: a photo is asked for');
    assert.ok(!asked.has('photo_choice'), 'and the default picture is not offered');
  },
  'family-17': async ({ page }) => {
    const handedIn = await pictures(page);
    assert.ok(handedIn.includes('guardianship_proof'), `another proof takes its place: ${handedIn}`);
    assert.ok(!handedIn.includes('birth_certificate'), handedIn.join());
  },
  'family-22a': keeps(/•/, /·/),
  'family-22b': keeps(/䶮/, /䶮/),
  'family-22c': keeps(/㛃/, /㛃/),
  'family-22d': keeps(/𬱖/u, /𬱖/u),
  'family-25': ({ asked }) => assert.ok(asked.has('child.card_mobile'), 'without a mobile of the account the card’s is asked for'),
};

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
    for (const name of Object.keys(BESIDES)) assert.ok(cases.some((one) => one.case === name), `${name} is walked`);
    assert.ok(new Set(cases.map((one) => one.family)).size >= 27, 'at least 27 families');
    for (const known of cases) {
      await t.test(`${known.case}: ${known.title.en}: ${known.expect}`, async () => {
        const page = await browser.page();
        const parent = new Parent(page, service, known);
        const way = { page, known, asked: new Set(), review: '' };
        parent.onPage = async (step) => watch(way, step);
        await parent.logIn();
        await parent.begin();
        const outcome = await parent.answer();
        assert.deepEqual(shape(outcome), expected(known.expect), `at ${page.url()}`);
        await BESIDES[known.case]?.(way);
        if (outcome.receipt) await isListed(page, outcome.receipt);
        await page.context().close();
      });
    }
  });
});

/** Records what is asked on the way, and the words of the review. */
async function watch(way, step) {
  const controls = way.page.locator(`${FORM} [name]`);
  for (const name of await controls.evaluateAll((found) => found.map((control) => control.name))) way.asked.add(name);
  if (step === 'review') way.review = await way.page.locator('main').innerText();
}

/** A rare name that is typed one way is shown in the review as it is registered. */
function keeps(typed, stored) {
  return ({ known, review }) => {
    assert.match(known.answers['child.name'], typed);
    assert.match(review, stored);
    assert.doesNotMatch(review, /•/);
  };
}

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
