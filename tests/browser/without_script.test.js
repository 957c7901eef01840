// The whole way with scripts switched off: the longest one, a child in the household booklet.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Service } from '../service/service.js';
import { Browser } from './browser.js';
import { Parent } from './parent.js';

test('a father applies without script', async () => {
  const service = await Service.start();
  const browser = await Browser.open(service);
  try {
    const javaScript = false;
    const page = await browser.page({ javaScript });
    const father = new Parent(page, service, await service.case('family-02'), { javaScript });
    await father.logIn();
    await father.begin();
    const { receipt, relationship } = await father.answer();
    assert.ok(receipt, `no receipt at ${page.url()}`);
    assert.equal(relationship, 'verified');
    await logsOut(page);
  } finally {
    await browser.close();
    await service.remove();
  }
});

async function logsOut(page) {
  await page.goto('/');
  await page.locator('form[action="/logout"] button').click();
  await page.goto('/applications');
  assert.match(page.url(), /\/login/, 'after the log-out my applications ask for a log-in');
}
