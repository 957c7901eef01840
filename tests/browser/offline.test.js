// The line or the service is down, a button is pressed twice, somebody goes back: what was typed stays.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const NAME = 'main [name="child.name"]';
const PRIMARY = 'main form[data-step] [data-primary]';

describe('what cannot be sent', () => {
  const { service, browser } = opened();

  /** A parent who has filled in the child's page. */
  async function filled(name) {
    const parent = new Parent(await browser.page(), service, await service.case(name));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'child' });
    await parent.fill();
    return parent;
  }

  /** Presses the button, and reads why nothing was sent. */
  async function pressesInVain({ page }) {
    await page.locator(PRIMARY).click();
    const note = page.locator('[data-unsent]');
    await note.waitFor();
    return note.innerText();
  }

  async function goesOn(parent, press) {
    await turned(parent.page, press);
    assert.deepEqual(await parent.problems(), []);
    assert.equal(await parent.step(), 'relationship');
  }

  it('stays on the page while the line is down', async () => {
    const parent = await filled('family-01');
    const { page, known } = parent;
    await page.context().setOffline(true);
    assert.match(await pressesInVain(parent), /网络断开了.*再试一次/s);
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
    await page.context().setOffline(false);
    await page.getByText('网络恢复了').waitFor();
    await goesOn(parent, () => page.locator('[data-unsent] [data-again]').click());
  });

  it('stays on the page while the service is down', async () => {
    const parent = await filled('family-02');
    const { page, known } = parent;
    await service.kill();
    assert.match(await pressesInVain(parent), /暂时连不上服务/);
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
    await service.begin();
    await goesOn(parent, () => page.locator(PRIMARY).click());
  });

  it('is sent once, however often it is pressed', async () => {
    const parent = await filled('family-03');
    const { page } = parent;
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/child')) sent += 1;
    });
    await goesOn(parent, () => page.locator(PRIMARY).click({ clickCount: 3 }));
    assert.equal(sent, 1);
  });

  it('is not left behind unseen: the browser asks before the page goes', async () => {
    const parent = new Parent(await browser.page(), service, await service.case('family-04'));
    const { page } = parent;
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'child' });
    const asked = [];
    page.on('dialog', async (dialog) => {
      asked.push(dialog.type());
      await dialog.dismiss();
    });
    await page.locator('main a[href$="/agent"]').first().waitFor({ state: 'attached' });
    await page.locator(NAME).click();
    await page.keyboard.type('陈');
    await page.evaluate(() => history.back());
    await page.locator('.back a').click({ noWaitAfter: true });
    assert.deepEqual([...new Set(asked)], ['beforeunload']);
    assert.equal(await page.locator(NAME).inputValue(), '陈');
  });

  it('is there again after it was sent and somebody goes back', async () => {
    const parent = await filled('family-05');
    const { page, known } = parent;
    await parent.next();
    assert.notEqual(await parent.step(), 'child');
    await page.goBack();
    assert.equal(await parent.step(), 'child');
    assert.equal(await page.locator(NAME).inputValue(), known.child.name);
  });
});
