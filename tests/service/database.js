// Our own databases on the PostgreSQL that the task runner provides.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** Creates an empty database and returns its address. */
export function makeDatabase() {
  const server = process.env.DAIBAN_TEST_POSTGRES;
  if (!server) {
    throw new Error('DAIBAN_TEST_POSTGRES names no PostgreSQL: run these tests by `cargo xtask test`');
  }
  const name = `daiban_${randomBytes(6).toString('hex')}`;
  const made = spawnSync('psql', [server, '--quiet', '--command', `create database ${name}`], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`cannot make a database: ${made.stderr ?? made.error}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
