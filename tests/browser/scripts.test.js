// Each script is a module that is served as written, compressed, and every script belongs to some page.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { parse } from 'acorn';

import { Service } from '../service/service.js';

const SOURCES = new URL('../../crates/portal/assets/script/', import.meta.url);
/** The files that a script imports, statically or dynamically; throws if it is no module. */
function imported(text) {
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const found = [];
  JSON.stringify(tree, (_key, value) => {
    if (['ImportDeclaration', 'ImportExpression'].includes(value?.type)) found.push(value.source.value);
    return value;
  });
  return found.map((path) => path.replace('./', ''));
}

test('each script that is served is a module, and some page has it', async () => {
  const service = await Service.start();
  try {
    const home = await (await fetch(service.url)).text();
    const [, entry] = home.match(/<script src="([^"]+)" type="module">/);
    const wanted = [entry.split('/').at(-1)];
    const seen = new Set();
    for (let name = wanted.pop(); name; name = wanted.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const answer = await fetch(new URL(name, new URL(entry, service.url)));
      assert.equal(answer.status, 200, name);
      assert.match(answer.headers.get('content-type'), /^text\/javascript/, name);
      const served = await answer.text();
      const source = readFileSync(new URL(name, SOURCES), 'utf8');
      assert.equal(served, source, name);
      assert.equal(answer.headers.get('content-encoding'), 'gzip', name);
      wanted.push(...imported(served));
    }
    assert.deepEqual([...seen].sort(), readdirSync(SOURCES).sort(), 'a script is in no page');
  } finally {
    await service.remove();
  }
});
