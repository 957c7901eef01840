// Moments of the service, in words.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { emptyStorage, source } from './source.js';

const REACT = { useSyncExternalStore: () => undefined };

function said(moment, language = 'zh-CN') {
  const taro = emptyStorage();
  taro.default.setStorageSync('daiban.jingtong.lang', language);
  return source('words/dates', { played: { '@tarojs/taro': taro, react: REACT } }).dayAndTime(moment);
}

test('a moment is told by the clock of Beijing', () => {
  assert.equal(said('2026-11-22T01:05:09Z'), '2026年11月22日 09:05');
  assert.equal(said('2026-11-22T01:05:09Z', 'en'), '22 November 2026, 09:05');
});

test('the day changes in Beijing, not where the telephone is', () => {
  assert.match(said('2026-12-31T16:00:00Z'), /^2027年1月1日 00:00/);
  assert.match(said('2026-12-31T15:59:59Z'), /^2026年12月31日 23:59/);
  assert.match(said('2028-02-29T00:00:00+08:00'), /^2028年2月29日 00:00/);
});

test('more digits of a second than old engines read are left out', () => {
  const read = Date.parse;
  try {
    // As an old engine: no more than milliseconds.
    Date.parse = (text) => (/\.\d{4,}/.test(text) ? Number.NaN : read(text));
    assert.match(said('2026-11-22T01:05:09.123456789Z'), /09:05/);
  } finally {
    Date.parse = read;
  }
});

test('what is no moment is shown as it is', () => {
  assert.equal(said('soon'), 'soon');
  assert.equal(said(''), '');
});
