// How much a parent must type: every key from the service page to the receipt is counted, and every offer is taken.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FORM = 'main form[data-step]';
const MOST = 20;

/** A parent who takes every offer, and types only what nobody knows. */
class Typist extends Parent {
  /** Characters typed. */
  typed = 0;

  async #type(input, text) {
    await input.click();
    await this.page.keyboard.type(text);
    this.typed += [...text].length;
  }

  /** Logs in by keyboard. */
  async logIn() {
    const { page, service, known } = this;
    await page.goto('/login');
    const form = page.locator('form:has(input[name=login])');
    await this.#type(form.locator('[name=login]'), known.agent.username);
    await this.#type(form.locator('[name=password]'), known.agent.password);
    const challenge = await form.locator('[name=challenge]').inputValue();
    await this.#type(form.locator('[name=picture_code]'), await service.pictureCode(challenge));
    await turned(page, () => page.keyboard.press('Enter'));
  }

  async fill() {
    const { page, known } = this;
    const offered = page.locator(`${FORM} button[name=action][value^="choose:${known.child.id_type}:"]`, { hasText: known.child.name });
    if ((await offered.count()) > 0 && (await page.locator('[name="child.name"]').inputValue()) === '') {
      await turned(page, () => offered.click());
      // The button leads on.
      return;
    }
    for (const input of await page.locator(`${FORM} :is(input:not([type]), input[type=text], textarea)[name]:enabled`).all()) {
      const name = await input.getAttribute('name');
      const answer = known.answers[name];
      if (answer !== undefined && (await input.inputValue()) === '') await this.#type(input, answer);
    }
    // Choices are clicks, pictures are photographs; what is typed already is not typed again.
    const typed = page.locator(`${FORM} :is(input:not([type]), input[type=text], textarea)[name]:enabled`);
    const names = await typed.evaluateAll((inputs) => inputs.map((input) => input.name));
    const { answers } = known;
    this.known = { ...known, answers: Object.fromEntries(Object.entries(answers).filter(([name]) => !names.includes(name))) };
    await super.fill();
    this.known = known;
  }
}

describe('what a parent must type', () => {
  const { service, browser } = opened();

  for (const name of ['family-01', 'family-02']) {
    it(`is little: ${name}`, async () => {
      const parent = new Typist(await browser.page(), service, await service.case(name));
      await parent.logIn();
      const logIn = parent.typed;
      parent.typed = 0;
      await parent.begin();
      parent.onPage = async () => {
        const said = await parent.page.locator(`${FORM} [data-saved]`).innerText();
        assert.match(said, /已保存 \d\d:\d\d/, `at ${parent.page.url()}`);
      };
      const { receipt } = await parent.answer();
      assert.ok(receipt, `no receipt at ${parent.page.url()}`);
      console.log(`count: ${name} typed ${parent.typed} characters (log-in: ${logIn})`);
      assert.ok(parent.typed > 0 && parent.typed <= MOST, `${parent.typed} characters`);
    });
  }
});
