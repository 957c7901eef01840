// Takes screenshots of whole pages.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const QUALITY = 82;
/** A page longer than this is cut off: nobody looks at the rest in a picture. */
const HEIGHT_PX = 6000;

export class Camera {
  #folder;
  #mark;
  made = 0;
  bytes = 0;

  /** Pictures go into `folder`, named by what they show and `mark`. */
  constructor(page, folder, mark) {
    this.page = page;
    this.#folder = folder;
    this.#mark = mark;
  }

  async open(name, path) {
    await this.page.goto(path);
    await this.shoot(name);
  }

  /** The content of the window, such as a dialog over its page. */
  async shootWindow(name) {
    const { height } = this.page.viewportSize();
    await this.#save(name, height, await this.page.evaluate(() => window.scrollY));
  }

  /** The whole page. */
  async shoot(name) {
    const { page } = this;
    await page.evaluate(() => {
      for (const picture of document.images) picture.loading = 'eager';
      window.scrollTo(0, 0);
      document.activeElement?.blur();
      const drawn = [...document.querySelectorAll('svg image')].map(({ href }) => Object.assign(new Image(), { src: href.baseVal }));
      return Promise.all([...document.images, ...drawn].map((picture) => picture.decode().catch(() => {})));
    });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await this.#save(name, Math.min(height, HEIGHT_PX));
  }

  async #save(name, height, y = 0) {
    const { page } = this;
    const { width } = page.viewportSize();
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality: QUALITY,
      captureBeyondViewport: true,
      clip: { x: 0, y, width, height, scale: 1 },
    });
    await session.detach();
    const picture = Buffer.from(data, 'base64');
    writeFileSync(join(this.#folder, `${name}-${this.#mark}.webp`), picture);
    this.made += 1;
    this.bytes += picture.length;
  }
}
