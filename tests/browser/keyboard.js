// A parent without a mouse: Tab, arrows, Space and Enter only. Every stop of the focus is watched.

import assert from 'node:assert/strict';

/** More stops than any page has. */
const STOPS_AT_MOST = 200;

export class Keyboard {
  stops = 0;

  constructor(page) {
    this.page = page;
    // Without somebody listening all the time a dialogue may open before it can be heard.
    page.on('filechooser', () => {});
  }

  /** Presses Tab until the focus stands on an element that `selector` matches. */
  async to(selector) {
    for (let stop = 0; stop < STOPS_AT_MOST; stop += 1) {
      if (await this.#isAt(selector)) return;
      const before = await this.page.evaluateHandle(() => document.activeElement);
      await this.page.keyboard.press('Tab');
      await this.#look(before);
    }
    throw new Error(`${this.page.url()}: no way to ${selector} by Tab`);
  }

  async #isAt(selector) {
    return this.page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  }

  /** The focus can be seen, is in view, and went on in the order of the page. */
  async #look(before) {
    const wrong = await this.page.evaluate((last) => {
      const now = document.activeElement;
      if (now === document.body) return '';
      const what = now.outerHTML.slice(0, 120);
      const back = last.isConnected && last !== document.body && last.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_PRECEDING;
      if (back && !now.contains(last)) return `the focus goes back to ${what}`;
      const seen = [now, now.closest('label'), now.closest('[data-slot]')?.querySelector('label')].filter(Boolean);
      const marked = seen.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      });
      if (!marked) return `the focus cannot be seen on ${what}`;
      const { top, bottom } = (now.closest('label') ?? now).getBoundingClientRect();
      return bottom < 0 || top > window.innerHeight ? `the focus is out of view on ${what}` : '';
    }, before);
    await before.dispose();
    assert.equal(wrong, '', this.page.url());
    this.stops += 1;
  }

  /** Types into the field of this name what belongs there, or chooses it, or hands in the paper. */
  async give(name, value) {
    const { page } = this;
    const one = `[name="${name}"]`;
    await this.to(one);
    const kind = await page.evaluate(() => document.activeElement.type);
    if (kind === 'radio' || kind === 'select-one') {
      await this.#choose(value);
    } else if (kind === 'checkbox') {
      if (!(await page.evaluate(() => document.activeElement.checked))) await page.keyboard.press('Space');
    } else {
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(value);
    }
  }

  /** In a group of radios Space takes the one where the focus stands, arrows the next. */
  async #choose(value) {
    const { page } = this;
    const chosen = () => page.evaluate(() => (document.activeElement.type === 'radio' && !document.activeElement.checked ? null : document.activeElement.value));
    if ((await chosen()) === null) await page.keyboard.press('Space');
    for (let turn = 0; (await chosen()) !== value; turn += 1) {
      assert.ok(turn < STOPS_AT_MOST, `${page.url()}: ${value} cannot be chosen by arrows`);
      await page.keyboard.press('ArrowDown');
    }
  }

  /** Opens the file dialogue of a slot by Space and hands in a picture. */
  async handIn(material, buffer) {
    const { page } = this;
    await this.to(`[type=file][name="${material}"]`);
    const dialogue = page.waitForEvent('filechooser');
    await page.keyboard.press('Space');
    await (await dialogue).setFiles({ name: `${material}.jpg`, mimeType: 'image/jpeg', buffer });
    await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'));
  }

  /** Goes to what `selector` matches and presses Enter; waits for the next page. */
  async press(selector) {
    await this.to(selector);
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.page.keyboard.press('Enter');
    await loaded;
  }
}
