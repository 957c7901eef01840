// What a page costs before it can be used: bytes on the wire without pictures, and only the one style sheet blocks the first
// paint. (The total of all scripts is tested where they are served.)

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';

const PAGE_BYTES = 100 * 1024;
const PUBLIC = ['/', '/services/minor-card', '/login', '/privacy'];

describe('what a page weighs', () => {
  const { service, browser } = opened();

  it('pages are light', async () => {
    const scales = new Scales(await browser.page());
    for (const path of PUBLIC) await scales.weigh(path);
    const father = new Parent(scales.page, service, await service.case('family-02'));
    await father.logIn();
    await father.begin();
    father.onPage = async () => scales.weigh(new URL(scales.page.url()).pathname + new URL(scales.page.url()).search);
    const { receipt } = await father.answer();
    assert.ok(receipt, `no receipt at ${scales.page.url()}`);
    const application = new URL(scales.page.url()).pathname.replace('/receipt', '');
    for (const path of [`${application}/receipt`, application, '/applications']) await scales.weigh(path);

    console.log(`count: ${scales.pages} pages weighed; the heaviest ${kilobytes(scales.heaviest)} on the wire without pictures`);
  });
});

/** Weighs pages as a new visitor gets them, with nothing cached from the page before. */
class Scales {
  pages = 0;
  heaviest = 0;

  constructor(page) {
    this.page = page;
  }

  async weigh(path) {
    const { page } = this;
    const watch = await page.context().newCDPSession(page);
    await watch.send('Network.enable');
    await watch.send('Network.setCacheDisabled', { cacheDisabled: true });
    const types = new Map();
    let bytes = 0;
    watch.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
    watch.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (types.get(requestId) !== 'Image') bytes += encodedDataLength;
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    await watch.detach();
    await this.#paintsAtOnce(path);
    assert.ok(bytes > 0 && bytes <= PAGE_BYTES, `${path}: ${bytes} bytes`);
    this.pages += 1;
    this.heaviest = Math.max(this.heaviest, bytes);
  }

  /** Scripts are modules, which wait for the page; the first paint waits for one style sheet only. */
  async #paintsAtOnce(path) {
    const blocking = await this.page.evaluate(() => ({
      scripts: document.querySelectorAll('script:not([type=module])').length,
      sheets: document.querySelectorAll('link[rel=stylesheet]').length,
    }));
    assert.deepEqual(blocking, { scripts: 0, sheets: 1 }, `${path}: what the first paint waits for`);
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
