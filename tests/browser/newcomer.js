// Somebody without an account: gets codes by short message and answers them. Only the contract's hooks are used.

import assert from 'node:assert/strict';

import { turned } from './turned.js';

export const SEND = 'main form[data-send-code]';
export const PASSWORD = '江水向东流过七座旧桥看见一盏灯';

export class Newcomer {
  constructor(page, service, mobile) {
    this.page = page;
    this.service = service;
    this.mobile = mobile;
  }

  /** Sends the form that asks for a code, with its picture code where there is one. */
  async askForCode(typed = this.mobile, input = 'mobile') {
    const form = this.page.locator(SEND);
    await form.locator(`[name=${input}]`).fill(typed);
    if ((await form.locator('[name=picture_code]').count()) > 0) {
      const challenge = await form.locator('[name=challenge]').inputValue();
      await form.locator('[name=picture_code]').fill(await this.service.pictureCode(challenge));
    }
    await turned(this.page, () => form.locator('.buttons [type=submit]').click());
    // The first code of a browser that has sent one before needs the picture too.
    if ((await this.problems()).includes('picture_code_needed')) await this.askForCode(typed, input);
  }

  /** Fills in the form that answers the code, and sends it. */
  async answer(form, values) {
    for (const [name, value] of Object.entries(values)) {
      await this.page.locator(`${form} [name=${name}]`).fill(value);
    }
    await turned(this.page, () => this.page.locator(`${form} [data-primary]`).click());
  }

  /** An account for the mobile, from the first page to the last. */
  async register(login, { password = PASSWORD, to = '/services/minor-card' } = {}) {
    await this.page.goto(`/register?to=${encodeURIComponent(to)}`);
    await this.askForCode();
    await this.answer('main form[data-register]', {
      sms_code: await this.service.smsCode(this.mobile),
      login,
      password,
    });
    assert.ok(await this.page.locator('main[data-registered]').count(), `not registered: ${await this.problems()}`);
  }

  /** The codes of the problems on the page. */
  async problems() {
    return this.page.locator('main [data-problem]').evaluateAll((all) => all.map((one) => one.dataset.problem));
  }

  /** A code that is not the one that was sent. */
  async wrongCode(mobile = this.mobile) {
    const right = await this.service.smsCode(mobile);
    return right === '000000' ? '111111' : '000000';
  }
}
