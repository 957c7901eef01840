// An application handed in twice is one application.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bare } from '../service/receipt.js';
import { Service } from '../service/service.js';
import { Browser } from './browser.js';
import { Parent } from './parent.js';

test('two clicks on submit give one receipt', async () => {
  const service = await Service.start();
  const browser = await Browser.open(service);
  try {
    const known = await service.case('family-01');
    const first = await browser.page();
    const mother = new Parent(first, service, known);
    await mother.logIn();
    await mother.begin();
    await mother.answer({ until: 'promise' });

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
  } finally {
    await browser.close();
    await service.remove();
  }
});
