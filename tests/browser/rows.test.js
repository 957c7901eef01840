// The rows of the design's table of families that need more than answering truly: something changed midway, typed wrong,
// or handed in on another day. The plain walks of all rows stand in families.test.js.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';

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

  it('9b, seven since yesterday: the default picture is not offered, and she hands in a photo', async () => {
    const parent = await begun('family-09b');
    let offered = 0;
    parent.onPage = async () => {
      offered += await parent.page.locator(`${FORM} [name="photo_choice"]`).count();
    };
    const { receipt } = await parent.answer();
    assert.ok(receipt);
    assert.equal(offered, 0);
  });

  it('12, ID card expired: the portal takes it, a person finds it later', async () => {
    const { receipt } = await (await begun('family-12')).answer();
    assert.ok(receipt);
  });

  it('17, birth certificate lost: another proof takes its place', async () => {
    const parent = await begun('family-17');
    const { receipt } = await parent.answer();
    assert.ok(receipt);
    const handedIn = await pictures(parent);
    assert.ok(handedIn.includes('guardianship_proof'), handedIn.join());
    assert.ok(!handedIn.includes('birth_certificate'), handedIn.join());
  });

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

  for (const [name, typed, stored] of [
    ['22a', /•/, /·/],
    ['22b', /䶮/, /䶮/],
    ['22c', /㛃/, /㛃/],
    ['22d', /𬱖/u, /𬱖/u],
  ]) {
    it(`${name}, a rare name is kept as it is registered`, async () => {
      const parent = await begun(`family-${name}`);
      assert.match(parent.known.answers['child.name'], typed);
      await parent.answer({ until: 'review' });
      const answers = await parent.page.locator('main').innerText();
      assert.match(answers, stored);
      assert.doesNotMatch(answers, /•/);
      const { receipt, relationship } = await parent.answer();
      assert.ok(receipt);
      assert.equal(relationship, 'verified');
    });
  }

  it('23, ID type changed midway: needless pictures are named and kept until the submission', async () => {
    const parent = await begun('family-23');
    const { page, known } = parent;
    await parent.answer({ until: 'review' });
    const address = page.url();

    await page.goto(address.replace('/review', '/child'));
    await page.locator(`${FORM} [name="child.id_type"][value="household_booklet"]`).check({ force: true });
    await parent.next();
    const said = await page.locator('main [role=status]').allInnerTexts();
    assert.equal(said.length, 1, 'the page says what is no longer needed');
    known.answers['child.id_type'] = 'household_booklet';

    await parent.answer({ until: 'review' });
    const unneeded = page.locator('[data-unneeded]');
    assert.equal(await unneeded.locator('img').count(), 2, 'both sides of the card');
    assert.equal(await page.locator('main img[src*="/child_id_emblem"]').count(), 1, 'and nowhere else');
    const { receipt, relationship } = await parent.answer();
    assert.ok(receipt);
    assert.equal(relationship, 'verified', 'the confirmed relationship stays');
    const handedIn = await pictures(parent);
    assert.ok(handedIn.includes('booklet_child_page'), handedIn.join());
    assert.ok(!handedIn.includes('child_id_emblem'), handedIn.join());
  });

  it('25, log-in without a mobile: the card’s number is asked for', async () => {
    const parent = await begun('family-25');
    let asked = 0;
    parent.onPage = async () => {
      asked += await parent.page.locator(`${FORM} [name="child.card_mobile"]`).count();
    };
    const { receipt } = await parent.answer();
    assert.ok(receipt);
    assert.ok(asked > 0);
  });

  it('26, the second child: what is about the family is there already, and says so', async () => {
    const first = await begun('family-26a');
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

  /** Material ids of the pictures on the page of the application that was handed in. */
  async function pictures(parent) {
    const { page } = parent;
    await page.goto(page.url().replace('/receipt', ''));
    return page
      .locator('main img[src*="/materials/"]')
      .evaluateAll((images) => images.map((image) => new URL(image.src).pathname.split('/').at(-1)));
  }
});

describe('rows that live through a midnight', () => {
  for (const [row, name, until, code] of [
    ['9a, seven today and eight hours later no more', 'family-09a', 'promise', null],
    ['11, eighteen between draft and submission', 'family-11', 'promise', 'child_age'],
  ]) {
    describe(row, () => {
      const { service, browser } = opened();

      it(code ? `refuses: ${code}` : 'is handed in', async () => {
        const parent = new Parent(await browser.page(), service, await service.case(name));
        await parent.logIn();
        await parent.begin();
        await parent.answer({ until });
        const address = parent.page.url();
        await nextDay(parent.page);
        // Nobody stays logged in over night.
        await parent.logIn();
        await parent.page.goto(address);
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

/** Moves the sandbox's day on by one, as a person would on its page. */
async function nextDay(page) {
  await page.goto('/sandbox');
  const loaded = page.waitForEvent('domcontentloaded');
  await page.locator('form[action="/sandbox/clock"] [name="days"][value="1"]').first().click();
  await loaded;
}
