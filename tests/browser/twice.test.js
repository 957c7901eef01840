// An application that is submitted twice is one application.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bare } from '../service/receipt.js';
import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

describe('an application handed in twice', () => {
  const { service, browser } = opened();

  it('two clicks on submit give one receipt', async () => {
    const known = await service.case('family-01');
    const first = await browser.page();
    const mother = new Parent(first, service, known);
    await mother.logIn();
    await mother.begin();
    await hurry(mother, 'review');

    const second = await first.context().newPage();
    await second.goto(first.url());
    const both = [mother, new Parent(second, service, known)];
    for (const parent of both) await parent.fill();
    await Promise.all(both.map((parent) => parent.next()));

    const outcomes = await Promise.all(both.map((parent) => parent.outcome()));
    assert.ok(outcomes[0].receipt, `no receipt at ${first.url()}`);
    assert.equal(outcomes[1].receipt, outcomes[0].receipt, 'both clicks end at the same receipt');

    await first.goto('/applications');
    const listed = bare(await first.locator('main').innerText());
    assert.equal(listed.split(bare(outcomes[0].receipt)).length - 1, 1, 'it is listed once');
  });
});
