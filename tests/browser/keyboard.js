// A parent without a mouse: only Tab, arrows, Space and Enter. Every focus stop is checked.

import assert from 'node:assert/strict';
import { turned } from './turned.js';

/** More stops than any page has. */
const STOPS_AT_MOST = 200;
const FORM = 'main form[data-step]';

export class Keyboard {
  stops = 0;

  constructor(page) {
    this.page = page;
    // Without a permanent listener a dialog may open before it can be noticed.
    page.on('filechooser', () => {});
  }

  /** Presses Tab until the focus is on an element that `selector` matches. */
  async to(selector) {
    const { page } = this;
    for (let stop = 0, at = await this.isAt(selector); !at; stop += 1) {
      assert.ok(stop < STOPS_AT_MOST, `${page.url()}: no way to ${selector} by Tab`);
      const last = await page.evaluateHandle(() => document.activeElement);
      await page.keyboard.press('Tab');
      at = await this.#look({ last, selector });
      await last.dispose();
    }
  }

  /** Whether the focus is on an element that `selector` matches. */
  async isAt(selector) {
    return this.page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  }

  /** The focus, wherever it is now, is visible and in view. */
  async seen() {
    await this.#look({});
  }

  /** Also checks that it moved on from `last` in page order; returns whether it is now on what `selector` matches. */
  async #look(wanted) {
    const { at, wrong } = await this.page.evaluate(focus, wanted);
    assert.equal(wrong, '', this.page.url());
    this.stops += 1;
    return at;
  }

  /**
   * Tabs once around, from the first stop until it comes again, and checks each one. The browser's own toolbar may lie in
   * between.
   *
   * @returns {Promise<string[]>} what is at the stops, in words
   */
  async round() {
    const { page } = this;
    const words = [];
    let first = null;
    for (let stop = 0; stop < STOPS_AT_MOST; stop += 1) {
      await page.keyboard.press('Tab');
      if (await this.isAt('body')) continue;
      const isFirst = await page.evaluate((element) => element === document.activeElement, first);
      if (isFirst) return words;
      first ??= await page.evaluateHandle(() => document.activeElement);
      await this.seen();
      words.push(await page.evaluate(() => (document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()));
    }
    throw new Error(`${page.url()}: Tab does not come round: ${words}`);
  }

  /** Types the answer into the field of this name, or chooses it, or uploads the paper. */
  async give(name, value) {
    const { page } = this;
    const one = `[name="${name}"]`;
    await this.to(one);
    const kind = await page.evaluate(() => document.activeElement.type);
    if (kind === 'radio' || kind === 'select-one') {
      await this.#pick(value);
    } else if (kind === 'checkbox') {
      if (!(await page.evaluate(() => document.activeElement.checked))) await page.keyboard.press('Space');
    } else {
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(value);
    }
  }

  /** Types what the log-in form under `root` asks of an agent; the focus stays in its last field. */
  async logIn(service, { username, password }, root = 'main') {
    const challenge = await this.page.locator(`${root} form[data-login] [name=challenge]`).inputValue();
    await this.give('login', username);
    await this.give('password', password);
    await this.give('picture_code', await service.pictureCode(challenge));
  }

  /** In a radio group Space chooses the focused one, arrows the next. */
  async #pick(value) {
    const { page } = this;
    const chosen = () => page.evaluate(() => (document.activeElement.type === 'radio' && !document.activeElement.checked ? null : document.activeElement.value));
    if ((await chosen()) === null) await page.keyboard.press('Space');
    for (let turn = 0; (await chosen()) !== value; turn += 1) {
      assert.ok(turn < STOPS_AT_MOST, `${page.url()}: ${value} cannot be chosen by arrows`);
      await page.keyboard.press('ArrowDown');
    }
  }

  /** Uploads a picture that stays in its slot, or is refused there. */
  async handIn(material, buffer) {
    const { page } = this;
    await this.choose(material, buffer);
    await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'));
    await this.seen();
  }

  /** Opens the file dialog of a slot with Space and chooses a picture. A phone goes on to its next page by itself. */
  async choose(material, buffer) {
    const { page } = this;
    await this.to(`[type=file][name="${material}"]`);
    const dialogue = page.waitForEvent('filechooser');
    await page.keyboard.press('Space');
    await (await dialogue).setFiles({ name: `${material}.jpg`, mimeType: 'image/jpeg', buffer });
  }

  /** Answers the step's page in its order, each question once; existing answers are left as they are. */
  async fill(service, { answers, papers }) {
    const names = await this.page
      .locator(`${FORM} :is(input:not([type=hidden]), select, textarea)[name]:enabled`)
      .evaluateAll((controls) => [
        ...new Set(controls.filter((control) => control.type !== 'file' || !control.closest('[data-present]')).map((control) => control.name)),
      ]);
    for (const name of names) {
      if (name in papers) await this.handIn(name, await service.paper(papers[name]));
      else if (name in answers) await this.give(name, answers[name]);
    }
  }

  /** Goes to what `selector` matches and presses Enter; waits for the next page. */
  async press(selector) {
    await this.to(selector);
    await turned(this.page, () => this.page.keyboard.press('Enter'));
  }
}

/** In the browser: what is wrong with the focus, in words, and whether it is where it should be. */
function focus({ last, selector }) {
  const now = document.activeElement;
  if (now === document.body) return { at: false, wrong: '' };
  const wrong = wrongHere();
  return { at: selector !== undefined && now.matches(selector), wrong: wrong && `${wrong} ${now.outerHTML.slice(0, 120)}` };

  function wrongHere() {
    const isBefore = last?.isConnected && last !== document.body && last.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_PRECEDING;
    if (isBefore && !now.contains(last)) return 'the focus goes back to';
    const drawn = [now, now.closest('label'), now.closest('[data-slot]')?.querySelector('label')].filter(Boolean);
    const marked = drawn.some((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    if (!marked) return 'the focus cannot be seen on';
    const { top, bottom } = (now.closest('label') ?? now).getBoundingClientRect();
    return bottom < 0 || top > window.innerHeight ? 'the focus is out of view on' : '';
  }
}
