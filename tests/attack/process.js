// What a process takes of the machine, as reported by the kernel.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SAMPLED_EVERY_MS = 20;
/** Resets the kernel's peak of memory (proc(5), `clear_refs`). */
const FORGET_PEAK = '5';

/** Memory and threads of a process now. `peak_mb`: the most memory since `Watch` began, or since the process started. */
export function takes(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1');
  const number = (name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1]);
  return { memory_mb: number('VmRSS') / 1024, peak_mb: number('VmHWM') / 1024, threads: number('Threads') };
}

/** Watches a process from now on. */
export class Watch {
  #pid;
  #timer;
  #threads;

  /** `most_mb`: beyond this the process is killed, because the machine is not under test. */
  constructor(service, { most_mb = Infinity } = {}) {
    this.#pid = service.pid;
    writeFileSync(`/proc/${this.#pid}/clear_refs`, FORGET_PEAK);
    this.before = takes(this.#pid);
    this.#threads = this.before.threads;
    this.#timer = setInterval(() => this.#look(most_mb), SAMPLED_EVERY_MS);
  }

  #look(most_mb) {
    if (!existsSync(`/proc/${this.#pid}/status`)) return this.stop();
    const { memory_mb, threads } = takes(this.#pid);
    this.#threads = Math.max(this.#threads, threads);
    if (memory_mb <= most_mb) return undefined;
    process.kill(this.#pid, 'SIGKILL');
    return this.stop();
  }

  /** The figures so far, in whole megabytes. */
  get figures() {
    const { memory_mb, peak_mb, threads } = takes(this.#pid);
    const before_mb = Math.round(this.before.memory_mb);
    const most_mb = Math.round(peak_mb);
    return {
      before_mb,
      peak_mb: most_mb,
      growth_mb: most_mb - before_mb,
      now_mb: Math.round(memory_mb),
      threads_before: this.before.threads,
      threads_peak: Math.max(this.#threads, threads),
    };
  }

  stop() {
    clearInterval(this.#timer);
  }
}
