// A host of mini-programs in Node: runs a compiled bundle as the host would, and shows what a person sees.
//
// It knows pages, events and `setData`; what a host does besides, its natives, stand in a file for each host.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import vm from 'node:vm';

const PATIENCE_MS = 20_000;

export class Machine {
  #folder;
  #context;
  #modules = new Map();
  #configs = new Map();
  #loading = '';
  #stack = [];
  app = null;
  /** What went wrong inside, unnoticed by the page. */
  complaints = [];

  /** @param {string} folder of the bundle; @param {(machine: Machine) => object} natives the host's global objects */
  constructor(folder, natives) {
    this.#folder = folder;
    const quiet = (...words) => this.complaints.push(words.map(String).join(' '));
    const globals = {
      ...natives(this),
      App: (config) => {
        this.app = config;
        return config;
      },
      Page: (config) => this.#configs.set(this.#loading, config),
      Component: () => {},
      Behavior: (config) => config,
      getApp: () => this.app,
      getCurrentPages: () => this.#stack,
      console: { log() {}, info() {}, debug() {}, warn() {}, error: quiet },
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      // Bytes come from outside: they must be of the same kind inside.
      ArrayBuffer,
      Uint8Array,
    };
    this.#context = vm.createContext(globals);
    this.#context.globalThis = this.#context;
    this.#context.global = this.#context;
  }

  /** Starts the app and opens its first page. */
  launch() {
    this.#require(join(this.#folder, 'app.js'));
    const { pages } = this.#settings('app.json');
    this.app.onLaunch?.({ path: pages[0], query: {}, scene: 1001 });
    this.app.onShow?.({ path: pages[0], query: {}, scene: 1001 });
    this.open(`/${pages[0]}`);
  }

  #settings(name) {
    return JSON.parse(readFileSync(join(this.#folder, name), 'utf8'));
  }

  #require(path) {
    const file = path.endsWith('.js') ? path : `${path}.js`;
    const known = this.#modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    this.#modules.set(file, module);
    const code = `(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`;
    const run = vm.runInContext(code, this.#context, { filename: file });
    run((name) => this.#require(join(dirname(file), name)), module, module.exports);
    return module.exports;
  }

  open(url) {
    const [path, query = ''] = url.replace(/^\//, '').split('?');
    if (!this.#configs.has(path)) {
      this.#loading = path;
      this.#require(join(this.#folder, path));
    }
    const config = this.#configs.get(path);
    assert.ok(config, `no page ${path}`);
    const page = new MachinePage(config, path, Object.fromEntries(new URLSearchParams(query)));
    const before = this.#stack.at(-1);
    this.#stack.push(page);
    before?.onHide?.();
    page.begin();
  }

  /** As `navigateBack`: the pages above are gone. */
  back(delta = 1) {
    for (let count = 0; count < delta && this.#stack.length > 1; count += 1) this.#stack.pop().onUnload?.();
    this.page.onShow?.();
  }

  replace(url) {
    this.#stack.pop()?.onUnload?.();
    this.open(url);
  }

  relaunch(url) {
    for (const page of this.#stack.splice(0)) page.onUnload?.();
    this.open(url);
  }

  get page() {
    return this.#stack.at(-1);
  }

  /** How many pages lie on each other. */
  get depth() {
    return this.#stack.length;
  }

  /** Everything that is read on the page, top to bottom. */
  text() {
    return [...walk(this.page.data.root)]
      .map((node) => node.v ?? '')
      .join(' ')
      .replace(/\s+/g, ' ');
  }

  /** The part of the page with this id. */
  find(id) {
    return [...walk(this.page.data.root)].find((node) => node.uid === id);
  }

  /** The first value on the page that looks so. */
  attribute(pattern) {
    const values = [...walk(this.page.data.root)].flatMap((node) => Object.values(node));
    return values.find((value) => typeof value === 'string' && pattern.test(value));
  }

  /** The ids that begin so. */
  ids(start) {
    return [...walk(this.page.data.root)].map((node) => node.uid).filter((id) => id?.startsWith(start));
  }

  /** Waits until something holds on the page. */
  async until(what, holds) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = holds(this);
      if (found) return found;
      if (Date.now() > end)
        throw new Error(`waited for ${what} on ${this.page.route}: ${this.text()}\n${this.complaints.join('\n')}`);
      await sleep(15);
    }
  }

  /** Waits for a part of the page that can be used. */
  ready(id) {
    return this.until(id, () => {
      const node = this.find(id);
      return node && !isDisabled(node) ? node : null;
    });
  }

  async tap(id) {
    await this.ready(id);
    this.fire(id, 'tap');
    await sleep(0);
  }

  async type(id, value) {
    await this.ready(id);
    this.fire(id, 'input', { value });
    await this.until(`${id} holding its value`, () => Object.values(this.find(id) ?? {}).includes(value));
  }

  /** What the host does when a person touches a part of the page. */
  fire(id, type, detail = {}) {
    const node = this.find(id);
    assert.ok(node, `no ${id} on ${this.page.route}: ${this.text()}`);
    const target = { id, dataset: { sid: node.sid }, offsetLeft: 0, offsetTop: 0 };
    this.page.eh({ type, timeStamp: Date.now(), detail, target, currentTarget: target, touches: [], changedTouches: [] });
  }
}

/** A page that the host made of what the bundle handed to `Page`. */
class MachinePage {
  constructor(config, route, options) {
    Object.assign(this, config);
    this.data = structuredClone(config.data ?? {});
    this.route = route;
    this.__route__ = route;
    this.options = options;
  }

  begin() {
    // Baidu's host calls it before all others.
    this.onInit?.(this.options);
    this.onLoad?.(this.options);
    this.onShow?.();
    this.onReady?.();
  }

  setData(changes, done) {
    for (const [path, value] of Object.entries(changes)) put(this.data, path, value);
    done?.call(this);
  }

  getOpenerEventChannel() {
    return { emit() {}, on() {}, off() {} };
  }
}

/** Puts a value at `root.cn.[0].cl`, as hosts read such paths. */
function put(data, path, value) {
  const parts = path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  const last = parts.pop();
  let at = data;
  for (const part of parts) at = at[part] ??= {};
  // What crosses from the app to the page is copied.
  at[last] = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function* walk(node) {
  if (!node) return;
  yield node;
  for (const child of node.cn ?? []) yield* walk(child);
}

/** A button's `disabled` stands under a name that the build chooses. */
function isDisabled(node) {
  return (
    /\btap\b/.test(node.cl ?? '') && Object.entries(node).some(([name, value]) => /^(p\d+|disabled)$/.test(name) && value === true)
  );
}
