// What a picture is, by its first bytes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source } from './source.js';

const { mediaType } = source('platform/picture_file');
const of = (...bytes) => mediaType(Uint8Array.from(bytes).buffer);
const UNKNOWN = 'application/octet-stream';

test('pictures are told by their first bytes', () => {
  assert.equal(of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'image/jpeg');
  assert.equal(of(0x89, 0x50, 0x4e, 0x47, 0x0d), 'image/png');
  assert.equal(of(0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50), 'image/webp');
});

test('anything else is unknown, however short', () => {
  assert.equal(of(), UNKNOWN);
  assert.equal(of(0xff), UNKNOWN);
  assert.equal(of(0xff, 0xd8), UNKNOWN);
  assert.equal(of(0x25, 0x50, 0x44, 0x46), UNKNOWN, 'PDF');
  assert.equal(of(0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70), UNKNOWN, 'HEIC');
});
