// What the bundles are made of: small, old JavaScript, each with its own host's calls alone, valid for its platform's compilers.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';

import { parse } from 'acorn';

import { APP, BUNDLES, DIST, filesOf, PREVIEWS, sizeOf, textOf } from './built.js';

const MEGABYTE = 1024 * 1024;
/** A call that only this host has, by its bundles; and the sandbox's, which only previews may have. */
const OWN = { weapp: 'requestFacialVerify', alipay: 'startBizService', swan: 'getLoginCode', h5: '/sandbox/native' };
const SERVICE = 'https://daiban.example';
/** Addresses that are names, which nothing is asked of. */
const NAMES = /^https?:\/\/(www\.w3\.org|reactjs\.org|react\.dev|github\.com|fb\.me|taro-docs\.jd\.com|docs\.taro\.zone|nervjs\.github\.io|tc39\.es|mths\.be|taro\.com|127\.0\.0\.1)/;

const typeOf = (bundle) => bundle.split('-')[1];

for (const bundle of BUNDLES) {
  test(`${bundle} is under a megabyte and parses as ES5`, () => {
    const bytes = filesOf(bundle).reduce((sum, file) => sum + sizeOf(file), 0);
    assert.ok(bytes < MEGABYTE, `${bytes} bytes`);
    for (const file of filesOf(bundle, '.js')) {
      assert.doesNotThrow(() => parse(textOf(file), { ecmaVersion: 5, sourceType: 'script' }), relative(DIST, file));
    }
  });

  test(`${bundle} asks no host but the service`, () => {
    const code = filesOf(bundle, '.js').map(textOf).join('\n');
    assert.ok(code.includes(SERVICE), 'the service is named');
    const others = new Set(code.match(/(?:https?|wss?):\/\/[\w.-]+/g).filter((url) => url !== SERVICE && !NAMES.test(url)));
    assert.deepEqual([...others], []);
  });
}

for (const bundle of [...BUNDLES, ...PREVIEWS]) {
  test(`${bundle} holds its own host's calls alone`, () => {
    const code = filesOf(bundle, '.js').map(textOf).join('\n');
    for (const [type, call] of Object.entries(OWN)) {
      assert.equal(code.includes(call), type === typeOf(bundle), `${call} in ${bundle}`);
    }
  });
}

/** Runs a compiler of WeChat's; what it complains about. */
function compiled(compiler, bundle, files) {
  const program = join(APP, 'node_modules/miniprogram-compiler/bin/linux', compiler);
  chmodSync(program, 0o755);
  const out = mkdtempSync(join(tmpdir(), 'daiban-compiled-'));
  const names = files.map((file) => `./${relative(join(DIST, bundle), file)}`);
  const run = spawnSync(program, ['-o', join(out, 'out.js'), ...names], { cwd: join(DIST, bundle), encoding: 'utf8' });
  rmSync(out, { recursive: true });
  return { status: run.status, told: run.stderr + (run.error ?? '') };
}

for (const bundle of BUNDLES.filter((one) => typeOf(one) === 'weapp')) {
  test(`WeChat's compilers take the WXML and WXSS of ${bundle}`, () => {
    const wxml = compiled('wcc', bundle, [...filesOf(bundle, '.wxml'), ...filesOf(bundle, '.wxs')]);
    assert.equal(wxml.status, 0, wxml.told);
    const wxss = compiled('wcsc', bundle, filesOf(bundle, '.wxss'));
    assert.equal(wxss.status, 0, wxss.told);
  });
}

test("WeChat's compilers refuse what is broken", () => {
  const folder = mkdtempSync(join(tmpdir(), 'daiban-broken-'));
  writeFileSync(join(folder, 'broken.wxml'), '<view><text></view>');
  const program = join(APP, 'node_modules/miniprogram-compiler/bin/linux/wcc');
  const { status } = spawnSync(program, ['-o', 'out.js', './broken.wxml'], { cwd: folder });
  rmSync(folder, { recursive: true });
  assert.notEqual(status, 0);
});

test('the types are those that openapi.json describes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daiban-types-'));
  const fresh = join(folder, 'schema.ts');
  const made = spawnSync('npx', ['openapi-typescript', '../../crates/api/openapi.json', '--output', fresh], { cwd: APP, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const isFresh = readFileSync(fresh, 'utf8') === readFileSync(join(APP, 'src/api/schema.ts'), 'utf8');
  rmSync(folder, { recursive: true });
  assert.ok(isFresh, 'apps/miniprogram/src/api/schema.ts is stale: npm run types in apps/miniprogram');
});
