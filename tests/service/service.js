// The service under test: its own process, on a free port, with its own folder.

import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env as environment } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import { makeDatabase } from './database.js';

/** The sandbox's day in all tests: families are made for it, so nothing depends on today. */
/** Random families beside those written by hand: enough to show them; all of them would make each start slower. */
const FAMILIES = 16;
export const DAY = '2026-11-22';

const LOG_LINES = 20;
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const PORTS = [10_000, 32_000];
const PORTS_TRIED = 5;
/** What the service logs if another process has its port. */
const TAKEN = /^cannot listen on \S+ \(server\.listen\)/m;

export class Service {
  #folder;
  #config;
  #program;
  #process = null;
  #papers = new Map();
  /** Whether the folder belongs to another service, which removes it. */
  #shares = false;

  /**
   * Starts a service with the sandbox and an empty database.
   *
   * @param {{database?: 'sqlite'|'postgres', program?: string}} [wanted]
   */
  static async start({ database = 'sqlite', program = programOf('DAIBAN_PROGRAM') } = {}) {
    const service = new Service(program);
    await service.first({ database });
    return service;
  }

  /** A service that has neither a folder nor an address until `first` starts it. */
  constructor(program = programOf('DAIBAN_PROGRAM')) {
    this.#program = program;
  }

