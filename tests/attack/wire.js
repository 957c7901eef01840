// A bare connection: what is sent, and when, is up to the test.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import { HOME } from './visitor.js';

/** How much is sent at once, so that the count of what was read means something. */
export const PIECE_BYTES = 16 * 1024;

const ESTABLISHED = '01';

export class Wire {
  /** The connections that are not closed yet. */
  static #open = new Set();
  /** Bytes that the system accepted from us; some of them may still wait in its buffers. */
  sent_bytes = 0;
  /** When the first byte of an answer came, or null. */
  answered_at = null;
  answer = '';
  isClosed = false;

  /** Connects from this address. `reads`: whether the answer is ever read. */
  static async open(service, { from = HOME, reads = true } = {}) {
    const { hostname, port } = new URL(service.url);
    const socket = connect({ host: hostname, port: Number(port), localAddress: from, noDelay: true });
    const wire = new Wire(socket, { from, port: Number(port), reads });
    await once(socket, 'connect');
    wire.port = socket.localPort;
    return wire;
  }

  /**
   * Resets what a test left open, however it ended: a connection that nobody reads would never notice that the service is gone.
   */
  static resetAll() {
    for (const wire of Wire.#open) wire.reset();
  }

  constructor(socket, { from, port, reads }) {
    this.socket = socket;
    this.from = from;
    this.service_port = port;
    // Some tests wait for the service to reset a connection, so that is no fault of the test.
    socket.on('error', () => {});
    Wire.#open.add(this);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        Wire.#open.delete(this);
        this.isClosed = true;
        resolve('closed');
      });
    });
    if (!reads) {
      socket.pause();
      return;
    }
    this.firstByte = new Promise((resolve) => socket.once('data', () => resolve('answered')));
    socket.on('data', (piece) => {
      this.answered_at ??= performance.now();
      this.answer += piece.toString('latin1');
    });
  }

  /** The status of the answer, once it has begun; null before. */
  get status() {
    const status = this.answer.match(/^HTTP\/1\.1 (\d{3})/)?.[1];
    return status === undefined ? null : Number(status);
  }

  /** Sends; true once the system has accepted everything, false if the connection ended first. */
  async send(bytes) {
    if (this.isClosed || this.socket.destroyed) return false;
    const taken = new Promise((resolve) => this.socket.write(bytes, (error) => resolve(!error)));
    const done = (await Promise.race([taken, this.closed])) === true;
    if (done) this.sent_bytes += bytes.length;
    return done;
  }

  /** What the service itself has read of what was sent, without what waits in the buffers of both ends. */
  get taken_bytes() {
    return this.sent_bytes - this.waiting_bytes;
  }

  /** What the system still holds of what was sent. */
  get waiting_bytes() {
    const here = `${hex(this.from)}:${hexPort(this.port)}`;
    const there = `${hex(HOME)}:${hexPort(this.service_port)}`;
    let waiting_bytes = 0;
    for (const { local, remote, unsent_bytes, unread_bytes } of connections()) {
      if (local === here && remote === there) waiting_bytes += unsent_bytes;
      if (local === there && remote === here) waiting_bytes += unread_bytes;
    }
    return waiting_bytes;
  }

  /** Ends the connection like a phone that loses its line: no orderly shutdown, a reset. */
  reset() {
    // Node neither resets nor closes a socket that is about to shut down, and then never ends (libuv: EINVAL for a pending
    // shutdown).
    if (this.socket.writableEnded) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }
}

/** How many connections from this address the service holds open. */
export function heldFrom(service, from) {
  const there = `${hex(HOME)}:${hexPort(Number(new URL(service.url).port))}`;
  return [...connections()].filter((one) => one.local === there && one.state === ESTABLISHED && one.remote.startsWith(`${hex(from)}:`)).length;
}

/** The connections of this machine, as the kernel lists them. */
function* connections() {
  for (const line of readFileSync('/proc/net/tcp', 'latin1').split('\n').slice(1)) {
    const [, local, remote, state, queues] = line.trim().split(/\s+/);
    if (!queues) continue;
    const [unsent_bytes, unread_bytes] = queues.split(':').map((text) => Number.parseInt(text, 16));
    yield { local, remote, state, unsent_bytes, unread_bytes };
  }
}

function hex(address) {
  return address
    .split('.')
    .reverse()
    .map((part) => Number(part).toString(16).padStart(2, '0').toUpperCase())
    .join('');
}

function hexPort(port) {
  return port.toString(16).padStart(4, '0').toUpperCase();
}
