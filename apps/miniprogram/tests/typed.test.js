// What was typed stays while the app lives, for its own application and step, until somebody logs out.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { emptyStorage, source } from './source.js';

test('what was typed is found again at its step alone', () => {
  const { rememberTyped, typedAt } = source('state/typed');
  rememberTyped('one', 'child', { 'child.name': '张三' });
  rememberTyped('one', 'residence', { 'residence.address': '东华门街道' });
  assert.deepEqual(typedAt('one', 'child'), { 'child.name': '张三' });
  assert.deepEqual(typedAt('two', 'child'), {});
  rememberTyped('one', 'child', {});
  assert.deepEqual(typedAt('one', 'child'), {});
  assert.deepEqual(typedAt('one', 'residence'), { 'residence.address': '东华门街道' });
});

/** The session and what is typed, as one app has them. */
function app() {
  const played = { '@tarojs/taro': emptyStorage(), react: { useSyncExternalStore: () => undefined } };
  const typed = source('state/typed');
  const session = source('api/session', { played: { ...played, '@/state/typed': typed } });
  session.beginSession({ token: 'one', expires_at: '2026-11-22T01:00:00Z', level: 'real_name', next: null });
  typed.rememberTyped('one', 'child', { 'child.name': '张三' });
  return { typed, session, storage: played['@tarojs/taro'].default };
}

test('a session that the service ended leaves what was typed; a log-out leaves nothing', () => {
  const lost = app();
  lost.session.loseSession();
  assert.equal(lost.session.session(), null);
  assert.equal(lost.storage.getStorageSync('daiban.jingtong.session'), '');
  assert.deepEqual(lost.typed.typedAt('one', 'child'), { 'child.name': '张三' });

  const ended = app();
  ended.session.endSession();
  assert.deepEqual(ended.typed.typedAt('one', 'child'), {});
});

test('what is typed is never written down', () => {
  const { storage, typed } = app();
  typed.rememberTyped('one', 'child', { 'child.id_number': '110101202001010014' });
  assert.doesNotMatch(storage.getStorageSync('daiban.jingtong.session'), /110101|张三/);
});

test('a broken session in the storage counts as none', () => {
  const taro = emptyStorage();
  taro.default.setStorageSync('daiban.jingtong.session', '{"token":');
  const { session } = source('api/session', { played: { '@tarojs/taro': taro, react: { useSyncExternalStore: () => undefined } } });
  assert.equal(session(), null);
});
