// Something wrong at every step: the problem is shown at its field with its code, and nothing entered is lost.

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FORM = 'main form[data-step]';
const PAGES_AT_MOST = 40;

/** Wrong values of a field, each with the code that must be shown at it. */
function wrongValues(known) {
  const number = known.child.id_number;
  const digit = number.at(-1);
  return {
    'child.name': [['李3', 'name_characters']],
    'child.id_number': [
      [number.slice(0, 17), 'id_length'],
      [`${number.slice(0, 10)}A${number.slice(11)}`, 'id_characters'],
      [`${number.slice(0, 6)}${number.slice(8, 17)}`, 'id_old_15_digits'],
      [`${number.slice(0, 10)}1399${number.slice(14)}`, 'id_date'],
      [number.slice(0, 17) + (digit === '1' ? '2' : '1'), 'id_check_digit'],
      [known.agent.id_number, 'id_same_as_agent'],
    ],
    'residence.address': [['近', 'address_length']],
    'child.card_mobile': [['12345', 'mobile_format']],
  };
}

describe('wrong input', () => {
  const { service, browser } = opened();
  const seen = new Set();

  after(() => {
    const codes = new Set([...seen].map((problem) => problem.split(': ')[1]));
    console.log(`count: ${seen.size} problems shown at their fields, with ${codes.size} codes: ${[...codes].sort().join(', ')}`);
  });

  for (const name of ['family-01', 'family-03']) {
    it(`is named at its field at every step: ${name}`, async () => {
      const known = await service.case(name);
      const page = await browser.page();
      const parent = new Parent(page, service, known);
      await parent.logIn();
      await parent.begin();
      const steps = new Set();
      for (let pages = 0; (await parent.step()) !== null; pages += 1) {
        assert.ok(pages < PAGES_AT_MOST, `in circles at ${page.url()}`);
        const step = await parent.step();
        if (await leavesEmpty(parent)) steps.add(step);
        await entersWrong(parent, wrongValues(known));
        await parent.fill();
        await parent.next();
        assert.deepEqual(await parent.problems(), [], `at ${page.url()}`);
      }
      assert.ok((await parent.outcome()).receipt, `no receipt at ${page.url()}`);
      assert.ok(seen.has('child.id_number: id_check_digit'), 'wrong values were entered, too');
      for (const step of ['disclaimer', 'agent', 'child', 'papers', 'supplement', 'review']) {
        assert.ok(steps.has(step), `no problem was seen at the step ${step}`);
      }
      await page.context().close();
    });
  }

  it('is a picture that is none', async () => {
    const page = await browser.page();
    const parent = new Parent(page, service, await service.case('family-02'));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'agent' });
    await parent.upload('agent_id_portrait', Buffer.from('this is no picture'));
    assert.deepEqual(await parent.problems(), ['agent_id_portrait: picture_unknown']);
    await parent.next();
    assert.equal(await parent.step(), 'agent');
  });

  it('is a name that the number does not belong to: both stand where the relationship is asked, with the way back', async () => {
    const page = await browser.page();
    const parent = new Parent(page, service, await service.case('family-05'));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'child' });
    await parent.fill();
    const name = page.locator('main [name="child.name"]');
    await name.fill('Chen Yinuo');
    await parent.next();
    assert.deepEqual(await parent.problems(), ['child.name: name_characters']);
    assert.match(await page.locator('[data-problem]').innerText(), /请用汉字填写/);
    await name.fill('陈依诺');
    await name.blur();
    await page.locator('[data-summary]').waitFor({ state: 'detached' });
    await parent.next();
    assert.equal(await parent.step(), 'relationship');
    const card = page.locator('.facts-card');
    assert.match(await card.innerText(), /陈依诺/);
    assert.match(await card.innerText(), new RegExp(parent.known.child.id_number.slice(-4)));
    await turned(page, () => card.locator('a').click());
    assert.equal(await parent.step(), 'child');
  });

  it('is a wrong password, with the same answer as for an unknown name', async () => {
    const known = await service.case('family-04');
    const answers = [];
    for (const agent of [
      { ...known.agent, password: 'wrong-password' },
      { ...known.agent, username: 'nobody-of-this-name' },
    ]) {
      const page = await browser.page();
      const parent = new Parent(page, service, { ...known, agent });
      await assert.rejects(parent.logIn(), /log-in failed/);
      answers.push(await page.locator('main [role=alert]').innerText());
      await page.context().close();
    }
    assert.equal(answers[0], answers[1]);
  });

  /** Goes on without answering; true if the page asked for something. */
  async function leavesEmpty(parent) {
    const where = parent.page.url();
    const asked = await asks(parent);
    if (asked.length === 0) return false;
    await parent.next();
    const problems = await parent.problems();
    assert.ok(problems.length > 0, `nothing was answered at ${where}, and nothing is said`);
    for (const problem of problems) {
      assert.match(problem, /: (missing|consent_missing)$/, `at ${where}`);
      seen.add(problem);
    }
    await stands(parent.page);
    return true;
  }

  /** Enters each wrong value of each field on this page. */
  async function entersWrong(parent, table) {
    for (const [field, values] of Object.entries(table)) {
      for (const [value, code] of values) {
        const input = parent.page.locator(`${FORM} [name="${field}"]:enabled`);
        if ((await input.count()) === 0) continue;
        await parent.fill();
        await input.fill(value);
        const entered = await entries(parent.page);
        await parent.next();
        assert.ok((await parent.problems()).includes(`${field}: ${code}`), `${field} = '${value}': ${await parent.problems()}`);
        assert.deepEqual(await entries(parent.page), entered, 'what was entered stays');
        await stands(parent.page);
        seen.add(`${field}: ${code}`);
      }
    }
  }

  /** The required questions on this page that have no answer yet. */
  async function asks(parent) {
    return parent.page.locator(`${FORM} :is(input, select, textarea)[name]:enabled`).evaluateAll((controls) => {
      const answered = new Set();
      const open = new Set();
      for (const control of controls) {
        if (control.type === 'hidden') continue;
        const choice = ['radio', 'checkbox'].includes(control.type);
        const there = control.type === 'file' ? control.closest('[data-present]') !== null : choice ? control.checked : control.value !== '';
        (there ? answered : open).add(control.name);
      }
      return [...open].filter((name) => !answered.has(name));
    });
  }

  /** Everything typed or chosen on the page, without the spaces that group digits. */
  async function entries(page) {
    return page.locator(`${FORM} :is(input, select, textarea)[name]:enabled`).evaluateAll((controls) =>
      controls
        .filter((control) => !['hidden', 'file'].includes(control.type))
        .map((control) => {
          const choice = ['radio', 'checkbox'].includes(control.type);
          return [control.name, choice ? `${control.value}=${control.checked}` : control.value.replaceAll(' ', '')];
        }),
    );
  }

  /** The summary at the top names the problems, has the focus, and each of its links leads to a field. */
  async function stands(page) {
    const summary = page.locator('main [role=alert]').first();
    assert.ok((await summary.locator('a').count()) > 0, `no summary at ${page.url()}`);
    for (const link of await summary.locator('a').all()) {
      const target = (await link.getAttribute('href')).replace('#', '');
      assert.equal(await page.locator(`[id="${target}"]`).count(), 1, `the summary links to #${target}, which is not there`);
    }
    assert.match(await page.title(), /^(错误：|Error: )/);
  }
});
