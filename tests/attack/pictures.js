// Pictures that are small as files and expensive to process.

import { randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

import { ADAM7 } from '../crash/picture.js';

const RGB = { type: 2, bytes: 3 };
const RGBA = { type: 6, bytes: 4 };
/** The Paeth row filter; interlacing. */
const PAETH = 4;
const INTERLACED = 1;
/** Sixteen levels of each colour: half the size that all levels would take. */
const COARSE = 0xf0;
/** The size of the noise, so that the file stays under the limit (`limits.picture_megabytes`) with a little room. */
const HEAVY_BYTES = 14 * 1024 * 1024;

/** 40 megapixels, the most that is decoded: 160 MB of pixels, 120 MB without the alpha channel, in a file of some 700 KB. */
export function wide() {
  return png(8000, 5000, RGBA);
}

/** The same in some 14.7 MB: it takes long to arrive, and long to process. */
export function heavy() {
  return png(8000, 5000, RGBA, HEAVY_BYTES);
}

/**
 * Eight megapixels of noise in some 14 MB: kept in full size as a JPEG, and expensive to scale down each time that somebody wants
 * it smaller.
 */
export function noise() {
  return png(3000, 2750, RGB, Infinity, COARSE);
}

/**
 * A PNG whose first `noise_bytes` of pixels are noise, which does not compress; the rest compresses a thousand to one. It is as
 * slow to decode as a PNG can be: every byte is predicted from its three neighbours, and the pixels are interlaced in seven
 * passes.
 */
function png(width_px, height_px, kind, noise_bytes = 0, mask = 0xff) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width_px, 0);
  header.writeUInt32BE(height_px, 4);
  header[8] = 8;
  header[9] = kind.type;
  header[12] = INTERLACED;
  const turns = ADAM7.map(([x, y, dx, dy]) => ({
    row_bytes: 1 + Math.ceil((width_px - x) / dx) * kind.bytes,
    rows: Math.ceil((height_px - y) / dy),
  }));
  const pixels = Buffer.alloc(turns.reduce((sum, { row_bytes, rows }) => sum + row_bytes * rows, 0));
  randomFillSync(pixels, 0, Math.min(noise_bytes, pixels.length));
  for (let byte = 0; mask !== 0xff && byte < pixels.length; byte += 1) pixels[byte] &= mask;
  let at = 0;
  for (const { row_bytes, rows } of turns) {
    for (let row = 0; row < rows; row += 1, at += row_bytes) pixels[at] = PAETH;
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind, data) {
  const typed = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([size, typed, check]);
}
