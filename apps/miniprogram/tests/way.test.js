// Where the way leads inside a step.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source } from './source.js';

const { firstOpen, isOpen, pageAfter, pagesOf, twoAnswers } = source('pages/step/way');

const field = (name, page, more = {}) => ({
  field: name,
  kind: 'name',
  page,
  step: 'child',
  value: null,
  required: true,
  visible: true,
  locked: null,
  problem: null,
  ...more,
});
const step = (items) => ({ id: 'child', pages: ['names', 'numbers', 'papers'].map((id) => ({ id, title: '', lead: '' })), items });

test('pages on which nothing is asked are passed over', () => {
  const now = step([field('one', 'names', { value: 'x' }), field('two', 'numbers', { visible: false }), field('three', 'papers')]);
  assert.deepEqual(
    pagesOf(now).map((page) => page.id),
    ['names', 'papers'],
  );
  assert.equal(pageAfter(now, 'names'), 'papers');
  assert.equal(pageAfter(now, 'papers'), null);
  assert.equal(firstOpen(now), 'papers');
});

test('a page that an answer hid leads on from where it stood, to the first page', () => {
  const now = step([field('one', 'names'), field('two', 'numbers', { visible: false })]);
  assert.equal(pageAfter(now, 'numbers'), 'names');
});

test('what is wrong, or missing and asked, is open', () => {
  assert.ok(isOpen(field('one', 'names')));
  assert.ok(isOpen(field('one', 'names', { value: 'x', problem: { code: 'name_length', message: '' } })));
  assert.ok(!isOpen(field('one', 'names', { value: 'x' })));
  assert.ok(!isOpen(field('one', 'names', { required: false })));
  assert.ok(!isOpen(field('one', 'names', { locked: 'it follows from another answer' })));
  assert.equal(firstOpen(step([field('one', 'names', { value: 'x' })])), null);
});

test('two buttons ask for a yes or no alone', () => {
  const yes = { options: [{ value: 'yes' }, { value: 'disputed' }], kind: 'choice' };
  assert.deepEqual(twoAnswers([field('relationship_confirmed', 'names', yes)]), {
    field: 'relationship_confirmed',
    answers: yes.options,
  });
  assert.equal(twoAnswers([field('sex', 'names', { options: [{ value: '1' }, { value: '2' }] })]), null);
  assert.equal(twoAnswers([field('one', 'names', yes), field('two', 'names')]), null);
  assert.equal(twoAnswers([field('one', 'names', { ...yes, locked: 'no' })]), null);
  assert.equal(twoAnswers([field('one', 'names', { ...yes, kind: 'consent' })]), null);
  assert.equal(twoAnswers([{ ...field('one', 'names'), field: undefined, material: 'card_photo' }]), null);
  assert.equal(twoAnswers([]), null);
});
