// The client of the load test, but with its own address, cookies that outlive a log-in, and log-ins that may fail.

import { request } from 'node:http';

import { Client } from '../crash/client.js';
import { asks, formsOf, mainOf, problemsOf } from '../crash/forms.js';

/** Where the service runs, where parents come from, where the attacker comes from. All of 127.0.0.0/8 is this machine. */
export const HOME = '127.0.0.1';
export const ATTACKER = '127.0.0.2';
export const ELSEWHERE = '127.0.0.3';

const LEADS_ON = 303;
const SESSION_COOKIE = 'daiban';
const REDIRECTS_AT_MOST = 10;

export class Visitor extends Client {
  cookies = new Map();

  /** `from`: the loopback address that its requests come from. */
  constructor(service, known, { from = HOME } = {}) {
    super(service, known);
    this.from = from;
  }

  get cookie() {
    return [...this.cookies].map((pair) => pair.join('=')).join('; ');
  }

  /**
   * Replaces the client's `open`, which can neither choose its address nor pass on its cookies. Every request goes through here.
   */
  async open(path, { follow = true, method = 'GET', body = null, headers = {}, within_ms = 0 } = {}) {
    let url = new URL(path, this.service.url);
    let sent = { method, body, headers };
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#ask(url, sent, within_ms);
      this.#keep(answer.headers['set-cookie'] ?? []);
      const target = answer.headers.location;
      const leads = answer.status >= 300 && answer.status <= 399 && target !== undefined;
      if (!follow || !leads || redirects === REDIRECTS_AT_MOST) {
        return { url, status: answer.status, type: answer.headers['content-type'] ?? '', headers: answer.headers, body: answer.body };
      }
      url = new URL(target, url);
      sent = { method: 'GET', body: null, headers: {} };
    }
  }

  async page(path, init) {
    const answer = await this.open(path, init);
    return { ...answer, html: answer.body.toString('utf8') };
  }

  /**
   * One try to log in, right or wrong; the cookies of earlier log-ins go with it.
   *
   * @returns `admitted`; `refusal` and `problems` of the page that refuses; `html` of the page it ends at
   */
  async tryLogIn(login = this.known.agent.username, password = this.known.agent.password) {
    const { html } = await this.page('/login');
    const form = formsOf(html).find((one) => asks(one, 'login'));
    if (!form) throw new Error(`no log-in form: ${JSON.stringify(mainOf(html))}`);
    const body = new URLSearchParams();
    for (const { name, type, value } of form.fields) if (type === 'hidden') body.append(name, value);
    body.append('login', login);
    body.append('password', password);
    body.append('picture_code', await this.service.pictureCode(body.get('challenge')));
    const before = this.cookies.get(SESSION_COOKIE);
    const answer = await this.page('/login', { method: 'POST', body });
    const admitted = answer.url.pathname !== '/login' && this.cookies.get(SESSION_COOKIE) !== before;
    const refusal = answer.html.match(/data-refusal="([^"]+)"/)?.[1] ?? null;
    return { admitted, refusal, problems: problemsOf(answer.html), html: answer.html, status: answer.status };
  }

  /** Ends the log-in as its button does. Everything else that the browser remembers stays. */
  async logOut() {
    const { html } = await this.page('/');
    const form = formsOf(html).find((one) => one.action === '/logout');
    if (!form) return;
    const body = new URLSearchParams({ csrf: tokenOf(form) });
    const { status } = await this.open('/logout', { method: 'POST', body, follow: false });
    if (status !== LEADS_ON) throw new Error(`log-out answered ${status}`);
  }

  /** The form token of the page where this draft asks for `material`, and the address that takes its picture. */
  async slot(step, material) {
    const { form } = await this.pageWith(step, material);
    return { path: `/applications/${this.draft}/materials/${material}`, token: tokenOf(form), material };
  }

  #ask(url, { method, body, headers }, within_ms) {
    return new Promise((resolve, reject) => {
      encoded(body).then(({ bytes, type }) => {
        const lines = { ...headers, cookie: this.cookie, 'content-length': bytes.length };
        if (type) lines['content-type'] = type;
        const asked = request(url, { method, headers: lines, localAddress: this.from, agent: false }, (answer) => {
          const pieces = [];
          answer.on('data', (piece) => pieces.push(piece));
          answer.on('error', reject);
          answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
        });
        asked.on('error', reject);
        if (within_ms > 0) asked.setTimeout(within_ms, () => asked.destroy(new Error(`no answer within ${within_ms} ms`)));
        asked.end(bytes);
      }, reject);
    });
  }

  #keep(lines) {
    for (const line of lines) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      if (value === '' || /max-age=0\b/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** The form token of a form. */
export function tokenOf(form) {
  return form.fields.find(({ name }) => name === 'csrf').value;
}

/** A body as the bytes that a browser would send. */
async function encoded(body) {
  if (body === null || Buffer.isBuffer(body)) return { bytes: body ?? Buffer.alloc(0), type: null };
  const made = new Response(body);
  return { bytes: Buffer.from(await made.arrayBuffer()), type: made.headers.get('content-type') };
}
