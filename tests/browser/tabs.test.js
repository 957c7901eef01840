// One application in two tabs: what was changed in the other one is neither lost nor overwritten unseen.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { Keyboard } from './keyboard.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FIELD = 'residence.address';
const ADDRESS = `main form[data-step] [name="${FIELD}"]`;
const CHOICES = { mine: 'main form [type=submit]', stored: 'main form a.button' };

describe('one application in two tabs', () => {
  const { service, browser } = opened();

  it('both values are shown, and each can be chosen, by pointer and by keys', async () => {
    const known = await service.case('family-01');
    const first = await browser.page();
    const mother = new Parent(first, service, known);
    await mother.logIn();
    await mother.begin();
    await hurry(mother, 'supplement');
    await mother.reach(ADDRESS);
    await mother.fill();
    await mother.next();
    await first.goBack();
    const address = `${first.url().split('?')[0]}?page=supplement`;
    const second = await first.context().newPage();
    const other = new Parent(second, service, known);
    const keyboard = new Keyboard(second);
    const pointer = {
      give: (_field, value) => second.locator(ADDRESS).fill(value),
      press: (selector) => turned(second, () => second.locator(selector).click()),
    };

    for (const [keeps, hands, here, there] of [
      ['mine', pointer, '丰和路73号院5号楼1201', '青禾路55号院2号楼301'],
      ['stored', pointer, '景行路126号院8号楼602', '和悦路2号院1号楼101'],
      ['mine', keyboard, '丰和路73号院5号楼1201', '青禾路55号院2号楼301'],
      ['stored', keyboard, '景行路126号院8号楼602', '和悦路2号院1号楼101'],
    ]) {
      await first.goto(address);
      await second.goto(address);
      await first.locator(ADDRESS).fill(here);
      await mother.next();
      await hands.give(FIELD, there);
      await hands.press('main form[data-step] [data-primary]');

      assert.equal((await other.outcome()).refusal, 'stale');
      const words = await second.locator('main table').innerText();
      assert.ok(words.includes(here) && words.includes(there), words);
      // A parent with only a keyboard can read the table to its end.
      if (hands === keyboard) await keyboard.to('main [role=region]');
      if (keeps === 'mine') {
        // What exists nowhere else is not sent into a dead line.
        await second.context().setOffline(true);
        await second.locator(CHOICES[keeps]).click();
        await second.locator('[data-unsent]').waitFor();
        await second.context().setOffline(false);
      }
      await hands.press(CHOICES[keeps]);

      await first.goto(address);
      assert.equal(await first.locator(ADDRESS).inputValue(), keeps === 'mine' ? there : here, keeps);
    }
  });
});
