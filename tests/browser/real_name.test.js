// A real name is proved by a face: each way it can end, what proves nothing, and what brings a person back to where they were.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Newcomer } from './newcomer.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const PROVE = 'main form[data-prove]';
const FACE = 'main form[data-face]';

describe('a real name by face', () => {
  const { service, browser } = opened();
  const pathOf = (page) => new URL(page.url()).pathname;
  let people = 0;

  /** Somebody who has just begun an account, on the page that proves who they are. */
  async function newcomer({ javaScript = true, to = '/help' } = {}) {
    people += 1;
    const page = await browser.page({ javaScript });
    const person = new Newcomer(page, service, `1990001${String(people).padStart(4, '0')}`);
    await person.register(`newcomer.${people}`, { to: '/help' });
    await page.goto(`/prove/real-name?to=${to}`);
    assert.equal(await page.locator('main').getAttribute('data-prove'), 'real_name');
    return person;
  }

  /** An agent of a family, where a fresh real name is needed. */
  async function agent(family, to) {
    const page = await browser.page();
    const known = await service.case(family);
    await new Parent(page, service, known).logIn();
    await page.goto(to);
    return new Newcomer(page, service, '19900019999');
  }

  /** Fills in who somebody says they are, agrees, and goes to the authority's page. */
  async function goes(page, who, { agrees = true } = {}) {
    if (who) {
      await page.locator(`${PROVE} [name=name]`).fill(who.name);
      await page.locator(`${PROVE} [name=id_number]`).fill(who.id_number);
    }
    const box = page.locator(`${PROVE} [name="consent.face"]`);
    if (agrees) await box.check({ force: true });
    await turned(page, () => page.locator(`${PROVE} [data-primary]`).click());
  }

  /** Sits before the camera. Answers the address that the browser came back by. */
  async function sits(page, outcome, person) {
    assert.equal(await page.locator(FACE).count(), 1, `no camera at ${page.url()}: ${await page.locator('main').innerText()}`);
    if (person) await page.locator(`${FACE} [name=person]`).selectOption(person);
    let back = null;
    const notes = (request) => {
      if (/^\/prove\/real-name\/./.test(new URL(request.url()).pathname)) back = request.url();
    };
    page.on('request', notes);
    await turned(page, () => page.locator(`${FACE} [name=outcome][value=${outcome}]`).click());
    page.off('request', notes);
    assert.ok(back, 'the browser did not come back');
    return back;
  }

  const holds = (page, ...secrets) => {
    for (const secret of secrets) assert.ok(!page.url().includes(encodeURIComponent(secret)), page.url());
  };

  for (const javaScript of [true, false]) {
    it(`is proved ${javaScript ? 'with' : 'without'} script, and leads to the first question of an application`, async () => {
      const page = await browser.page({ javaScript });
      people += 1;
      const person = new Newcomer(page, service, `1990001${String(people).padStart(4, '0')}`);
      const known = await service.case(javaScript ? 'family-01' : 'family-02');
      await person.register(`newcomer.${people}`);
      await page.goto('/services/minor-card');
      await turned(page, () => page.locator('form[data-start] [type=submit]').first().click());
      assert.equal(pathOf(page), '/prove/real-name');
      const box = page.locator(`${PROVE} [name="consent.face"]`);
      assert.equal(await box.isChecked(), false, 'nobody agrees for anybody');
      await goes(page, known.agent);
      await sits(page, 'pass');
      holds(page, known.agent.name, known.agent.id_number);
      assert.match(pathOf(page), /^\/(applications\/[^/]+\/\w+|services\/minor-card)$/);
      assert.equal(await page.locator('main[data-prove], main[data-refusal]').count(), 0);
    });
  }

  for (const [outcome, problem] of [
    ['fail', 'face_failed'],
    ['cancel', 'face_cancelled'],
    ['timeout', 'face_timed_out'],
  ]) {
    it(`says what to do after ${outcome}, and lets begin again`, async () => {
      const person = await newcomer();
      const { page } = person;
      const known = await service.case('family-03');
      await goes(page, known.agent);
      const back = await sits(page, outcome);
      assert.deepEqual(await person.problems(), [problem]);
      assert.equal(pathOf(page), '/prove/real-name');
      // By hand to where a check that passed comes back: it is over.
      await page.goto(back.replace(/\/failed$/, ''));
      assert.deepEqual(await person.problems(), ['face_over']);
      await page.goto('/applications');
      assert.equal(await page.locator('main').getAttribute('data-refusal'), 'level');
      await turned(page, () => page.locator('main .buttons a').click());
      assert.equal(pathOf(page), '/prove/real-name');
      await goes(page, known.agent);
      await sits(page, 'pass');
      assert.equal(pathOf(page), '/applications');
    });
  }

  it('passes for nobody else before the camera, and not for a name that is not the number’s', async () => {
    const person = await newcomer();
    const { page } = person;
    const [her, him] = [await service.case('family-04'), await service.case('family-05')];
    await goes(page, her.agent);
    await sits(page, 'pass', him.agent.username);
    assert.deepEqual(await person.problems(), ['face_failed']);
    await goes(page, { name: him.agent.name, id_number: her.agent.id_number });
    await sits(page, 'pass', her.agent.username);
    assert.deepEqual(await person.problems(), ['face_failed'], 'the same words: this is no register to ask');
  });

  it('is not begun without the consent, and says which other way there is', async () => {
    const person = await newcomer();
    const { page } = person;
    const known = await service.case('family-04');
    await goes(page, known.agent, { agrees: false });
    assert.deepEqual(await person.problems(), ['consent_missing']);
    assert.equal(await page.locator(`${PROVE} [name=name]`).inputValue(), known.agent.name, 'what was typed stays');
    assert.equal(await page.locator('[data-other-way]').count(), 1);
    await page.locator(`${PROVE} [name="consent.face"]`).check({ force: true });
    await page.locator(`${PROVE} [name=name]`).fill('');
    await page.locator(`${PROVE} [name=id_number]`).fill('123');
    await turned(page, () => page.locator(`${PROVE} [data-primary]`).click());
    assert.deepEqual((await person.problems()).toSorted(), ['id_length', 'missing']);
  });

  it('loses nothing while the authority is silent', async () => {
    const person = await newcomer();
    const { page } = person;
    const known = await service.case('family-04');
    await goes(page, known.agent);
    await sits(page, 'break');
    assert.deepEqual(await person.problems(), ['face_unavailable']);
    assert.equal(pathOf(page), '/prove/real-name', 'no address keeps the check');
    await turned(page, () => page.locator('a[data-look]').click());
    assert.equal(pathOf(page), '/help');
  });

  it('counts in its own log-in alone, and once', async () => {
    const person = await newcomer();
    const { page } = person;
    const known = await service.case('family-06');
    await goes(page, known.agent);
    const camera = page.url();
    // The address under which it would pass, before anybody sat there: nothing is known yet.
    const other = await newcomer();
    await other.page.goto(camera);
    const back = await sits(other.page, 'pass', known.agent.username);
    assert.deepEqual(await other.problems(), ['face_over'], 'another’s check');
    await other.page.goto('/applications');
    assert.equal(await other.page.locator('main').getAttribute('data-refusal'), 'level');
    await page.goto(back);
    assert.equal(pathOf(page), '/help', 'it is still hers');
    await page.goto(back);
    assert.deepEqual(await person.problems(), ['face_over'], 'but only once');
  });

  it('leads through the log-in when that has ended meanwhile, and has to be done again', async () => {
    const person = await newcomer();
    const { page } = person;
    const known = await service.case('family-07');
    await goes(page, known.agent);
    const camera = page.url();
    await page.context().clearCookies();
    await page.goto(camera);
    await sits(page, 'pass');
    assert.equal(pathOf(page), '/login');
    assert.match(page.url(), /to=\/prove\/real-name\//);
  });

  it('expires', async () => {
    const person = await newcomer();
    const { page } = person;
    const known = await service.case('family-07');
    await goes(page, known.agent);
    const camera = page.url();
    for (let asked = 0; asked < 2; asked += 1) {
      await service.moveClock(16);
      await page.goto('/help');
    }
    await page.goto(camera);
    await sits(page, 'pass');
    assert.deepEqual(await person.problems(), ['face_over']);
  });

  it('is asked again before a mobile is changed, and leads back with nothing lost', async () => {
    const person = await agent('family-08', '/prove/phone?to=/help');
    const { page } = person;
    assert.equal(pathOf(page), '/prove/real-name');
    assert.equal(await page.locator(`${PROVE} [name=name]`).count(), 0, 'she is known');
    await goes(page, null);
    await sits(page, 'pass');
    assert.equal(pathOf(page), '/prove/phone');
    await person.askForCode();
    await person.answer(PROVE, { sms_code: await service.smsCode(person.mobile) });
    assert.equal(pathOf(page), '/help');
  });

  it('makes wait after five that failed, and says that the way goes on elsewhere', async () => {
    const person = await newcomer();
    const { page } = person;
    const known = await service.case('family-09a');
    for (let failed = 0; failed < 5; failed += 1) {
      await goes(page, known.agent);
      await sits(page, 'fail');
    }
    await goes(page, known.agent);
    assert.deepEqual(await person.problems(), ['too_many_tries']);
    assert.equal(await page.locator('main').getAttribute('data-refusal'), 'too_many_tries');
    assert.equal(await page.locator('[data-other-way]').count(), 1);
  });
});
