// A parent without a mouse: Tab, arrows, Space and Enter only. Every stop of the focus is watched.

import assert from 'node:assert/strict';

/** More stops than any page has. */
const STOPS_AT_MOST = 200;
const FORM = 'main form[data-step]';

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
      if (await this.isAt(selector)) return;
      const before = await this.page.evaluateHandle(() => document.activeElement);
      await this.page.keyboard.press('Tab');
      await this.#look(before);
    }
    throw new Error(`${this.page.url()}: no way to ${selector} by Tab`);
  }

  /** Whether the focus stands on an element that `selector` matches. */
  async isAt(selector) {
    return this.page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  }

  /** The focus can be seen, is in view, and went on in the order of the page. */
  async #look(before) {
    const back = await this.page.evaluate((last) => {
      const now = document.activeElement;
      const isBack = last.isConnected && last !== document.body && last.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_PRECEDING;
      return isBack && now !== document.body && !now.contains(last) ? `the focus goes back to ${now.outerHTML.slice(0, 120)}` : '';
    }, before);
    await before.dispose();
    assert.equal(back, '', this.page.url());
    await this.seen();
  }

  /** The focus, wherever it stands now, can be seen and is in view. */
  async seen() {
    const wrong = await this.page.evaluate(() => {
      const now = document.activeElement;
      if (now === document.body) return '';
      const what = now.outerHTML.slice(0, 120);
      const drawn = [now, now.closest('label'), now.closest('[data-slot]')?.querySelector('label')].filter(Boolean);
      const marked = drawn.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      });
      if (!marked) return `the focus cannot be seen on ${what}`;
      const { top, bottom } = (now.closest('label') ?? now).getBoundingClientRect();
      return bottom < 0 || top > window.innerHeight ? `the focus is out of view on ${what}` : '';
    });
    assert.equal(wrong, '', this.page.url());
    this.stops += 1;
  }

  /**
   * Goes once round by Tab, from the first stop until it comes again, each one seen. The browser's own bar may lie between.
   *
   * @returns {Promise<string[]>} what stands at the stops, in words
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
    await this.seen();
  }

  /** Answers the step's page in its order, each question once; what stands there already is left as it is. */
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
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.page.keyboard.press('Enter');
    await loaded;
  }
}
