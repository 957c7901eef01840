// The families told by hand (crates/sandbox/src/world/told/) that need more than truthful answers: something changed midway,
// typed wrong, or submitted on another day. The plain walks of all of them, with what they require besides, are in
// families.test.js.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { pictures } from './handed_in.js';
import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FORM = 'main form[data-step]';

describe('rows of the table of families', () => {
  const { service, browser } = opened();

  /** A parent of this case, logged in, with a draft. */
  async function begun(name, changes = {}) {
    const known = await service.case(name);
    const page = await browser.page();
    const parent = new Parent(page, service, { ...known, answers: { ...known.answers, ...changes } });
    await parent.logIn();
    await parent.begin();
    return parent;
  }

  it("21, the agent's own number and a relation of the other sex: named, and not offered", async () => {
    const parent = await begun('family-21');
    await parent.answer({ until: 'child' });
    await parent.fill();
    await parent.page.locator(`${FORM} [name="child.id_number"]`).fill(parent.known.agent.id_number);
    await parent.next();
    assert.ok((await parent.problems()).includes('child.id_number: id_same_as_agent'));
    await parent.fill();
    await parent.next();
    assert.equal(await parent.step(), 'relationship');
    const offered = await parent.page
      .locator(`${FORM} [name="relationship"]`)
      .evaluateAll((controls) => controls.flatMap((c) => (c.options ? [...c.options].map((o) => o.value) : [c.value])));
    assert.ok(offered.includes('51'), offered.join());
    assert.ok(!offered.includes('52'), 'a man is nobody’s mother');
    const { receipt, relationship } = await parent.answer();
    assert.ok(receipt);
    assert.equal(relationship, 'unverified');
  });

  it('23, ID type changed midway: needless pictures are named and kept until the submission', async () => {
    const parent = await begun('family-23');
    const { page, known } = parent;
    await hurry(parent, 'review');
    const address = page.url();

    await page.goto(address.replace('/review', '/child'));
    await page.locator(`${FORM} [name="child.id_type"][value="household_booklet"]`).check({ force: true });
    await parent.next();
    const said = await page.locator('main [role=status]').allInnerTexts();
    assert.equal(said.filter(Boolean).length, 1, 'the page says what is no longer needed');
    known.answers['child.id_type'] = 'household_booklet';

    await parent.answer({ until: 'review' });
    const unneeded = page.locator('[data-unneeded]');
    assert.equal(await unneeded.locator('img').count(), 2, 'both sides of the card');
    assert.equal(await page.locator('main img[src*="/child_id_emblem"]').count(), 1, 'and nowhere else');
    const { receipt, relationship } = await parent.answer();
    assert.ok(receipt);
    assert.equal(relationship, 'verified', 'the confirmed relationship stays');
    const handedIn = await pictures(parent.page);
    assert.ok(handedIn.includes('booklet_child_page'), handedIn.join());
    assert.ok(!handedIn.includes('child_id_emblem'), handedIn.join());
  });

  it('26, the second child: what is about the family is there already, and says so', async () => {
    const first = await begun('family-26a');
    await hurry(first, 'review');
    assert.ok((await first.answer()).receipt);
    const second = new Parent(first.page, service, await service.case('family-26b'));
    await second.begin();
    const uploads = [];
    second.upload = async function upload(material) {
      const there = await this.page.locator(`[data-slot="${material}"][data-present]`).count();
      if (there > 0) return;
      uploads.push(material);
      await Parent.prototype.upload.call(this, material);
    };
    let carried = 0;
    second.onPage = async (step) => {
      if (step === 'agent') carried += await second.page.locator('main [role=status]').count();
    };
    const { receipt } = await second.answer();
    assert.ok(receipt);
    assert.ok(carried > 0, 'the page says that it is from an earlier application');
    assert.ok(!uploads.includes('agent_id_emblem'), uploads.join());
    assert.ok(uploads.includes('card_photo'), uploads.join());
  });
});

describe('rows that live through a midnight', () => {
  for (const [row, name, until, code] of [
    ['9a, seven today and eight hours later no more', 'family-09a', 'review', null],
    ['11, eighteen between draft and submission', 'family-11', 'review', 'child_age'],
  ]) {
    describe(row, () => {
      const { service, browser } = opened();

      it(code ? `refuses: ${code}` : 'is handed in', async () => {
        const parent = new Parent(await browser.page(), service, await service.case(name));
        await parent.logIn();
        await parent.begin();
        await hurry(parent, until);
        const address = parent.page.url();
        await nextDay(parent.page);
        // Nobody stays logged in overnight.
        await parent.logIn();
        await parent.page.goto(address.replace('/review', '/promise'));
        if (code === null) {
          assert.equal(await parent.step(), 'supplement', 'the default picture is a problem now, and the flow leads back to it');
          await parent.next();
          assert.deepEqual(await parent.problems(), ['photo_choice: default_picture_age']);
          parent.known.answers.photo_choice = 'own';
          await parent.page.locator(`${FORM} [name="photo_choice"][value="own"]`).check({ force: true });
          const { receipt } = await parent.answer();
          assert.ok(receipt);
        } else {
          const { refusal } = await parent.answer();
          assert.equal(refusal, code);
          await parent.page.goto('/applications');
          assert.equal(await parent.page.locator('[data-state="draft"]').count(), 1, 'the draft is kept');
        }
      });
    });
  }
});

/** Moves the sandbox's day forward by one, as a person would on its page. */
async function nextDay(page) {
  await page.goto('/sandbox');
  await turned(page, () => page.locator('form[action="/sandbox/clock"] [name="days"][value="1"]').first().click());
}
