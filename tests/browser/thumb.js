// A parent's thumb on a phone: everything is pressed where it can be seen, and counted; nothing is filled in behind the page's back.

import assert from 'node:assert/strict';
import { turned } from './turned.js';

const FORM = 'main form[data-step]';
/** The button of the slot, and the camera's own. */
const TAPS_OF_A_PICTURE = 2;
/** The list, and the line in it. */
const TAPS_OF_A_LIST = 2;

export class Thumb {
  /** Taps, characters typed, and the pages in order, each with its height in screens when it is left. */
  taps = 0;
  typed = 0;
  pages = [];

  constructor(page, service, known) {
    this.page = page;
    this.service = service;
    this.known = known;
  }

  /** Opens the address of the home page. */
  async start() {
    await this.page.goto('/');
    await this.#arrived();
  }

  /** Presses what stays on this page. */
  async tap(what) {
    await what.click();
    this.taps += 1;
  }

  /** Presses what leads to another page. */
  async leave(what) {
    this.#note();
    this.taps += 1;
    await turned(this.page, () => what.click());
    await this.#arrived();
  }

  /** Taps into a line and types. */
  async type(line, text) {
    await this.tap(line);
    await line.pressSequentially(text);
    this.typed += [...text].length;
  }

  async #arrived() {
    await this.page.waitForLoadState('load');
    const { pathname, search } = new URL(this.page.url());
    const said = `${pathname}${search}`.replace(/[0-9a-f-]{36}/, '…');
    this.pages.push({ said, taps: this.taps, typed: this.typed, screens: 0 });
    this.#measure = this.#tall();
    await this.#measure;
  }

  #measure = Promise.resolve();

  async #tall() {
    const screens = await this.page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
    const here = this.pages.at(-1);
    here.screens = Math.max(here.screens, screens);
  }

  #note() {
    const here = this.pages.at(-1);
    here.tapsHere = this.taps + 1 - here.taps;
    here.typedHere = this.typed - here.typed;
  }

  /** Answers the questions of a page from what the parent knows, and leaves it by its main button. */
  async answer() {
    const { answers, papers } = this.known;
    const form = this.page.locator(FORM);
    const child = form.locator(`button[value^="choose:${answers['child.id_type']}:"]`).filter({ hasText: answers['child.name'] });
    if ((await child.count()) > 0) {
      await this.leave(child);
      return;
    }
    // An answer may ask for more on the same page.
    const seen = new Set();
    for (let name = await this.#next(form, seen); name !== undefined; name = await this.#next(form, seen)) {
      seen.add(name);
      const all = form.locator(`[name="${name}"]:enabled`);
      const { type, isRight } = await all.evaluateAll((controls, wanted) => {
        const [first] = controls;
        const isRight = first.type === 'radio'
          ? controls.some(({ value, checked }) => checked && value === wanted)
          : first.type === 'checkbox' ? first.checked : first.value.replaceAll(' ', '') === wanted?.replaceAll(' ', '');
        return { type: first.type, isRight };
      }, answers[name]);
      if (type === 'file' && name in papers) {
        if (await all.evaluate((input) => Boolean(input.closest('[hidden], [data-present]')))) continue;
        const buffer = await this.service.paper(papers[name]);
        await all.setInputFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer });
        await this.page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'));
        this.taps += TAPS_OF_A_PICTURE;
        await this.#tall();
      } else if (answers[name] === undefined || isRight || ['hidden', 'submit', 'button'].includes(type)) {
        continue;
      } else if (type === 'radio' || type === 'checkbox') {
        const which = type === 'radio' ? `[value="${answers[name]}"]` : '';
        await this.tap(form.locator('label').filter({ has: this.page.locator(`[name="${name}"]${which}`) }));
      } else if (type === 'select-one' && name === 'bank') {
        // The branch near home is on the page already.
        continue;
      } else if (type === 'select-one' && (await form.locator(`.usual__pick[value="${answers[name]}"]`).count()) > 0) {
        await this.tap(form.locator(`.usual__pick[value="${answers[name]}"]`));
      } else if (type === 'select-one') {
        await all.selectOption(answers[name]);
        this.taps += TAPS_OF_A_LIST;
      } else {
        await this.type(all, answers[name]);
      }
    }
    await this.#tall();
    await this.leave(form.locator('[data-primary]'));
    assert.equal(await this.page.locator('[data-problem]').count(), 0, `${this.known.case} at ${this.page.url()}`);
  }
  /** The first question of a form that was not seen yet. */
  async #next(form, seen) {
    return form.evaluate((drawn, known) => {
      const controls = [...drawn.querySelectorAll('[name]:enabled')];
      return controls.find(({ name }) => !known.includes(name))?.name;
    }, [...seen]);
  }
}
