// A picture as an address: compared with Node's own encoder, at every length around its groups of three.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { source } from './source.js';

const { dataAddress } = source('api/base64');
const PREFIX = 'data:image/jpeg;base64,';

const bytesOf = (buffer) => buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);

test('every length and every byte is written as base64', () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  for (const buffer of [every, ...Array.from({ length: 20 }, (_, length) => randomBytes(length))]) {
    assert.equal(dataAddress(bytesOf(buffer)), PREFIX + buffer.toString('base64'));
  }
});

test('a picture of three megabytes is written whole', () => {
  const large = Buffer.alloc(3_000_001, 0xa5);
  assert.equal(dataAddress(bytesOf(large)), PREFIX + large.toString('base64'));
});
