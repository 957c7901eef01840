// Dialogs by keyboard alone: the focus goes in, stays in and returns; the browser tells a screen reader what is shown.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Keyboard } from './keyboard.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const MATERIAL = 'agent_id_emblem';
const PHONE = `[data-slot=${MATERIAL}] [data-phone]`;
const CODE = `dialog[data-handover=${MATERIAL}]`;
const SESSION = 'dialog[data-session]';
const NAME = 'main [name="child.name"]';
const MINUTE_MS = 60_000;

describe('dialogs without a mouse', () => {
  const { service, browser } = opened();

  /** A parent at the first page of a step, using the keyboard. */
  async function at(step, name) {
    const page = await browser.page({ width: 1280 });
    await page.clock.install();
    const parent = new Parent(page, service, await service.case(name));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: step });
    return { parent, page, keyboard: new Keyboard(page), known: parent.known };
  }

  /** Time passes, for the service and in the page. */
  async function pass(page, minutes) {
    await service.moveClock(minutes);
    await page.clock.fastForward(minutes * MINUTE_MS);
  }

  it('the code for the phone opens by Enter and Space, and gives the focus back', async () => {
    const { page, keyboard } = await at('agent', 'family-01');
    for (const [open, close] of [['Enter', 'Escape'], ['Space', 'the button']]) {
      await keyboard.to(PHONE);
      await page.keyboard.press(open);
      await page.locator(CODE).waitFor();
      assert.ok(await keyboard.isAt(`${CODE} :focus`), `${open}: the focus goes into the dialog`);
      assert.deepEqual(await told(page), { name: '用手机拍照', modal: true, outside: [] });
      assert.deepEqual(await keyboard.round(), ['在新标签页打开，代替手机', '关闭']);
      if (close === 'Escape') {
        await page.keyboard.press('Escape');
      } else {
        await keyboard.to(`${CODE} [data-close]`);
        await page.keyboard.press('Enter');
      }
      await page.locator(CODE).waitFor({ state: 'detached' });
      assert.ok(await keyboard.isAt(PHONE), `${close}: the focus is back at the button`);
      await keyboard.seen();
    }
  });

  it('a code that has ended is replaced in place', async () => {
    const { page, keyboard } = await at('agent', 'family-06');
    const ended = { contentType: 'text/event-stream', body: 'event: end\ndata: 0\n\n' };
    await page.route('**/changes', (route) => route.fulfill(ended), { times: 1 });
    await keyboard.to(PHONE);
    await page.keyboard.press('Enter');
    await page.locator(`${CODE} [data-over] [data-phone]`).waitFor();
    await keyboard.to(`${CODE} [data-over] [data-phone]`);
    await page.keyboard.press('Enter');
    // The old one is closed by now, and is removed a little later.
    await page.locator(`${CODE}[open] [data-waiting]`).waitFor();
    assert.ok(await keyboard.isAt(`${CODE}[open] :focus`), 'the focus is in the new dialog');
    await page.keyboard.press('Escape');
    assert.ok(await keyboard.isAt(PHONE), 'and comes back to the first button');
  });

  it('a phone is walked by keys, and what it sends takes the focus to the slot', async () => {
    const { page, keyboard, known } = await at('agent', 'family-02');
    await keyboard.to(PHONE);
    await page.keyboard.press('Enter');
    const address = await page.locator(`${CODE} [data-address]`).getAttribute('data-address');
    await keyboard.to(`${CODE} [data-close]`);

    const phone = await browser.page();
    await phone.goto(`http://${address}`);
    const thumbs = new Keyboard(phone);
    await thumbs.handIn(MATERIAL, Buffer.from('no picture'));
    await phone.locator(`[data-problem][data-field=${MATERIAL}]`).waitFor();
    assert.ok(await thumbs.isAt(`[type=file][name=${MATERIAL}]`), 'where the cure is');
    await thumbs.seen();
    assert.equal(await page.locator(CODE).count(), 1, 'nothing has come yet');
    const here = phone.url();
    const ledOn = phone.waitForURL(({ href }) => href !== here);
    await thumbs.choose(MATERIAL, await service.paper(known.papers[MATERIAL]));
    await ledOn;

    await page.locator(CODE).waitFor({ state: 'detached' });
    await page.locator(`[data-slot=${MATERIAL}][data-present]`).waitFor();
    assert.ok(await keyboard.isAt(`[type=file][name=${MATERIAL}]`), 'the focus is where the picture now stands');
    await keyboard.seen();
    assert.match(await page.locator('[data-voice]').textContent(), /照片/, 'and it is said');
    // The parent can go on from there.
    await keyboard.to(`[data-slot=${MATERIAL}] [value="remove:${MATERIAL}"]`);
  });

  it('a phone without script sends by its button', async () => {
    const { page, keyboard, known } = await at('agent', 'family-05');
    await keyboard.to(PHONE);
    await page.keyboard.press('Enter');
    const address = await page.locator(`${CODE} [data-address]`).getAttribute('data-address');
    const phone = await browser.page({ javaScript: false });
    await phone.goto(`http://${address}`);
    const thumbs = new Keyboard(phone);
    await thumbs.handIn(MATERIAL, await service.paper(known.papers[MATERIAL]));
    await thumbs.press('main [type=submit]');
    assert.notEqual(await phone.locator('main input[type=file]').getAttribute('name'), MATERIAL, 'what is missing comes next');
    await page.locator(CODE).waitFor({ state: 'detached' });
  });

  it('whoever is asked in the middle of a word stays by Enter or Escape, and types on', async () => {
    const { page, keyboard, known } = await at('child', 'family-03');
    const { name } = known.child;
    // The page sets its timer by the answer that it has read: that the answer was sent does not mean that it was read.
    await page.evaluate(() => {
      const { json } = Response.prototype;
      Response.prototype.json = async function read() {
        window.told = await json.call(this);
        return window.told;
      };
    });
    await keyboard.to('[name="child.name"]');
    for (const [place, key] of ['Enter', 'Escape'].entries()) {
      await page.keyboard.type(name[place]);
      await pass(page, 26);
      await page.locator(SESSION).waitFor();
      assert.ok(await keyboard.isAt(`${SESSION} [data-keep]`), 'the focus is at the answer');
      assert.deepEqual(await told(page), { name: '您还在填写吗？', modal: true, outside: [] });
      assert.deepEqual(await keyboard.round(), ['退出', '继续填写']);
      if (key === 'Enter') await keyboard.to(`${SESSION} [data-keep]`);
      await page.keyboard.press(key);
      await page.locator(SESSION).waitFor({ state: 'hidden' });
      assert.ok(await keyboard.isAt(NAME), `${key}: back in the field`);
      await keyboard.seen();
      // The log-in is prolonged; before the key press it had some minutes left.
      await page.waitForFunction(() => window.told.seconds_left > 1700);
    }
    await page.keyboard.type(name.slice(2));
    assert.equal(await page.locator(NAME).inputValue(), name);
  });

  it('whoever comes too late logs in again in place, and types on', async () => {
    const { parent, page, keyboard, known } = await at('child', 'family-04');
    const { name } = known.child;
    await keyboard.to('[name="child.name"]');
    await page.keyboard.type(name[0]);
    await pass(page, 31);
    await page.locator(`${SESSION} form[data-login]`).waitFor();
    assert.ok(await keyboard.isAt(`${SESSION} [name=login]`), 'the focus is at the first field');
    assert.deepEqual(await told(page), { name: '请重新登录', modal: true, outside: [] });
    await page.keyboard.press('Escape');
    assert.ok(await page.locator(SESSION).isVisible(), 'there is no way round it');

    await keyboard.logIn(service, { ...known.agent, password: 'wrong' }, SESSION);
    await page.keyboard.press('Enter');
    await page.locator(`${SESSION} [data-problem=log_in]`).waitFor();
    assert.ok(await keyboard.isAt(`${SESSION} [data-summary]`), 'the summary has the focus');
    await keyboard.to(`${SESSION} [data-summary] a`);
    await page.keyboard.press('Enter');
    assert.ok(await keyboard.isAt(`${SESSION} input`), 'its line leads to a field');

    // People who cannot read the picture are asked in words.
    await page.locator(`${SESSION} [name=password]`).fill('typed');
    await keyboard.to(`${SESSION} [name=switch]`);
    await page.keyboard.press('Enter');
    await page.locator(`${SESSION} [name=form][value=words]`).waitFor({ state: 'attached' });
    assert.ok(await keyboard.isAt(`${SESSION} [name=picture_code]`), 'and answers at once');
    assert.equal(await page.locator(`${SESSION} [name=password]`).inputValue(), 'typed', 'nothing else is gone');
    await keyboard.logIn(service, known.agent, SESSION);
    await page.keyboard.press('Enter');
    await page.locator(SESSION).waitFor({ state: 'hidden' });
    assert.ok(await keyboard.isAt(NAME), 'back in the field');
    await keyboard.seen();
    await page.keyboard.type(name.slice(1));
    assert.equal(await page.locator(NAME).inputValue(), name);
    await parent.fill();
    await keyboard.press('main form[data-step] [data-primary]');
    assert.deepEqual(await parent.problems(), []);
  });
});

/** What the browser tells a screen reader: the open dialog, and everything outside of it that can be reached. */
async function told(page) {
  const watch = await page.context().newCDPSession(page);
  const { nodes } = await watch.send('Accessibility.getFullAXTree');
  await watch.detach();
  const heard = nodes.filter((node) => !node.ignored);
  const dialogs = heard.filter((node) => node.role.value === 'dialog');
  assert.equal(dialogs.length, 1, 'one dialog');
  const [{ name, properties, nodeId }] = dialogs;
  const parents = new Map(nodes.map((node) => [node.nodeId, node.parentId]));
  const isInside = (id) => id !== undefined && (id === nodeId || isInside(parents.get(id)));
  const outside = heard.filter((node) => /^(link|button|textbox|radio|checkbox|heading)$/.test(node.role.value) && !isInside(node.nodeId));
  return {
    name: name.value,
    modal: properties.some((property) => property.name === 'modal' && property.value.value),
    outside: outside.map((node) => node.name.value),
  };
}
