// The code on a receipt stays as a reader has read it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { APP } from './built.js';

const { transpile } = createRequire(join(APP, 'package.json'))('typescript');
const source = readFileSync(join(APP, 'src/pages/application/qr.ts'), 'utf8');
const { qrCode } = await import(`data:text/javascript,${encodeURIComponent(transpile(source, { target: 'es2022', module: 'esnext' }))}`);

/** A code that a reader of others (jsQR 1.4) read on 2026-12-01. */
const READ = `
#######..#..#.#######
#.....#.###.#.#.....#
#.###.#..#.#..#.###.#
#.###.#..#.##.#.###.#
#.###.#.###.#.#.###.#
#.....#..###..#.....#
#######.#.#.#.#######
.........#.##........
#.#.#.#..##.#...#..#.
.##.#.......##..#...#
...####.##..#.#.###.#
.##.#..###.##...##..#
#....###...#######..#
........##..#...##.#.
#######..#..#...#####
#.....#....###.##..##
#.###.#.#..##..#####.
#.###.#.....#.#.#..#.
#.###.#.###.###.#.#.#
#.....#....#.....#.#.
#######.#.#...##...##`;

test('a receipt number makes the code that was read', () => {
  const drawn = qrCode('C51T-670V-H662').map((row) => `\n${row.map((isDark) => (isDark ? '#' : '.')).join('')}`);
  assert.equal(drawn.join(''), READ);
});

test('a longer text takes a larger code, and what is too long or not ASCII has none', () => {
  assert.deepEqual([15, 26, 27, 42].map((length) => qrCode('x'.repeat(length)).length), [25, 25, 29, 29]);
  assert.equal(qrCode('x'.repeat(43)), null);
  assert.equal(qrCode('卡'), null);
});
