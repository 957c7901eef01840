// A parent at the browser, who knows one case of the sandbox and answers what a page asks, page after page. Only the contract's
// hooks are used (docs/contract.md), so that this fits any flow.

import assert from 'node:assert/strict';
import { turned } from './turned.js';

/** More pages than any flow has: beyond it we run in circles. */
const PAGES_AT_MOST = 60;
const FORM = 'main form[data-step]';

export class Parent {
  constructor(page, service, known, { javaScript = true } = {}) {
    this.page = page;
    this.service = service;
    this.known = known;
    this.javaScript = javaScript;
    /** Called on every question page before it is filled. */
    this.onPage = async () => {};
  }

  async logIn() {
    const { page, service, known } = this;
    await page.goto('/login');
    const form = page.locator('form:has(input[name=login])');
    await form.locator('[name=login]').fill(known.agent.username);
    await form.locator('[name=password]').fill(known.agent.password);
    const challenge = await form.locator('[name=challenge]').inputValue();
    await form.locator('[name=picture_code]').fill(await service.pictureCode(challenge));
    await this.#press(form);
    assert.doesNotMatch(page.url(), /\/login/, `log-in failed: ${await this.problems()}`);
  }

  /** Begins a draft on the service page. */
  async begin() {
    await this.page.goto('/services/minor-card');
    await this.#press(this.page.locator('form[data-start]'));
    await this.page.locator(FORM).waitFor({ state: 'attached' });
  }

  /** Continues the open draft, by the link on the service page. */
  async goOn() {
    await this.page.goto('/services/minor-card');
    await turned(this.page, () => this.page.locator('a[data-continue]').click());
  }

  /** The id of the step whose question is shown, or null. */
  async step() {
    return this.page.locator(FORM).evaluateAll(([form]) => form?.dataset.step ?? null);
  }

  /**
   * Answers page after page until the given step, or until there is nothing more to answer.
   *
   * @param {{until?: string}} [where] stop on the first page of this step
   * @returns {Promise<{receipt: string|null, relationship: string|null, refusal: string|null}>}
   */
  async answer({ until } = {}) {
    for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
      const step = await this.step();
      if (step === null) return this.outcome();
      await this.onPage(step);
      if (step === until) return this.outcome();
      await this.#onward();
    }
    throw new Error(`${this.known.case}: still asked after ${PAGES_AT_MOST} pages, at ${this.page.url()}`);
  }

  /** Answers page after page until one of them has what `selector` matches. */
  async reach(selector) {
    const wanted = this.page.locator(selector);
    for (let pages = 0; (await wanted.count()) === 0; pages += 1) {
      const isAsked = pages < PAGES_AT_MOST && (await this.step()) !== null;
      assert.ok(isAsked, `${this.known.case}: no ${selector} after ${pages} pages, at ${this.page.url()}`);
      await this.#onward();
    }
    return wanted;
  }

  /** Answers the current page. */
  async #onward() {
    await this.fill();
    const asked = await this.#names();
    await this.next();
    // A refusal names the field that led to it; it ends the application and cannot be corrected here. Nor is a paper a problem
    // that is only asked for by an answer on this page: it is uploaded on the page as it is now.
    const isNew = (field) => field in this.known.papers && !asked.includes(field);
    const problems = (await this.step()) === null ? [] : (await this.problems()).filter((one) => !isNew(one.split(':')[0]));
    if (problems.length > 0) {
      throw new Error(`${this.known.case} at ${this.page.url()}: ${problems.join(', ')}`);
    }
  }

  async #names() {
    return this.page.locator(`${FORM} [name]`).evaluateAll((controls) => controls.map((control) => control.name));
  }

  /** Fills in this page from what the parent knows; answers that are right already are left. */
  async fill() {
    // An answer may ask for a picture on the same page: pictures come last.
    const isFile = ({ type }) => type === 'file';
    for (const control of (await this.#controls()).filter((one) => !isFile(one))) await this.#answer(control);
    for (const { name } of (await this.#controls()).filter(isFile)) if (name in this.known.papers) await this.upload(name);
  }

  async #answer({ name, type, value, checked }) {
    const one = this.page.locator(`${FORM} [name="${name}"]:enabled`);
    const wanted = this.known.answers[name];
    if (wanted === undefined || type === 'hidden') return;
    if (type === 'radio' && value === wanted && !checked) await tick(one.and(this.page.locator(`[value="${value}"]`)), true);
    else if (type === 'checkbox' && checked !== (value === wanted)) await tick(one, !checked);
    else if (type === 'select-one' && value !== wanted) await one.selectOption(wanted);
    else if (!['radio', 'checkbox', 'select-one'].includes(type) && value !== wanted) await one.fill(wanted);
  }

  /** What can be answered on this page now: read in one call, since a page may have a hundred controls. */
  async #controls() {
    return this.page
      .locator(`${FORM} :is(input, select, textarea)[name]:enabled`)
      .evaluateAll((controls) => controls.map(({ name, type, value, checked }) => ({ name, type, value, checked })));
  }

  /** Uploads the paper for a material; with script, waits until the service has it. */
  async upload(material, picture = null) {
    const buffer = picture ?? (await this.service.paper(this.known.papers[material]));
    const input = this.page.locator(`${FORM} input[type=file][name="${material}"]`);
    await input.setInputFiles({ name: `${material}.jpg`, mimeType: 'image/jpeg', buffer });
    if (!this.javaScript) return;
    await this.page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'));
  }

  /** Presses the page's main button, or the other one, if that has the parent's answer to the page's one question. */
  async next() {
    const form = this.page.locator(FORM);
    const name = await form.locator('[data-primary]').getAttribute('name');
    const value = name && this.known.answers[name];
    const other = form.locator(`button[name="${name}"][value="${value}"]:not([data-primary], [tabindex])`);
    if (value && (await other.count()) > 0) await turned(this.page, () => other.click());
    else await this.#press(form);
  }

  async #press(form) {
    const marked = form.locator('[data-primary]');
    const button = (await marked.count()) > 0 ? marked : form.locator('[type=submit]').first();
    await turned(this.page, () => button.click());
  }

  /** Problems shown at fields, as `field: code`. */
  async problems() {
    return this.page
      .locator('[data-problem][data-field]')
      .evaluateAll((marks) => marks.map((mark) => `${mark.dataset.field}: ${mark.dataset.problem}`));
  }

  /** What the last page says. */
  async outcome() {
    const main = this.page.locator('main');
    return {
      receipt: await main.getAttribute('data-receipt'),
      relationship: await main.getAttribute('data-relationship'),
      refusal: await main.getAttribute('data-refusal'),
    };
  }
}

/** A choice may be drawn as a card that hides the control itself: then its label is pressed. */
async function tick(control, wanted) {
  const label = await control.evaluate((element) => element.labels?.[0] !== undefined);
  const box = await control.boundingBox();
  if (label && (box === null || box.width < 8)) {
    await control.evaluateHandle((element) => element.labels[0]).then((handle) => handle.click());
  } else {
    await control.setChecked(wanted, { force: true });
  }
}
