// What is kept of PNG and WebP files looks as a second, unrelated decoder shows them: Chromium's, which has nothing in common with ours.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { ADAM7, png } from '../crash/picture.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';

const MATERIAL = 'agent_id_portrait';
const WIDTH_PX = 720;
/** Mean difference of a part of a pixel that the second quantisation of a JPEG makes; a wrong colour or place makes tens. */
const MOST = 6;

const GREY = 0;
const RGB = 2;
const PALETTE = 3;
const RGBA = 6;

describe('a picture is kept as another decoder shows it', () => {
  const { service, browser } = opened();
  let page;
  /** The pixels of a paper: red, green, blue, opacity. */
  let paper;

  before(async () => {
    const parent = new Parent(await browser.page(), service, await service.case('family-01'));
    await parent.logIn();
    await parent.begin();
    await parent.answer({ until: 'agent' });
    page = parent.page;
    const bytes = await service.paper(parent.known.papers[MATERIAL]);
    paper = await page.evaluate(drawn, { bytes: bytes.toString('base64'), width: WIDTH_PX });
    paper.pixels = Buffer.from(paper.pixels, 'base64');
    paper.webp = Buffer.from(paper.webp, 'base64');
  });

  /** A PNG of the paper: `samples` gives the bytes of a pixel. */
  function pngOf({ depth, kind, interlaced = false, tables = [], bytes, samples }) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(paper.width, 0);
    header.writeUInt32BE(paper.height, 4);
    header.set([depth, kind, 0, 0, interlaced ? 1 : 0], 8);
    const passes = interlaced ? ADAM7 : [[0, 0, 1, 1]];
    const rows = [];
    for (const [left, top, across, down] of passes) {
      for (let y = top; y < paper.height; y += down) {
        const row = [0];
        for (let x = left; x < paper.width; x += across) row.push(...samples(pixel(x, y), x));
        rows.push(Buffer.from(bytes ? bytes(row) : row));
      }
    }
    return { name: 'a.png', mimeType: 'image/png', buffer: png(header, Buffer.concat(rows), tables) };
  }

  function pixel(x, y) {
    const at = (y * paper.width + x) * 4;
    return paper.pixels.subarray(at, at + 4);
  }

  /** Sends the file, and compares what is kept of it with what Chromium makes of it. */
  async function assertAlike(file) {
    const slot = page.locator(`[data-slot=${MATERIAL}]`);
    const mark = await slot.getAttribute('data-mark');
    await page.locator(`input[type=file][name=${MATERIAL}]`).setInputFiles(file);
    await page.waitForFunction(
      ([name, old]) => {
        const now = document.querySelector(`[data-slot=${name}]`);
        return now.hasAttribute('data-present') && now.dataset.mark !== old && !document.querySelector('main [aria-busy="true"]');
      },
      [MATERIAL, mark],
    );
    const address = page.url().replace(/\/agent.*/, `/materials/${MATERIAL}`);
    const found = await page.evaluate(compared, { address, sent: file.buffer.toString('base64'), kind: file.mimeType });
    assert.deepEqual(found.kept, found.shown, 'their sizes');
    assert.ok(found.difference < MOST, `${found.difference} levels`);
    assert.ok(found.spread > 20, 'a picture of one colour would be like any other');
  }

  const twice = (level) => [level, level ^ 0x5a];

  it('16 bits a colour', () =>
    assertAlike(pngOf({ depth: 16, kind: RGB, samples: ([red, green, blue]) => [red, green, blue].flatMap(twice) })));

  it('16 bits a colour, transparent, interlaced', () => {
    const samples = ([red, green, blue], x) => [...[red, green, blue].flatMap(twice), 255 - (x % 64), 0];
    return assertAlike(pngOf({ depth: 16, kind: RGBA, interlaced: true, samples }));
  });

  it('16 bits of grey', () => assertAlike(pngOf({ depth: 16, kind: GREY, samples: ([, green]) => twice(green) })));

  it('a palette with transparent colours', () => {
    // Six levels of each colour, each colour once opaque and once not.
    const colours = Array.from({ length: 216 }, (_, n) => [Math.floor(n / 36), Math.floor(n / 6) % 6, n % 6].map((part) => part * 51));
    const tables = [
      ['PLTE', Buffer.from(colours.flat())],
      ['tRNS', Buffer.from(colours.map((_, n) => 255 - (n % 7) * 9))],
    ];
    const part = (level) => Math.round(level / 51);
    const samples = ([red, green, blue]) => [part(red) * 36 + part(green) * 6 + part(blue)];
    return assertAlike(pngOf({ depth: 8, kind: PALETTE, tables, samples }));
  });

  it('a palette of sixteen colours, two pixels a byte', () => {
    const tables = [['PLTE', Buffer.from(Array.from({ length: 16 }, (_, n) => [n * 17, 255 - n * 9, n * 13]).flat())]];
    const bytes = ([filter, ...pixels]) => {
      const packed = [filter];
      for (let at = 0; at < pixels.length; at += 2) packed.push((pixels[at] << 4) | (pixels[at + 1] ?? 0));
      return packed;
    };
    return assertAlike(pngOf({ depth: 4, kind: PALETTE, tables, bytes, samples: ([, green]) => [green >> 4] }));
  });

  it('a moving WebP: its first picture', () => {
    const still = paper.webp.subarray(12);
    const size = (value) => Buffer.from([value & 255, (value >> 8) & 255, value >> 16]);
    const whole = Buffer.concat([size(paper.width - 1), size(paper.height - 1)]);
    const frame = Buffer.concat([size(0), size(0), whole, size(100), Buffer.from([0]), simple(still)]);
    const buffer = riff([
      ['VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), whole])],
      ['ANIM', Buffer.from([0, 0, 0, 0, 0, 0])],
      ['ANMF', frame],
      ['ANMF', frame],
    ]);
    return assertAlike({ name: 'a.webp', mimeType: 'image/webp', buffer });
  });
});

