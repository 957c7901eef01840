// Every page, in both languages, checked by axe: no findings. The list of pages comes from the program's own routes.

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import { look } from './look.js';
import { Newcomer, SEND } from './newcomer.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

/** Cases whose walks together cover all pages: a booklet, an ID card, an unknown relationship. */
const WALKED = ['family-02', 'family-01', 'family-15'];
const REFUSED = 'family-10b';
const KEPT = 'family-03';
const MINUTE_MS = 60_000;

describe('every page', () => {
  const { service, browser } = opened();
  let looked = 0;
  let findings = 0;

  after(() => {
    console.log(`count: axe looked at ${looked} pages, ${findings} findings`);
  });

  for (const lang of ['zh-CN', 'en']) {
    it(`is accessible in ${lang}`, async () => {
      const visit = new Visit(await browser.page({ lang }));
      await publicPages(visit);
      for (const name of WALKED) await journey(visit, await service.case(name));
      await byPhone(visit, await service.case(WALKED[0]));
      await refusal(visit, await service.case(REFUSED));
      await errorPages(visit, await service.case(REFUSED));
      await codes(visit, lang);
      await waysIn(visit);
      await keptPages(visit, await service.case(KEPT));
      looked += visit.seen.size;
      findings += visit.findings.length;
      const wrong = [...visit.findings, ...unvisited(visit).map((path) => `${path}: no test looked at it`)];
      assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
    });
  }

  async function publicPages(visit) {
    const checklist = '/services/minor-card/checklist';
    const done = `${checklist}?age=0&doc=book&book=two&who=other&cert=no`;
    const reading = ['/privacy', '/help', '/glossary', '/no-such-page'];
    const drawn = ['/sandbox/drawn', '/sandbox?family=family-101'];
    const app = '/sandbox/app/jingtong';
    const sandbox = ['/sandbox', '/sandbox/messages', '/sandbox/platforms', app, ...drawn, '/sandbox/components', '/sandbox/components?type=care&theme=dark'];
    for (const path of ['/', '/services/minor-card', checklist, `${done}&ask=book`, done, '/login', '/register', '/recover', ...reading, ...sandbox]) {
      await visit.open(path);
    }
  }

  async function journey(visit, known) {
    const parent = new Parent(visit.page, service, known);
    await parent.logIn();
    await parent.begin();
    parent.onPage = async (step) => {
      if (await visit.isKnown(step)) return;
      await visit.look(step);
      if ((await visit.page.locator('[data-slot=card_photo]').count()) > 0) await adjust(visit, parent);
      await parent.next();
      if ((await parent.problems()).length > 0) await visit.look(`${step} with problems`);
      // An empty answer may be allowed: then the page has moved on, and the walk with it.
    };
    await walk(parent);
    await visit.look('end of the way');
    const draft = visit.page.url().match(/applications\/([^/]+)/)[1];
    await visit.open('/applications');
    await visit.open('/account');
    await visit.open('/account/password');
    await visit.open(`/applications/${draft}`);
    await visit.open('/services/minor-card', 'logged in');
    await visit.page.context().clearCookies();
  }

  /** The page for adjusting the photo, once a photo is there. */
  async function adjust(visit, parent) {
    await parent.upload('card_photo');
    await visit.look('with a photo');
    await parent.upload('card_photo', Buffer.alloc(0));
    await visit.look('with a photo that was not taken');
    await visit.page.locator('[data-adjust]').click();
    await visit.page.locator('[data-crop-area][tabindex]').waitFor();
    await visit.look('with script');
    await turned(visit.page, () => visit.page.locator('main .buttons a').click());
  }

  /** Like `Parent.answer`, but looking at a page may already have moved on. */
  async function walk(parent) {
    for (let pages = 0; (await parent.step()) !== null; pages += 1) {
      assert.ok(pages < 60, `in circles at ${parent.page.url()}`);
      await parent.onPage(await parent.step());
      if ((await parent.step()) === null) return;
      await parent.fill();
      await parent.next();
    }
  }

  /** A document that is photographed with a phone: on the computer in place and on its own page, and on the phone. */
  async function byPhone(visit, known) {
    const { page } = visit;
    const parent = new Parent(page, service, known);
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'agent' });
    const slot = page.locator('[data-slot]').first();
    await slot.locator('[data-phone]').click();
    await page.locator('dialog[data-handover]').waitFor();
    await visit.look('handed over');
    const own = await slot.locator('[data-phone]').getAttribute('data-phone');
    await visit.open(own);
    const address = await page.locator('[data-address]').getAttribute('data-address');
    await visit.open(`http://${address}`, 'on the phone');
    const input = page.locator('main input[type=file]');
    await input.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await page.locator('[data-problem]').waitFor();
    await visit.look('on the phone, refused');
    // One scan leads through all that is open.
    for (let sent = 0; !page.url().endsWith('/capture/done'); sent += 1) {
      if (sent > 0) await visit.look(`on the phone, led on ${sent}`);
      const here = page.url();
      const buffer = await service.paper(known.papers[await input.getAttribute('name')]);
      await input.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
      await page.waitForURL(({ href }) => href !== here);
    }
    await visit.look();
    await visit.open(own, 'received');
    await visit.open(`http://${address}`, 'used up');
    await page.context().clearCookies();
  }

  async function refusal(visit, known) {
    const parent = new Parent(visit.page, service, known);
    await parent.logIn();
    await parent.begin();
    const { refusal: code } = await parent.answer();
    assert.ok(code, `no refusal at ${visit.page.url()}`);
    await visit.look(`refused ${code}`);
    await visit.page.context().clearCookies();
  }

  async function errorPages(visit, known) {
    const { page } = visit;
    await visit.open('/applications', 'nobody logged in');
    await new Parent(page, service, { ...known, agent: { ...known.agent, password: 'wrong' } }).logIn().catch(() => {});
    await visit.look('log-in refused');
    await page.goto('/login');
    await page.locator('form:has(input[name=login]) input[name=csrf]').evaluate((input) => {
      input.value = 'forged';
    });
    await turned(page, () => page.locator('form:has(input[name=login]) [data-primary]').click());
    await visit.look('form token forged');
    await visit.open('/logout', 'wrong method');
  }

  /** Codes by short message: the pages before and after the code, with what can be wrong, and what follows. */
  async function codes(visit, lang) {
    const { page } = visit;
    const number = lang === 'en' ? '1' : '0';
    const person = new Newcomer(page, service, `1990000930${number}`);
    await visit.open('/register', 'of a newcomer');
    await turned(page, () => page.locator(`${SEND} .buttons [type=submit]`).click());
    await visit.look('no mobile');
    await person.askForCode();
    await visit.look('a code is on its way');
    await person.answer('main form[data-register]', { sms_code: await person.wrongCode(), login: '1', password: 'short' });
    await visit.look('refused');
    await person.answer('main form[data-register]', {
      sms_code: await service.smsCode(person.mobile),
      login: `newcomer.of.axe${number}`,
      password: '江水向东流过七座旧桥看见一盏灯',
    });
    await visit.look('registered');
    await visit.open('/applications', 'of a newcomer');
    await visit.open('/prove/real-name');
    await turned(page, () => page.locator('main form[data-prove] [data-primary]').click());
    await visit.look('nothing typed, nothing agreed to');
    for (const problem of ['face_failed', 'face_unavailable', 'consent_missing']) {
      await visit.open(`/prove/real-name?problem=${problem}`, problem);
    }
    const { agent } = await service.case('family-03');
    await page.locator('[name=name]').fill(agent.name);
    await page.locator('[name=id_number]').fill(agent.id_number);
    await page.locator('[name="consent.face"]').check({ force: true });
    await turned(page, () => page.locator('main form[data-prove] [data-primary]').click());
    await visit.look('the camera of the sandbox');
    await page.context().clearCookies();
    await page.goto('/recover');
    await person.askForCode('nobody.there', 'login');
    await visit.look('a code is on its way');
    const wrong = { sms_code: '123456', name: '', id_number: '1', password: 'short' };
    await person.answer('main form[data-recover]', wrong);
    await visit.look('refused');
    await page.context().clearCookies();
  }

  /** Log-in by a code that a telephone scans, and by another platform; and what is said when that has failed. */
  async function waysIn(visit) {
    const { page } = visit;
    await visit.open('/login/qr');
    const ticket = await page.locator('main[data-qr]').getAttribute('data-qr');
    await page.goto(`/login/qr/${ticket}`);
    await visit.look('nobody has confirmed yet');
    await page.goto(`/q/${ticket}`);
    await visit.look('on a telephone');
    await page.goto(`/sandbox/phone?ticket=${ticket}`);
    await visit.look('scanned');
    await visit.open('/sandbox/phone?ticket=none', 'over');
    browser.mayVisit(await service.platforms());
    await page.goto('/login/wechat');
    await page.locator('form[data-authorise]').waitFor();
    await visit.look('at the platform');
    await turned(page, () => page.locator('form[data-authorise] [value=grant]').click());
    await visit.open('/prove/phone', 'of whom a platform named');
    for (const problem of ['refused', 'mismatch', 'expired', 'unavailable', 'contradicted']) {
      await visit.open(`/login?problem=${problem}`);
    }
    await page.context().clearCookies();
  }

  /** What is shown when input cannot be accepted: the page itself, or one that replaces it. */
  async function keptPages(visit, known) {
    const { page } = visit;
    const context = page.context();
    const parent = new Parent(page, service, known);
    await page.clock.install();
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'child' });
    const address = page.url();
    await parent.fill();
    await context.setOffline(true);
    await page.locator('main [data-primary]').click();
    await page.locator('[data-unsent]').waitFor();
    await visit.look('offline');
    await context.setOffline(false);

    await page.locator('main input[name=csrf]').evaluate((input) => {
      input.value = 'of another log-in';
    });
    await parent.next();
    await visit.look('to be sent again');

    await page.goto(address);
    await service.moveClock(26);
    await page.clock.fastForward(26 * MINUTE_MS);
    await page.locator('[data-session] [data-keep]').waitFor();
    await visit.look('log-in ends soon');
    await service.moveClock(5);
    await page.clock.fastForward(5 * MINUTE_MS);
    await page.locator('[data-session] form[data-login]').waitFor();
    await visit.look('log-in has ended');

    await page.goto('/login');
    await parent.logIn();
    await page.goto(address);
    await parent.fill();
    await service.moveClock(31);
    await parent.next();
    await visit.look('log in to go on');
    await context.clearCookies();
  }

  /** Routes that answer with pages and were never opened in this visit. */
  function unvisited(visit) {
    const patterns = service
      .routes()
      .filter(({ method, path }) => method === 'GET' && !isNoPage(path))
      .map(({ path }) => path);
    return patterns.filter((path) => {
      const shape = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\*?[^}]+\}/g, '[^/]+')}$`);
      return ![...visit.paths].some((visited) => shape.test(visited));
    });
  }
});

/** Addresses that answer with no page: data, pictures, style sheets, probes, and switches that lead back at once. */
function isNoPage(path) {
  return (
    /\.(json|jpg|png|svg|pdf|css|js|ico|txt)$/.test(path) ||
    ['/healthz', '/readyz', '/metrics', '/session', '/applications/new'].includes(path) ||
    /\/materials\/(\{material\}(\/slot)?|card_photo\/made)$|\/changes$/.test(path) ||
    // For programs, parts of a page; and addresses that only lead a browser on.
    /^\/api\/|^\/sandbox\/app\/\{channel\}\/|^\/login\/\{provider\}|^\/prove\/real-name\/\{check\}/.test(path) ||
    ['/assets/', '/language/', '/care/', '/login/picture/', '/sandbox/papers/'].some((part) => path.includes(part))
  );
}

/** What was looked at in one language. */
class Visit {
  seen = new Set();
  paths = new Set();
  findings = [];

  constructor(page) {
    this.page = page;
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.paths.add(new URL(frame.url()).pathname);
    });
  }

  async open(path, state = '') {
    await this.page.goto(path);
    await this.look(state);
  }

  /** Pages count as one if their address (except for ids) and state are the same. */
  #name(state) {
    const { pathname, search } = new URL(this.page.url());
    const query = search.replace(/(ticket|id)=[^&]{20,}/, '$1={id}');
    return `${pathname.replace(/(applications|capture|qr|q)\/[^/]{20,}/, '$1/{id}')}${query} ${state}`.trim();
  }

  async isKnown(state) {
    return this.seen.has(this.#name(state));
  }

  async look(state) {
    const name = this.#name(state);
    if (this.seen.has(name)) return;
    this.seen.add(name);
    for (const finding of await look(this.page)) this.findings.push(`${name}: ${finding}`);
  }
}
