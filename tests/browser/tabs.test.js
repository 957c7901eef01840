// One application in two tabs: what was changed in the other one is neither lost nor overwritten unseen.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const ADDRESS = 'main form[data-step] [name="residence.address"]';

describe('one application in two tabs', () => {
  const { service, browser } = opened();

  it('both values are shown, and each can be chosen', async () => {
    const known = await service.case('family-01');
    const first = await browser.page();
    const mother = new Parent(first, service, known);
    await mother.logIn();
    await mother.begin();
    await hurry(mother, 'supplement');
    for (let pages = 0; (await first.locator(ADDRESS).count()) === 0; pages += 1) {
      assert.ok(pages < 5, `no address at ${first.url()}`);
      await mother.fill();
      await mother.next();
    }
    await mother.fill();
    await mother.next();
    await first.goBack();
    const address = first.url();
    const second = await first.context().newPage();
    const other = new Parent(second, service, known);

    for (const [keeps, here, there] of [
      ['mine', '丰和路73号院5号楼1201', '青禾路55号院2号楼301'],
      ['stored', '景行路126号院8号楼602', '和悦路2号院1号楼101'],
    ]) {
      await first.goto(address);
      await second.goto(address);
      await first.locator(ADDRESS).fill(here);
      await mother.next();
      await second.locator(ADDRESS).fill(there);
      await other.next();

      assert.equal((await other.outcome()).refusal, 'stale');
      const words = await second.locator('main table').innerText();
      assert.ok(words.includes(here) && words.includes(there), words);
      const loaded = second.waitForEvent('domcontentloaded');
      await second.locator(keeps === 'mine' ? 'main form [type=submit]' : 'main form a.button').click();
      await loaded;

      await first.goto(address);
      assert.equal(await first.locator(ADDRESS).inputValue(), keeps === 'mine' ? there : here, keeps);
    }
  });
});
