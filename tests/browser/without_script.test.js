// A whole application without scripts: the longest one, a child in the household booklet. Those with an ID card, with two
// booklets and with a lost certificate are walked without scripts in checklist.test.js, up to the review.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openMenu } from './header.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

describe('without script', () => {
  const { service, browser } = opened();

  it('a father applies without script', async () => {
    const javaScript = false;
    const page = await browser.page({ javaScript });
    const father = new Parent(page, service, await service.case('family-02'), { javaScript });
    await father.logIn();
    await father.begin();
    const { receipt, relationship } = await father.answer();
    assert.ok(receipt, `no receipt at ${page.url()}`);
    assert.equal(relationship, 'verified');
    await logsOut(page);
  });
});

async function logsOut(page) {
  await page.goto('/');
  await openMenu(page);
  await page.locator('[data-log-out] summary').click();
  await page.locator('form[action="/logout"] button').click();
  assert.match(await page.locator('main [role=status]').innerText(), /已退出/, 'it says that it happened');
  await page.goto('/applications');
  assert.match(page.url(), /\/login/, 'after the log-out my applications ask for a log-in');
}
