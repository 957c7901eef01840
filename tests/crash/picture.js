// Pictures that can be told apart by their width: made as PNG, recognised in any form in which the service returns them.

import { crc32, deflateSync } from 'node:zlib';

const HEIGHT_PX = 480;

/** For each pass of an interlaced PNG its first column and row, and its steps (PNG, 8.1). */
export const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** A PNG of this width, of grey and black fields: a plain one would be held back. */
export function pictureOf(width_px) {
  return greyPng(width_px, HEIGHT_PX, (column, row) => (((row >> 5) + (column >> 5)) % 2 ? 0x20 : 0x9c));
}

/** A PNG with this brightness at each column and row. */
export function greyPng(width_px, height_px, level) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width_px, 0);
  header.writeUInt32BE(height_px, 4);
  header[8] = 8;
  const rows = Buffer.alloc((width_px + 1) * height_px);
  for (let row = 0; row < height_px; row += 1) {
    const at = row * (width_px + 1) + 1;
    for (let column = 0; column < width_px; column += 1) rows[at + column] = level(column, row);
  }
  return png(header, rows);
}

/** A PNG of this header and these rows, each with its filter byte; `before`: chunks before the rows. */
export function png(header, rows, before = []) {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...before.map(([kind, data]) => chunk(kind, data)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The width of a complete JPEG; throws if it is none, or cut off. */
export function widthOf(jpeg) {
  const whole = jpeg.length > 4 && jpeg.readUInt16BE(0) === 0xffd8 && jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9;
  if (!whole) throw new Error('not a whole JPEG');
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1];
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return jpeg.readUInt16BE(at + 7);
  }
  throw new Error('a JPEG without a frame');
}

function chunk(kind, data) {
  const typed = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([size, typed, check]);
}
