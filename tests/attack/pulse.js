// Requests /healthz all the time from its own thread, so that the work of the test itself delays no request.

import { request } from 'node:http';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const ASKED_EVERY_MS = 50;
/** An answer later than this counts as this late. */
const GIVEN_UP_MS = 20_000;
const OPEN_AT_MOST = 200;

export class Pulse {
  #worker;

  /** Sends a request every 50 ms from now on, whether or not the one before was answered. */
  static async begin(service) {
    const pulse = new Pulse();
    pulse.#worker = new Worker(new URL(import.meta.url), { workerData: { url: `${service.url}/healthz` } });
    await new Promise((resolve) => pulse.#worker.once('message', resolve));
    // A test that fails midway does not wait for it.
    pulse.#worker.unref();
    return pulse;
  }

  /** Ends and returns how long answers took, in ms. Waits for answers that are still open. */
  async end() {
    const told = new Promise((resolve) => this.#worker.once('message', resolve));
    this.#worker.postMessage('end');
    const { times_ms, lost } = await told;
    await this.#worker.terminate();
    times_ms.sort((one, other) => one - other);
    const at = (share) => Math.round(times_ms[Math.floor((times_ms.length - 1) * share)]);
    return { asked: times_ms.length, median_ms: at(0.5), max_ms: at(1), lost };
  }
}

if (!isMainThread && workerData?.url) {
  const times_ms = [];
  const open = new Set();
  let lost = 0;
  const ask = () => {
    if (open.size >= OPEN_AT_MOST) return;
    const began = performance.now();
    const asked = request(workerData.url, { agent: false }, (answer) => answer.resume().once('end', () => done(true)));
    const done = (isAnswered) => {
      if (!open.delete(asked)) return;
      lost += isAnswered ? 0 : 1;
      times_ms.push(isAnswered ? performance.now() - began : GIVEN_UP_MS);
    };
    open.add(asked);
    asked.once('error', () => done(false));
    asked.setTimeout(GIVEN_UP_MS, () => asked.destroy(new Error('too late')));
    asked.end();
  };
  const timer = setInterval(ask, ASKED_EVERY_MS);
  const first = setInterval(() => {
    if (times_ms.length === 0) return;
    clearInterval(first);
    parentPort.postMessage('begun');
  }, 5);
  ask();
  parentPort.once('message', async () => {
    clearInterval(timer);
    while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    parentPort.postMessage({ times_ms, lost });
  });
}