/** The chunk with the picture itself, out of those of a still WebP. */
function simple(chunks) {
  for (let at = 0; at < chunks.length; at += 8 + chunks.readUInt32LE(at + 4) + (chunks.readUInt32LE(at + 4) % 2)) {
    if (chunks.toString('latin1', at, at + 3) === 'VP8' && chunks[at + 3] !== 0x58) {
      const length = chunks.readUInt32LE(at + 4);
      return chunks.subarray(at, at + 8 + length + (length % 2));
    }
  }
  throw new Error('no picture in the WebP');
}

function riff(chunks) {
  const parts = chunks.map(([kind, data]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return Buffer.concat([Buffer.from(kind, 'latin1'), length, data, Buffer.alloc(data.length % 2)]);
  });
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), length, body]);
}

/* In the page. */

async function drawn({ bytes, width }) {
  const file = Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([file], { type: 'image/jpeg' }));
  const height = Math.round((picture.height * width) / picture.width);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0, width, height);
  const base64 = async (blob) => {
    const parts = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let at = 0; at < parts.length; at += 8192) text += String.fromCharCode(...parts.subarray(at, at + 8192));
    return btoa(text);
  };
  const pixels = await base64(new Blob([context.getImageData(0, 0, width, height).data]));
  const webp = await base64(await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 }));
  return { width, height, pixels, webp };
}

async function compared({ address, sent, kind }) {
  const pixels = async (blob) => {
    const picture = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, picture.width, picture.height);
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, picture.width, picture.height);
  };
  const kept = await pixels(await (await fetch(address)).blob());
  const shown = await pixels(new Blob([Uint8Array.from(atob(sent), (byte) => byte.charCodeAt(0))], { type: kind }));
  let [sum, total, squares] = [0, 0, 0];
  for (let at = 0; at < kept.data.length; at += 1) {
    sum += Math.abs(kept.data[at] - shown.data[at]);
    total += shown.data[at];
    squares += shown.data[at] ** 2;
  }
  const count = kept.data.length;
  return {
    kept: [kept.width, kept.height],
    shown: [shown.width, shown.height],
    difference: sum / count,
    spread: Math.sqrt(squares / count - (total / count) ** 2),
  };
}
