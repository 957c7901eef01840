// Chromium as a parent has it, but watched: every request must stay with our host, every page keep to its policy.

import assert from 'node:assert/strict';

import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** A camera that is allowed everywhere and sees a film. */
const CAMERA = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
const PATIENCE_MS = 30_000;

export class Browser {
  #chromium;
  #service;
  #others = new Set();
  #strayed = [];
  #complaints = [];
  requests = 0;

  static async open(service, wanted) {
    const browser = new Browser(service);
    await browser.launch(wanted);
    return browser;
  }

  /** The browser does not run until `launch`. */
  constructor(service) {
    this.#service = service;
  }

  /**
   * @param {{debuggingPort?: number, film?: string}} [wanted] a port through which other programs may control it too; a
   * film (.y4m) that its camera sees, read anew each time the camera begins
   */
  async launch({ debuggingPort, film } = {}) {
    const executablePath = process.env.DAIBAN_CHROMIUM ?? '/usr/bin/chromium-headless-shell';
    const args = [...FLAGS];
    if (debuggingPort) args.push(`--remote-debugging-port=${debuggingPort}`);
    if (film) args.push(...CAMERA, `--use-file-for-fake-video-capture=${film}`);
    this.#chromium = await chromium.launch({ executablePath, args });
  }

  /**
   * A page with cookies of its own.
   *
   * @param {{lang?: 'zh-CN'|'en', javaScript?: boolean, width?: number, userAgent?: string}} [wanted]
   */
  async page({ lang = 'zh-CN', javaScript = true, width = 390, userAgent } = {}) {
    const context = await this.#chromium.newContext({
      locale: lang,
      userAgent,
      javaScriptEnabled: javaScript,
      viewport: { width, height: 844 },
      baseURL: this.#service.url,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('request', (request) => this.#watch(request.url()));
    const page = await context.newPage();
    page.on('pageerror', (error) => this.#complaints.push(`script error on ${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) {
        this.#complaints.push(`policy broken on ${page.url()}: ${message.text()}`);
      }
    });
    return page;
  }

  /** Lets pages be led to these origins: the platforms by which one logs in. */
  mayVisit(origins) {
    for (const origin of origins) this.#others.add(origin);
  }

  #watch(address) {
    const url = new URL(address);
    this.requests += 1;
    const ours = url.origin === this.#service.url || url.protocol === 'data:' || this.#others.has(url.origin);
    if (!ours) this.#strayed.push(address);
  }

  /** Closes the browser; fails if a request went to another host, a script failed or a policy was violated. */
  async close() {
    await this.#chromium?.close();
    assert.deepEqual(this.#strayed, [], 'requests to other hosts');
    assert.deepEqual(this.#complaints, []);
  }
}