  /** Starts it for the first time, with its own folder and database. */
  async first({ database = 'sqlite' } = {}) {
    const url = database === 'postgres' ? makeDatabase() : '';
    const folder = mkdtempSync(join(tmpdir(), 'daiban-test-'));
    await this.#beginAnywhere((port) => {
      this.#settle(folder, port);
      writeFileSync(this.#config, configOf(folder, port, url));
    });
  }

  /** Starts on a free port, for which `settle` writes the settings; on another one if somebody was quicker. */
  async #beginAnywhere(settle) {
    for (let tries = 1; ; tries += 1) {
      settle(await freePort());
      try {
        return await this.begin();
      } catch (error) {
        if (tries === PORTS_TRIED || !TAKEN.test(error.message)) throw error;
      }
    }
  }

  #settle(folder, port, name = 'daiban') {
    this.#folder = folder;
    this.#config = join(folder, `${name}.toml`);
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Another process on the same database, pictures and keys, like a second server. */
  async beside() {
    const service = new Service(this.#program);
    const config = readFileSync(this.#config, 'utf8');
    service.#shares = true;
    await service.#beginAnywhere((port) => {
      service.#settle(this.#folder, port, `beside-${port}`);
      writeFileSync(service.#config, config.replace(/^listen = .*$/m, `listen = "127.0.0.1:${port}"`));
    });
    return service;
  }

  /**
   * Starts the process on the contents of the folder, and waits until it can serve.
   *
   * @param {{program?: string, env?: Record<string, string>, before?: string}} [wanted] another program than before; additions to
   * its environment; a line of shell to run before it
   */
  async begin({ program = this.#program, env = {}, before = ':' } = {}) {
    this.#program = program;
    const log = openSync(join(this.#folder, 'log'), 'a');
    const { size: logged } = fstatSync(log);
    this.#process = spawn(
      'sh',
      ['-c', `${before}; exec "$0" "$@"`, this.#program, 'serve', '--config', this.#config, '--sandbox', '--sandbox-day', DAY],
      { stdio: ['ignore', log, log], env: { ...environment, ...env } },
    );
    closeSync(log);
    const process = this.#process;
    process.ended = new Promise((resolve) => process.once('close', resolve));
    const until = Date.now() + START_LIMIT_MS;
    while (!(await this.#isReady(logged))) {
      if (process.exitCode !== null || Date.now() > until) {
        throw new Error(`the service did not start:\n${this.#logSince(logged)}`);
      }
      await sleep(50);
    }
  }

  /** Its own log says that it listens: another process on its port would answer for it. */
  async #isReady(logged) {
    if (!this.#logSince(logged).includes(`ready address=${new URL(this.url).host} `)) return false;
    const answer = await fetch(`${this.url}/readyz`).catch(() => null);
    return answer?.status === 200;
  }

  /** The id of the running process. */
  get pid() {
    return this.#process.pid;
  }

  /** Ends the process at once, as a power cut would: none of it runs any more. */
  async kill() {
    this.#process.kill('SIGKILL');
    await this.#process.ended;
  }

  /** Asks the process to stop; returns its exit code. */
  async stop() {
    this.#process.kill('SIGTERM');
    const late = sleep(STOP_LIMIT_MS, 'late', { ref: false });
    const outcome = await Promise.race([this.#process.ended, late]);
    if (outcome === 'late') {
      await this.kill();
      throw new Error(`the service did not stop within ${STOP_LIMIT_MS / 1000} s:\n${this.log()}`);
    }
    return outcome;
  }

  /** Ends the process and removes the folder. */
  async remove() {
    if (this.#process?.exitCode === null) await this.kill();
    if (this.#folder && !this.#shares) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Changes the maintenance in its settings, and makes the running process read them again. */
  async announce(lines) {
    const [settings] = readFileSync(this.#config, 'utf8').split('\n[maintenance]');
    writeFileSync(this.#config, `${settings}\n[maintenance]\n${lines}\n`);
    const told = () => readFileSync(join(this.#folder, 'log'), 'utf8').match(/is announced|announcement stays/g)?.length ?? 0;
    const before = told();
    this.#process.kill('SIGUSR1');
    const until = Date.now() + START_LIMIT_MS;
    while (told() === before) {
      if (Date.now() > until) throw new Error(`the settings were not read again:\n${this.log()}`);
      await sleep(20);
    }
  }

  /** Runs another command of the program on the same data. */
  command(...words) {
    return spawnSync(this.#program, [...words, '--config', this.#config], { encoding: 'utf8' });
  }

  /** Every route that the program serves: `{method, path, access}`. */
  routes() {
    const { stdout } = spawnSync(this.#program, ['routes', '--json'], { encoding: 'utf8' });
    return JSON.parse(stdout);
  }

  /** The last lines it logged. */
  log() {
    return this.#logSince(0).split('\n').slice(-LOG_LINES).join('\n');
  }

  /** The content of the log after this many bytes. */
  #logSince(bytes) {
    return readFileSync(join(this.#folder, 'log')).subarray(bytes).toString();
  }

  /** JSON of the sandbox. */
  async json(path) {
    const answer = await fetch(this.url + path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  }

  /** Moves the sandbox's clock forward, as somebody other than the parent under test does. */
  async moveClock(minutes) {
    const page = await fetch(`${this.url}/sandbox`);
    const cookie = page.headers.getSetCookie()[0].split(';')[0];
    const csrf = (await page.text()).match(/name="csrf" value="([^"]+)"/)[1];
    const body = new URLSearchParams({ csrf, minutes: String(minutes) });
    const answer = await fetch(`${this.url}/sandbox/clock`, { method: 'POST', redirect: 'manual', headers: { cookie }, body });
    if (answer.status !== 303) throw new Error(`the clock did not move: ${answer.status}`);
  }

  /** The cases of the sandbox for the portal. */
  async cases() {
    const cases = await this.json('/sandbox/cases.json');
    return cases.filter((one) => one.channel === 'portal');
  }

  /** Where the sandbox's platforms stand, to whose pages a browser is led. */
  async platforms() {
    const platforms = Object.values(await this.json('/sandbox/platforms.json'));
    return platforms.map(({ base_url: url }) => new URL(url).origin);
  }

  /** The case of this name. */
  async case(name) {
    const cases = await this.cases();
    const found = cases.find((one) => one.case === name);
    if (!found) throw new Error(`no case ${name} among ${cases.map((one) => one.case).join(', ')}`);
    return found;
  }

  /** The code that the picture of this challenge shows. */
  async pictureCode(challenge) {
    const outbox = await this.json('/sandbox/outbox.json');
    const message = outbox.findLast((one) => one.kind === 'picture_code' && one.to === challenge);
    if (!message) throw new Error('the picture code is not in the outbox');
    return message.code;
  }

  /** The code that was sent to this mobile last. */
  async smsCode(mobile) {
    const outbox = await this.json('/sandbox/outbox.json');
    const message = outbox.findLast((one) => one.kind === 'sms' && one.to === mobile);
    if (!message) throw new Error('no code was sent to that mobile');
    return message.code;
  }

  /** How many codes were sent to this mobile. */
  async smsCount(mobile) {
    const outbox = await this.json('/sandbox/outbox.json');
    return outbox.filter((one) => one.kind === 'sms' && one.to === mobile).length;
  }

  /**
   * A paper as JPEG. One drawing of each kind serves all families and all tests of one build: drawing it takes most of a second,
   * and its content is tested where it is drawn.
   */
  async paper(path) {
    const kind = path.split('/').at(-1);
    if (!this.#papers.has(kind)) this.#papers.set(kind, await this.#drawn(kind, path));
    return this.#papers.get(kind);
  }

  /** Cached next to the program, until that is rebuilt. */
  async #drawn(kind, path) {
    const folder = join(dirname(this.#program), 'papers-for-tests');
    const kept = join(folder, kind);
    const age = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (age(kept) > age(this.#program)) return readFileSync(kept);
    const drawing = await this.#draw(path);
    mkdirSync(folder, { recursive: true });
    // Other processes draw the same now: nobody must read half a file.
    writeFileSync(`${kept}.${process.pid}`, drawing);
    renameSync(`${kept}.${process.pid}`, kept);
    return drawing;
  }

  async #draw(path) {
    const answer = await fetch(new URL(path, this.url));
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }
}

/** The program that a variable names; `cargo xtask test` sets it. */
export function programOf(variable) {
  const program = process.env[variable];
  if (!program) throw new Error(`${variable} names no program: run these tests by \`cargo xtask test\``);
  return program;
}

function configOf(folder, port, databaseUrl) {
  return `\
[server]
listen = "127.0.0.1:${port}"

[data]
folder = ${JSON.stringify(join(folder, 'data'))}
database_url = ${JSON.stringify(databaseUrl)}
keys_file = ${JSON.stringify(join(folder, 'keys', 'daiban.keys'))}

[sandbox]
enabled = true
listen = "127.0.0.1:0"
drawn_families = ${FAMILIES}

[log]
filter = "info"
`;
}

/** Below the ports that the system gives to connections: one of those would often be taken again before the service has it. */
async function freePort() {
  for (;;) {
    const port = randomInt(...PORTS);
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
