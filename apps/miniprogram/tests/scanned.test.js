// What a scanned code of the portal is about.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source } from './source.js';

const { meant } = source('pages/portal_login/scanned');
const TICKET = 'Zk3_9-aQ0rT8w2Lm5xYv7BnC';
const SITE = 'https://daiban.example';

test('an address of a log-in names its ticket, with or without something behind it', () => {
  for (const address of [`${SITE}/q/${TICKET}`, `  ${SITE}/q/${TICKET}\n`, `${SITE}/q/${TICKET}?from=x`, `${SITE}/q/${TICKET}#x`]) {
    assert.deepEqual(meant(address), { kind: 'login', ticket: TICKET }, address);
  }
});

test("WeChat's own code brings the ticket as its scene, or by itself", () => {
  assert.deepEqual(meant(`pages/portal_login/index?scene=${TICKET}`), { kind: 'login', ticket: TICKET });
  assert.deepEqual(meant(`pages/portal_login/index?a=b&scene=${encodeURIComponent('a:b=c!d+')}`), {
    kind: 'login',
    ticket: 'a:b=c!d+',
  });
  assert.deepEqual(meant(TICKET), { kind: 'login', ticket: TICKET });
});

test('an address of a picture names its token', () => {
  assert.deepEqual(meant(`${SITE}/capture/${TICKET}`), { kind: 'capture', token: TICKET });
  assert.deepEqual(meant(`${SITE}/capture/${TICKET}?lang=en`), { kind: 'capture', token: TICKET });
});

test('what is none of ours means nothing', () => {
  const others = [
    '',
    ' ',
    'https://example.org/',
    'https://example.org/?a=b c',
    '1234567',
    '6921168509256 x',
    `${SITE}/q/`,
    `${SITE}/capture/`,
  ];
  for (const other of others) assert.equal(meant(other), null, other);
});

test('an address that is broken means nothing, and breaks nothing', () => {
  for (const broken of [`${SITE}/q/%E0%A4%A`, `${SITE}/capture/%`, '/x?scene=%zz']) assert.equal(meant(broken), null, broken);
});
