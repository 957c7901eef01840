// A module of the app as it stands in its sources, for tests in Node. What a host or the build provides is handed in.

import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// An import would first look through its nine megabytes for names.
const typescript = createRequire(import.meta.url)('typescript');
const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const ENDINGS = ['.ts', '.tsx', '/index.ts'];
const OPTIONS = {
  module: typescript.ModuleKind.CommonJS,
  target: typescript.ScriptTarget.ES2019,
  jsx: typescript.JsxEmit.ReactJSX,
  esModuleInterop: true,
};

/**
 * What the module at `path` below `src` exports. Each call loads it anew, so that no test sees the state of another.
 *
 * @param {string} path
 * @param {{played?: Record<string, object>, channel?: string}} [around] `played`: modules that stand in for others, by the name
 * under which they are imported
 */
export function source(path, { played = {}, channel = 'jingtong' } = {}) {
  const modules = new Map();
  const load = (name, from) => {
    if (played[name]) return { __esModule: true, ...played[name] };
    const file = fileOf(name, from);
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const run = new Function('require', 'module', 'exports', 'CHANNEL', 'SERVICE_URL', withoutTypes(file));
    run((wanted) => load(wanted, dirname(file)), module, module.exports, channel, 'https://daiban.example');
    return module.exports;
  };
  return load(`@/${path}`, SOURCES);
}

const read = new Map();

function withoutTypes(file) {
  if (!read.has(file)) {
    const { outputText } = typescript.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: OPTIONS, fileName: file });
    read.set(file, outputText);
  }
  return read.get(file);
}

function fileOf(name, from) {
  const start = name.startsWith('@/') ? join(SOURCES, name.slice(2)) : join(from, name);
  const found = ENDINGS.map((ending) => start + ending).find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (!found || !(name.startsWith('@/') || name.startsWith('.'))) throw new Error(`${name} is neither a source nor played`);
  return found;
}

/** A device's storage, empty. */
export function emptyStorage() {
  const kept = new Map();
  return {
    default: {
      getStorageSync: (name) => kept.get(name) ?? '',
      setStorageSync: (name, value) => kept.set(name, value),
      removeStorageSync: (name) => kept.delete(name),
    },
  };
}
