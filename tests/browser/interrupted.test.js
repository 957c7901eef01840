// The service is killed while a mother applies. What was reported as saved is still there, and she finishes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

describe('a service that dies', () => {
  const { service, browser } = opened();

  it('a mother goes on where she was when the service died', async () => {
    const page = await browser.page();
    const mother = new Parent(page, service, await service.case('family-03'));
    await mother.logIn();
    await mother.begin();
    await hurry(mother, 'supplement');
    const draft = draftOf(page.url());

    await service.kill();
    await service.begin();

    await mother.goOn();
    assert.equal(draftOf(page.url()), draft, 'the same draft goes on');
    assert.equal(await mother.step(), 'supplement', 'at the step where it was left');
    await keepsTheChild(page, draft, mother.known);

    await page.context().clearCookies();
    await mother.logIn();
    await mother.goOn();
    const { receipt } = await mother.answer();
    assert.ok(receipt, `no receipt at ${page.url()}`);

    assert.equal(await service.stop(), 0, 'a stop on SIGTERM is clean');
    await service.begin();
    await page.goto(`/applications/${draft}`);
    assert.equal(await page.locator('main').getAttribute('data-state'), 'submitted');
  });
});

function draftOf(address) {
  return new URL(address).pathname.split('/')[2];
}

async function keepsTheChild(page, draft, { child }) {
  const before = page.url();
  await page.goto(`/applications/${draft}/child`);
  assert.equal(await page.locator('[name="child.name"]').inputValue(), child.name);
  await page.goto(before);
}
