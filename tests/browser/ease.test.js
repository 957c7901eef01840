// Typing made easy: numbers are grouped while they are typed without moving the cursor, and when they are shown; a branch, or an
// option of a long list, is found by whatever a parent knows of it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hurry } from './hurry.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const FORM = 'main form[data-step]';

/** The check character of the first seventeen digits (GB 11643). */
function checkOf(number) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 11];
}

describe('typing', () => {
  const { service, browser } = opened();

  async function begun(name, until) {
    const parent = new Parent(await browser.page(), service, await service.case(name));
    await parent.logIn();
    await parent.begin();
    await hurry(parent, until);
    return parent;
  }

  /** The input of this name, on whichever page of the step it is. */
  const reached = (parent, name) => parent.reach(`${FORM} [name="${name}"]`);

  const caret = (input) => input.evaluate((element) => element.selectionStart);

  it('an ID number is grouped, and the hand stays where it is', async () => {
    const { page, known } = await begun('family-01', 'child');
    const number = known.child.id_number;
    const grouped = `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`;
    const input = page.locator(`${FORM} [name="child.id_number"]`);
    const said = page.locator('[data-live-for="f-child.id_number"]');

    await input.click();
    await page.keyboard.type(number);
    assert.equal(await input.inputValue(), grouped);
    assert.equal(await said.getAttribute('data-kind'), 'ok');

    // The ninth digit is wrong, and is corrected in the middle.
    await input.evaluate((element) => element.setSelectionRange(10, 10));
    await page.keyboard.press('Backspace');
    await page.keyboard.type('X');
    assert.match(await said.innerText(), /第9位/);
    await page.keyboard.press('Backspace');
    assert.equal(await caret(input), 9);
    await page.keyboard.type(number[8]);
    assert.equal(await input.inputValue(), grouped);
    assert.equal(await caret(input), 10);

    // Pasted in full width, with blanks and dashes.
    const wide = [...number].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    await input.fill('');
    await input.click();
    await page.keyboard.insertText(`${wide.slice(0, 6)} - ${wide.slice(6)}　`);
    assert.equal(await input.inputValue(), grouped);

    // Pasted with what nobody sees, and with a Roman ten.
    for (const pasted of [
      `\u202d${number.slice(0, 6)}\u200b${number.slice(6)}\u202c`,
      `${number.slice(0, 6)}\ufe0f${number.slice(6)}\ufffc`,
      `\u200e${number.slice(0, 8)}\u00ad${number.slice(8)}`,
    ]) {
      await input.fill('');
      await input.click();
      await page.keyboard.insertText(pasted);
      assert.equal(await input.inputValue(), grouped, JSON.stringify(pasted));
      assert.equal(await said.getAttribute('data-kind'), 'ok');
    }
    await input.fill('11010820230301001Ⅹ');
    assert.equal(await said.getAttribute('data-kind'), 'ok', 'a Roman ten is the X of a number');
    for (const [wrong, words] of [
      ['1101082O230301001X', '现在是“O”'],
      ['000000201803010015', '第1至6位'],
      ['11010120180301000X', '第15至17位'],
      ['911124201803010020', '12333'],
    ]) {
      await input.fill(`${wrong.slice(0, 17)}${/O/.test(wrong) ? wrong[17] : checkOf(wrong)}`);
      assert.ok((await said.innerText()).includes(words), `${wrong}: ${await said.innerText()}`);
    }

    await input.fill(`${number.slice(0, 10)}1332${number.slice(14)}`);
    assert.match(await said.innerText(), /第7至14位/, 'no month 13');
    const other = number[17] === '1' ? '2' : '1';
    await input.fill(number.slice(0, 17) + other);
    assert.doesNotMatch(await said.innerText(), /第\d+位/, 'which one is wrong is not known');
    assert.equal(await said.getAttribute('data-kind'), 'wrong');
  });

  it('a number that is mended is no longer called wrong, and the one that was refused is not praised', async () => {
    const parent = await begun('family-05', 'child');
    const { page, known } = parent;
    const input = page.locator(`${FORM} [name="child.id_number"]`);
    const said = page.locator('[data-live-for="f-child.id_number"]');
    await parent.fill();
    await input.fill(known.agent.id_number);
    await parent.next();
    assert.ok((await parent.problems()).includes('child.id_number: id_same_as_agent'));
    assert.equal(await input.getAttribute('aria-invalid'), 'true');

    const refused = page.locator('[id="problem-child.id_number"]');
    const isReadWith = () => input.evaluate((one) => one.getAttribute('aria-describedby').includes('problem-'));
    await input.fill(known.agent.id_number.slice(0, 17));
    assert.match(await said.innerText(), /17/);
    assert.deepEqual([await refused.isVisible(), await isReadWith()], [false, false], 'one sentence at a time');
    await input.fill(known.agent.id_number);
    assert.equal(await said.innerText(), '', 'whole, and wrong all the same');
    assert.deepEqual([await refused.isVisible(), await isReadWith()], [true, true]);
    assert.ok((await parent.problems()).includes('child.id_number: id_same_as_agent'));

    await input.fill(known.child.id_number);
    assert.equal(await said.getAttribute('data-kind'), 'ok');
    assert.deepEqual(await parent.problems(), []);
    assert.equal(await input.getAttribute('aria-invalid'), null);
    assert.equal(await page.locator('[data-summary]').count(), 0, 'it was the only thing in the summary');
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
  });

  it('a branch is found by district, hours or telephone; a mobile is grouped', async () => {
    const parent = await begun('family-25', 'supplement');
    const { page, known: { answers } } = parent;
    // A bank with so many branches that they are searched; each has a first one in every district.
    answers.branch = answers.branch.replace(answers.bank, 'ICBC');
    answers.bank = 'ICBC';
    await reached(parent, 'branch');
    const banks = () => page.locator(`${FORM} [name=branch]`).evaluateAll((all) => new Set(all.map(({ value }) => value.split('-')[0])).size);
    const titles = async () => page.locator('.places__title').allInnerTexts();
    assert.deepEqual(await titles(), ['在您选择的区内'], 'those near the home come first, whatever their bank');
    assert.ok((await banks()) > 10);
    const bank = page.locator(`${FORM} select[name=bank]`);
    const own = answers.bank;
    assert.match(await bank.locator(`option[value=${own}]`).innerText(), /本区\d+家，共\d+家/);
    await bank.selectOption(own);
    await turned(page, () => page.locator('[value=filter]').click());
    assert.equal(await banks(), 1, 'the bank is a filter');
    assert.equal(await bank.inputValue(), own);
    const districts = await titles();
    assert.equal(districts[0], '在您选择的区内');
    assert.ok(districts.length > 10 && districts.slice(1).every((title) => /[区]$/.test(title)), districts.join());
    assert.equal(new Set(districts).size, districts.length, 'each district once');

    const shown = page.locator('.places .choice:visible');
    const all = await shown.count();
    const last = (await shown.last().innerText()).split('\n');
    const phone = last.find((line) => /^010-/.test(line));
    assert.ok(last.some((line) => /^(周一|每天)/.test(line)), last.join());
    const box = page.locator('[data-filter] input[type=search]');
    for (const words of [phone, phone.replace('-', '')]) {
      await box.fill(words);
      assert.equal(await shown.count(), 1, words);
    }
    await box.fill('周六 ９:30');
    const open = await shown.count();
    assert.ok(open > 0 && open < all, `${open} of ${all}`);
    await box.fill('');
    assert.equal(await shown.count(), all);
    await isShortAndKeepsTheChoice(parent);

    const mobile = await reached(parent, 'child.card_mobile');
    assert.equal(await mobile.getAttribute('inputmode'), 'tel');
    await mobile.fill('');
    await mobile.click();
    await page.keyboard.type('13800138000');
    assert.equal(await mobile.inputValue(), '138 0013 8000');
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
  });

  it('the branch that is chosen has a telephone and a map, and its bank is known by it', async () => {
    const parent = await begun('family-02', 'supplement');
    const { page, known } = parent;
    await reached(parent, 'branch');
    const links = page.locator('.place__links:visible a');
    assert.equal(await links.count(), 0);
    await page.locator(`label:has([name=branch][value="${known.answers.branch}"])`).click();
    const [phone, map] = await links.evaluateAll((all) => all.map((link) => link.href));
    assert.match(phone, /^tel:010-\d{8}$/);
    const { hostname, searchParams } = new URL(map);
    assert.equal(hostname, 'uri.amap.com');
    assert.match(searchParams.get('keyword'), /北京银行/);
    await turned(page, () => page.locator(`${FORM} [data-primary]`).click());
    assert.equal(await parent.step(), 'review');
    assert.match(await page.locator('main').innerText(), /北京银行/);
  });

  /** Distant branches scroll in an area of their own; one that was chosen there is shown at once afterwards. */
  async function isShortAndKeepsTheChoice(parent) {
    const { page } = parent;
    const area = page.locator('.places__far .places__area');
    const [inner, outer] = await area.evaluate(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight]);
    assert.ok(inner > 2 * outer, `${outer} px show ${inner} px of branches`);
    const far = area.locator('input').last();
    const value = await far.getAttribute('value');
    await far.check();
    const here = page.url();
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
    await page.goto(here);
    const chosen = page.locator(`${FORM} [name=branch]:checked`);
    assert.equal(await chosen.getAttribute('value'), value);
    assert.equal(await area.locator(`[value="${value}"]`).count(), 0, 'what is chosen never has to be looked for');
    const box = page.locator('[data-filter] input[type=search]');
    await box.fill('no such place');
    assert.deepEqual(await page.locator('.places .choice:visible input').evaluateAll((all) => all.map((one) => one.value)), [value]);
    assert.equal(await area.isVisible(), false, 'nothing is found there');
    await box.fill('');
  }

  it('a long list is found by name, pinyin or English, and nothing typed into its box is sent', async () => {
    const parent = await begun('family-02', 'supplement');
    const { page } = parent;
    const select = await reached(parent, 'child.ethnic_group');
    const box = page.locator('[data-filter]:has(select) input[type=search]');
    const said = page.locator('[data-filter]:has(select) [role=status]');
    const labels = select.locator('option');
    const all = await labels.count();
    assert.equal(all, 57, 'all groups and the line that asks to choose');
    assert.equal(await labels.nth(1).getAttribute('value'), '01', 'the usual one stands first');
    assert.equal(await box.getAttribute('name'), null);
    await isTypedAndTakenAway({ select, box, said });

    for (const [words, value] of [
      ['满', '11'],
      ['ｚａｎｇ', '04'],
      ['wei wu er', '05'],
      ['WWEZ', '05'],
      ['manchu', '11'],
      ['tujia', '15'],
      ["de'ang", '46'],
    ]) {
      await box.fill(words);
      assert.equal(await select.inputValue(), value, words);
      const label = await select.locator('option:checked').innerText();
      assert.equal(await said.innerText(), `已选择：${label}`);
    }

    // Several matches: none is chosen, all are named; the Enter key takes the first one and sends nothing.
    const address = page.url();
    await box.fill('土');
    assert.equal(await select.inputValue(), '', 'what was chosen on the way is chosen no more');
    assert.match(await said.innerText(), /找到2个：土家族或土族/);
    assert.equal(await labels.count(), 3);
    await box.press('Enter');
    assert.equal(page.url(), address);
    assert.equal(await select.inputValue(), '15');
    assert.equal(await said.innerText(), '已选择：土家族');

    await box.fill('没有这个');
    assert.match(await said.innerText(), /没有找到/);
    assert.equal(await select.inputValue(), '15', 'what was chosen by hand stays');
    await box.fill('');
    assert.equal(await labels.count(), all);
    await select.selectOption('03');
    await box.fill('满族 x');
    assert.equal(await select.inputValue(), '03');

    await page.goto(`/language/en?back=${encodeURIComponent(new URL(address).pathname + new URL(address).search)}`);
    await box.fill('满族');
    assert.equal(await said.innerText(), 'Selected: Manchu');
    // What is found can be tapped, and the usual answer has a row of its own.
    await box.fill('tu');
    await page.locator('[data-hits] button', { hasText: 'Tujia' }).click();
    assert.equal(await select.inputValue(), '15');
    await page.locator('[data-usual] button').click();
    assert.equal(await select.inputValue(), '01');
    await box.fill('满族');
    assert.equal(await page.locator('[data-usual] button').getAttribute('aria-pressed'), 'false');

    parent.known = { ...parent.known, answers: { ...parent.known.answers, 'child.ethnic_group': '11' } };
    await parent.fill();
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.isNavigationRequest());
    await parent.next();
    const body = (await sent).postData();
    assert.match(body, /name="child\.ethnic_group"\s+11\s/);
    assert.doesNotMatch(body, /满族/);
    assert.deepEqual(await parent.problems(), []);
  });

  /** Letter by letter: what is chosen on the way stays as long as it is among the matches. */
  async function isTypedAndTakenAway({ select, box, said }) {
    await box.pressSequentially('manzu');
    assert.equal(await select.inputValue(), '11');
    assert.equal(await said.innerText(), '已选择：满族');
    for (let left = 'manzu'.length; left > 0; left -= 1) {
      const typed = await box.inputValue();
      assert.equal(typed.length, left);
      await box.press('Backspace');
      assert.equal(await select.inputValue(), '11', `${typed} without its last letter`);
      assert.match(await said.innerText(), /已选择：满族$/);
    }
    await box.pressSequentially('huizu');
    assert.equal(await select.inputValue(), '03');
    assert.equal(await said.innerText(), '已选择：回族');
  }

  it('a number is read in groups, and copied in one piece', async () => {
    const { page, known } = await begun('family-05', 'agent');
    const { id_number: number, mobile } = known.agent;
    for (const [path, numbers] of [
      [page.url(), [`${number.slice(0, 6)}********${number.slice(14)}`, mobile]],
      ['/account', [`${number.slice(0, 6)}********${number.slice(14)}`, `${mobile.slice(0, 3)}****${mobile.slice(7)}`]],
    ]) {
      await page.goto(path);
      for (const text of numbers) {
        const shown = page.locator('main dd').filter({ hasText: text });
        assert.equal((await shown.textContent()).trim(), text, path);
        const { copied, gaps } = await shown.evaluate((element) => {
          getSelection().selectAllChildren(element);
          const boxes = [...element.querySelectorAll('.number > *')].map((part) => part.getBoundingClientRect());
          return { copied: String(getSelection()), gaps: boxes.slice(1).map(({ left }, at) => left - boxes[at].right) };
        });
        assert.equal(copied.trim(), text, path);
        assert.ok(gaps.length === 2 && gaps.every((gap) => gap > 2), `${path}: ${gaps}`);
      }
    }
  });

  it('the picture of the code is sharp on a phone', async () => {
    const page = await browser.page();
    await page.goto('/login');
    const picture = page.locator('form[data-login] img');
    const density = await picture.evaluate((image) => image.naturalWidth / image.width);
    assert.ok(density >= 1.5, `${density} pixels for one`);
  });
});
