// Lays a paper before the camera of a browser: a film of one picture, in the form that Chromium's camera reads (YUV4MPEG2).

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Film {
  #folder = mkdtempSync(join(tmpdir(), 'daiban-film-'));
  /** The file that the browser is to be launched with. */
  path = join(this.#folder, 'paper.y4m');

  /** The browser itself draws the picture at `path` of the service; what its camera sees from now on. */
  async show(page, path) {
    writeFileSync(this.path, Buffer.from(await page.evaluate(drawn, path), 'base64'));
  }

  remove() {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Runs in the browser: the picture as one frame of luminance and, for each four pixels, two colour differences (ITU-R BT.601). */
async function drawn(path) {
  const picture = await createImageBitmap(await (await fetch(path)).blob());
  const [width, height] = [picture.width, picture.height].map((size) => size - (size % 2));
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  const all = width * height;
  const frame = new Uint8ClampedArray((all * 3) / 2);
  for (let at = 0; at < all; at += 1) {
    const [red, green, blue] = data.subarray(at * 4, at * 4 + 3);
    const [x, y] = [at % width, Math.floor(at / width)];
    frame[at] = 16 + 0.257 * red + 0.504 * green + 0.098 * blue;
    if (x % 2 === 0 && y % 2 === 0) {
      const quarter = all + ((y / 2) * width) / 2 + x / 2;
      frame[quarter] = 128 - 0.148 * red - 0.291 * green + 0.439 * blue;
      frame[quarter + all / 4] = 128 + 0.439 * red - 0.368 * green - 0.071 * blue;
    }
  }
  const film = new Blob([`YUV4MPEG2 W${width} H${height} F10:1\nFRAME\n`, frame]);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(',')[1]);
    reader.readAsDataURL(film);
  });
}
