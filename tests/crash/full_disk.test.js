// On a full disk a parent can still read. Nothing is reported as saved that is not, and everything works again once there is
// room.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { Service } from '../service/service.js';
import { Client } from './client.js';

const ADDRESS = 'residence.address';
/** The last use of a log-in is stored once a minute: by then it is due. */
const LATER_MIN = 2;

/** From now on no file of the process may be larger than this; the kernel refuses more, as a full disk does. */
function letWrite(service, bytes) {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(service.pid), `--fsize=${bytes}:`], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

test('what is only read is shown on a full disk', async () => {
  const service = new Service();
  try {
    await service.first();
    await service.stop();
    // Without this the signal that comes with the refusal ends the process.
    await service.begin({ before: 'trap "" XFSZ' });
    const client = new Client(service, await service.case('family-01'));
    await client.logIn();
    await client.reach('supplement');
    const page = await client.pageWith('supplement', ADDRESS);
    await service.moveClock(LATER_MIN);

    letWrite(service, 0);
    for (const path of ['/', '/applications', `/applications/${client.draft}`]) {
      const { status } = await client.open(path);
      assert.equal(status, 200, path);
    }
    assert.equal(await client.save(page, ADDRESS, '团结湖路1号院1号楼'), false);

    letWrite(service, 'unlimited');
    assert.equal(await client.save(page, ADDRESS, '团结湖路2号院2号楼'), true);
    const again = await client.again(page);
    assert.equal(client.valueIn(again, ADDRESS), '团结湖路2号院2号楼');
  } finally {
    await service.remove();
  }
});
