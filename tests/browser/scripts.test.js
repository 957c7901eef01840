// Scripts go out without comments and blanks: each is a module that says the same as its source, and every page's are there.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { parse } from 'acorn';

import { Service } from '../service/service.js';

const SOURCES = new URL('../../crates/portal/assets/script/', import.meta.url);
const PLACES = ['start', 'end', 'raw'];

/** What a script says, without where it stands and how it is written; throws where it is no module. */
function meaning(text) {
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const bare = (key, value) => {
    if (PLACES.includes(key)) return undefined;
    // A pattern is no JSON; it writes itself.
    return value instanceof RegExp ? String(value) : value;
  };
  return { tree: JSON.parse(JSON.stringify(tree, bare)), imports: imported(tree) };
}

/** The files that a script imports, at once or later. */
function imported(tree) {
  const found = [];
  JSON.stringify(tree, (_key, value) => {
    if (['ImportDeclaration', 'ImportExpression'].includes(value?.type)) found.push(value.source.value);
    return value;
  });
  return found.map((path) => path.replace('./', ''));
}

test('each script that is served is a module and says what its source says', async () => {
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
      assert.ok(served.length < source.length, `${name} is served as it is written`);
      assert.deepEqual(meaning(served).tree, meaning(source).tree, name);
      wanted.push(...meaning(served).imports);
    }
    assert.deepEqual([...seen].sort(), readdirSync(SOURCES).sort(), 'a script is in no page');
  } finally {
    await service.remove();
  }
});
