// A parent's browser reduced to HTTP: cookies, forms, pictures. Fast enough to put the service under load.

import { setTimeout as sleep } from 'node:timers/promises';

import { bare } from '../service/receipt.js';
import { asks, formsOf, mainOf, problemsOf, questionOf, textOf } from './forms.js';

/** The status of a reply to an accepted form: See Other. */
const LEADS_ON = 303;
const PAGES_AT_MOST = 60;

export class Client {
  #cookies = new Map();
  #settled_at = 0;
  /** How long to wait between a reply and the next request, for a service that commits late. */
  settle_ms = 0;

  constructor(service, known) {
    this.service = service;
    this.known = known;
    this.draft = null;
  }

  /** Fetches a page, following redirects unless told not to. */
  async open(path, { follow = true, ...init } = {}) {
    let url = new URL(path, this.service.url);
    let request = { ...init };
    for (;;) {
      await sleep(Math.max(0, this.#settled_at - Date.now()));
      const answer = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') },
      });
      this.#settled_at = Date.now() + this.settle_ms;
      this.#keepCookies(answer);
      const target = answer.headers.get('location');
      if (!follow || answer.status < 300 || answer.status > 399 || target === null) {
        return { url, status: answer.status, type: answer.headers.get('content-type') ?? '', body: Buffer.from(await answer.arrayBuffer()) };
      }
      await answer.arrayBuffer();
      url = new URL(target, url);
      request = {};
    }
  }

  #keepCookies(answer) {
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  async #page(path, init) {
    const answer = await this.open(path, init);
    return { ...answer, html: answer.body.toString('utf8') };
  }

  async logIn() {
    this.#cookies.clear();
    const { url, html } = await this.#page('/login');
    const form = formsOf(html).find((one) => asks(one, 'login'));
    const values = hiddenOf(form);
    const { username, password } = this.known.agent;
    values.set('login', username);
    values.set('password', password);
    values.set('picture_code', await this.service.pictureCode(values.get('challenge')));
    const after = await this.#send(url, form, values);
    if (after.url.pathname === '/login') throw new Error(`log-in failed: ${problemsOf(after.html)}`);
  }

  /** Begins a draft and answers it up to this step; returns the page of the step. */
  async reach(step) {
    const { url, html } = await this.#page('/services/minor-card');
    const start = formsOf(html).find((one) => 'data-start' in one.attributes);
    let page = await this.#send(url, start, hiddenOf(start));
    for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
      this.draft ??= page.url.pathname.split('/')[2];
      const form = questionOf(page.html);
      if (form === null) throw new Error(`${this.known.case}: no question at ${page.url}: ${JSON.stringify(mainOf(page.html))}`);
      if (form.step === step) return page;
      page = await this.#send(page.url, form, await this.#answers(form));
      const problems = problemsOf(page.html);
      if (problems.length > 0) throw new Error(`${this.known.case} at ${page.url}: ${problems}`);
    }
    throw new Error(`${this.known.case}: never came to ${step}`);
  }

  /** The question page of the draft that asks for this field or material, searched page by page. */
  async pageWith(step, name) {
    let page = await this.#page(`/applications/${this.draft}/${step}`);
    for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
      const form = questionOf(page.html);
      if (form?.step !== step) break;
      if (asks(form, name)) {
        // What else the page asks for is answered once: from then on one value alone can be saved.
        await this.#send(page.url, form, await this.#answers(form));
        return this.again({ url: new URL(`${form.action}?page=${hiddenOf(form).get('page')}`, page.url) });
      }
      page = await this.#send(page.url, form, await this.#answers(form));
    }
    throw new Error(`${this.known.case}: ${step} never asks for ${name}, at ${page.url}`);
  }

  /** A question page again, as it is now. */
  async again({ url }) {
    const page = await this.#page(url);
    return { ...page, form: questionOf(page.html) };
  }

  /** The value in a field of a page. */
  valueIn({ form }, name) {
    return form.fields.find((field) => field.name === name)?.value;
  }

  /** How often a receipt is listed among my applications. */
  async listed(receipt) {
    const { html } = await this.#page('/applications');
    return bare(textOf(html)).split(bare(receipt)).length - 1;
  }

  /**
   * Saves one value through a page's form. True if the service said that it was saved: it redirects. The reply itself is the
   * acknowledgement, so nothing is fetched after it.
   */
  async save({ url, form }, name, value) {
    const values = await this.#answers(form, { papers: false });
    values.set(name, value);
    const { status } = await this.open(new URL(form.action, url), { method: 'POST', body: bodyOf(form, values), follow: false });
    return status === LEADS_ON;
  }

  /** Uploads a picture through a page's form. True if the service said that it has it. */
  async upload(page, material, picture, type) {
    return this.save(page, material, new File([picture], `${material}.${type}`, { type: `image/${type}` }));
  }

  /** Answers what is left and submits, unless that is done. Returns the receipt's number. */
  async submit() {
    let page = await this.#page(`/applications/${this.draft}/receipt`);
    if (!receiptOf(page)) page = await this.#page(`/applications/${this.draft}/supplement`);
    for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
      const receipt = receiptOf(page);
      if (receipt) return receipt;
      const form = questionOf(page.html);
      if (form === null) break;
      page = await this.#send(page.url, form, await this.#answers(form));
    }
    throw new Error(`${this.known.case}: no receipt at ${page.url}: ${problemsOf(page.html)}`);
  }

  /** What the parent answers on a form, in addition to its hidden inputs. */
  async #answers(form, { papers = true } = {}) {
    const values = hiddenOf(form);
    const { answers, papers: known } = this.known;
    for (const { name, type, value } of form.fields) {
      if (type === 'file') {
        if (papers && known[name]) values.set(name, new File([await this.service.paper(known[name])], `${name}.jpg`, { type: 'image/jpeg' }));
      } else if (type === 'radio' || type === 'checkbox') {
        if (answers[name] === value) values.set(name, value);
      } else if (type !== 'hidden' && type !== 'button' && name in answers) {
        values.set(name, answers[name]);
      }
    }
    return values;
  }

  async #send(url, form, values) {
    return this.#page(new URL(form.action, url), { method: 'POST', body: bodyOf(form, values) });
  }
}

function receiptOf({ html }) {
  return mainOf(html)['data-receipt'];
}

function hiddenOf(form) {
  return new Map(form.fields.filter((field) => field.type === 'hidden').map(({ name, value }) => [name, value]));
}

/** Multipart if the form asks for pictures, else the plain form that a browser sends. */
function bodyOf(form, values) {
  const multipart = form.fields.some((field) => field.type === 'file');
  const body = multipart ? new FormData() : new URLSearchParams();
  for (const [name, value] of values) body.append(name, value);
  return body;
}
