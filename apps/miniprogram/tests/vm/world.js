// What all played hosts share: the person who holds the telephone, the sandbox, and the network to the service alone.

import assert from 'node:assert/strict';

/** The address that bundles for tests are built with: nobody's, so that nothing can be reached by mistake. */
export const BUILT_FOR = 'https://daiban.example';

export class World {
  /** What the camera takes next. */
  picture = null;
  /** How the next face check ends. */
  outcome = 'pass';
  /** Requests that got no answer before one came. */
  outages = 0;
  /** The next request like this arrives, but its answer gets lost. */
  loses = null;
  /** Every request of the app: method and path. */
  requests = [];
  storage = new Map();

  /** @param {{url: string, host: string, channel: string, person: string}} told */
  constructor({ url, host, channel, person }) {
    Object.assign(this, { url, host, channel, person });
  }

  /** Asks the sandbox for what the host would hand out. */
  async native(what, more = {}) {
    const answer = await fetch(`${this.url}/sandbox/native/${this.host}/${what}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ person: this.person, channel: this.channel, ...more }),
    });
    assert.equal(answer.status, 200, `${what} of ${this.host}`);
    return answer.json();
  }

  /** Sends a request as the host would: `null` where the network fails. */
  async send({ url, method, headers, data, wantsBytes }) {
    assert.ok(url.startsWith(BUILT_FOR), `a request to another host: ${url}`);
    const path = url.slice(BUILT_FOR.length);
    this.requests.push(`${method} ${path}`);
    if (this.outages > 0) {
      this.outages -= 1;
      return null;
    }
    const body = data instanceof ArrayBuffer ? data : data && JSON.stringify(data);
    const answer = await fetch(this.url + path, { method, headers, body }).catch(() => null);
    if (!answer) return null;
    if (this.loses?.test(`${method} ${path}`)) {
      this.loses = null;
      return null;
    }
    const bytes = await answer.arrayBuffer();
    const content = wantsBytes ? bytes : new TextDecoder().decode(bytes);
    return { status: answer.status, content, headers: Object.fromEntries(answer.headers) };
  }
}
