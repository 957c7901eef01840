// An account is begun with a mobile, and comes back with it: what is asked, and what nobody learns.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openMenu } from './header.js';
import { Keyboard } from './keyboard.js';
import { Newcomer, PASSWORD } from './newcomer.js';
import { opened } from './opening.js';
import { turned } from './turned.js';

const REGISTER = 'main form[data-register]';
const RECOVER = 'main form[data-recover]';
const NEW_PASSWORD = '三只白鹭飞过稻田以后天慢慢就放晴了';

describe('an account', () => {
  const { service, browser } = opened();
  const pathOf = (page) => new URL(page.url()).pathname;

  for (const javaScript of [true, false]) {
    it(`is begun ${javaScript ? 'with' : 'without'} script, and says what comes next`, async () => {
      const page = await browser.page({ javaScript });
      const person = new Newcomer(page, service, javaScript ? '19900009101' : '19900009102');
      await page.goto('/login');
      await turned(page, () => page.locator('main a[href="/register"]').click());
      await person.register(javaScript ? 'newcomer.one' : 'newcomer.two', { to: '/applications/new' });
      await turned(page, () => page.locator('main .buttons a').click());
      assert.equal(await page.locator('main').getAttribute('data-prove'), 'real_name', 'a real name comes next');
      assert.equal(pathOf(page), '/prove/real-name');
    });
  }

  it('says at each field what is wrong, and counts the code only when the rest is right', async () => {
    const page = await browser.page();
    const person = new Newcomer(page, service, '19900009103');
    await page.goto('/register');
    await person.askForCode();
    const wrong = await person.wrongCode();
    const refused = async (values, problems) => {
      await person.answer(REGISTER, { sms_code: wrong, login: 'newcomer.three', password: PASSWORD, ...values });
      assert.deepEqual((await person.problems()).toSorted(), problems.toSorted());
    };
    await refused({ sms_code: '', password: 'short' }, ['code_format', 'password_length']);
    await refused({ login: '1', password: 'short' }, ['login_name_length', 'password_length']);
    await refused({ login: '1234567' }, ['login_name_start']);
    await refused({ password: 'password1234567' }, ['password_guessable']);
    await refused({}, ['code_wrong']);
    assert.match(await page.locator('#problem-sms_code').innerText(), /4/, 'the slips before cost no try');
    // Whoever proved the mobile learns that a name is taken, and may choose another one with the same code.
    const right = await service.smsCode(person.mobile);
    const known = (await service.case('family-01')).agent;
    await refused({ sms_code: right, login: known.username }, ['login_name_taken']);
    await person.answer(REGISTER, { sms_code: right, login: 'newcomer.three', password: PASSWORD });
    assert.ok(await page.locator('main[data-registered]').count(), String(await person.problems()));
  });

  it('is not begun twice by one code, and a switch of language keeps what was typed', async () => {
    const page = await browser.page();
    const person = new Newcomer(page, service, '19900009104');
    await page.goto('/register');
    await person.askForCode();
    const code = await service.smsCode(person.mobile);
    await page.locator(`${REGISTER} [name=login]`).fill('newcomer.four');
    await openMenu(page);
    await turned(page, () => page.locator('header [data-switch][lang]').click());
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.locator(`${REGISTER} [name=login]`).inputValue(), 'newcomer.four');
    await person.answer(REGISTER, { sms_code: code, login: 'newcomer.four', password: PASSWORD });
    assert.ok(await page.locator('main[data-registered]').count(), String(await person.problems()));

    const other = new Newcomer(await browser.page(), service, person.mobile);
    await other.page.goto('/register');
    await service.moveClock(2);
    await other.askForCode();
    await other.answer(REGISTER, { sms_code: code, login: 'newcomer.five', password: PASSWORD });
    assert.deepEqual(await other.problems(), ['code_wrong']);
  });

  for (const javaScript of [true, false]) {
    it(`keeps what is typed while another code is asked for ${javaScript ? 'with' : 'without'} script`, async () => {
      const page = await browser.page({ javaScript });
      const person = new Newcomer(page, service, javaScript ? '19900009106' : '19900009107');
      await page.goto('/register');
      await person.askForCode();
      const typed = { sms_code: '12', login: javaScript ? 'newcomer.six' : 'newcomer.seven', password: PASSWORD };
      const fields = Object.entries(typed).map(([name, value]) => [page.locator(`${REGISTER} [name=${name}]`), value]);
      const kept = async (why) => {
        for (const [field, value] of fields) assert.equal(await field.inputValue(), value, why);
      };
      for (const [field, value] of fields) await field.fill(value);
      // Too soon: nothing is sent, and nothing lost.
      await person.askForCode();
      assert.deepEqual(await person.problems(), ['too_many_tries']);
      await kept('too soon');
      await service.moveClock(2);
      // The Enter key in the question asks for a code too; a wrong answer loses nothing either.
      const question = page.locator('main form[data-send-code] [name=picture_code]');
      await question.fill('wrong');
      await turned(page, () => question.press('Enter'));
      assert.deepEqual(await person.problems(), ['picture_code']);
      await kept('a wrong picture code');
      await turned(page, () => openMenu(page).then(() => page.locator('header [data-switch][lang]').click()));
      await kept('another language');
      await person.askForCode();
      assert.deepEqual(await person.problems(), []);
      assert.equal(await fields[0][0].inputValue(), '', 'an old code is not the new one');
      for (const [field, value] of fields.slice(1)) assert.equal(await field.inputValue(), value);
      await person.answer(REGISTER, { sms_code: await service.smsCode(person.mobile) });
      // The password was kept to the end.
      assert.ok(await page.locator('main[data-registered]').count(), String(await person.problems()));
    });
  }

  it('is begun with the keyboard alone', async () => {
    const page = await browser.page({ width: 320 });
    const keyboard = new Keyboard(page);
    const person = new Newcomer(page, service, '19900009105');
    await page.goto('/register');
    await keyboard.give('mobile', person.mobile);
    await turned(page, () => page.keyboard.press('Enter'));
    await keyboard.give('sms_code', await service.smsCode(person.mobile));
    await keyboard.give('login', 'newcomer.keys');
    await keyboard.give('password', PASSWORD);
    await turned(page, () => page.keyboard.press('Enter'));
    assert.ok(await page.locator('main[data-registered]').count(), String(await person.problems()));
    await keyboard.press('main .buttons a');
  });

  it('shows the password while it is chosen', async () => {
    const page = await browser.page();
    await page.goto('/login');
    await page.locator('[name=password]').fill('what I typed');
    await page.locator('[data-show]').click();
    assert.equal(await page.locator('[name=password]').getAttribute('type'), 'text');
    assert.equal(await page.locator('[name=password]').inputValue(), 'what I typed');
    await page.locator('[data-show]').click();
    assert.equal(await page.locator('[name=password]').getAttribute('type'), 'password');
  });

  it('comes back by code, name and ID number, and ends its other log-ins', async () => {
    const page = await browser.page();
    const { agent } = await service.case('family-01');
    const person = new Newcomer(page, service, agent.mobile);
    await page.goto('/login');
    await turned(page, () => page.locator('main a[href="/recover"]').click());
    await person.askForCode(agent.username, 'login');
    const mine = { name: agent.name, id_number: agent.id_number, password: NEW_PASSWORD };
    // The message leaves after the answer, so that its time tells nothing.
    await page.waitForFunction(
      async (to) => (await (await fetch('/sandbox/outbox.json')).json()).some((one) => one.kind === 'sms' && one.to === to),
      agent.mobile,
    );
    const code = await service.smsCode(agent.mobile);
    await person.answer(RECOVER, { ...mine, sms_code: code, name: '样样' });
    assert.deepEqual(await person.problems(), ['code_wrong'], 'which part is wrong is not said');
    await person.answer(RECOVER, { ...mine, sms_code: code });
    assert.equal(pathOf(page), '/login');
    assert.equal(await page.locator('main .flash').count(), 1);
    await page.locator('[name=login]').fill(agent.username);
    await page.locator('[name=password]').fill(NEW_PASSWORD);
    const challenge = await page.locator('[name=challenge]').inputValue();
    await page.locator('[name=picture_code]').fill(await service.pictureCode(challenge));
    await turned(page, () => page.locator('main [data-primary]').click());
    assert.equal(pathOf(page), '/services/minor-card');
  });

  it('answers the same for names and mobiles that lead nowhere', async () => {
    const said = [];
    for (const login of ['nobody.at.all', (await service.case('family-02')).agent.username]) {
      const page = await browser.page();
      const person = new Newcomer(page, service, '');
      await page.goto('/recover');
      await person.askForCode(login, 'login');
      const answers = { sms_code: '123456', name: '样样', id_number: '11010519491231002X', password: NEW_PASSWORD };
      const before = await page.locator('main').innerText();
      await person.answer(RECOVER, answers);
      said.push([before, await person.problems(), await page.locator('#problem-sms_code').innerText()]);
    }
    assert.deepEqual(said[0], said[1]);
  });
});
