// What most suites begin and end with: one service and one browser connected to it.

import { after, before } from 'node:test';

import { Service } from '../service/service.js';
import { Browser } from './browser.js';

/** The service and the browser of the suite that calls this: started before its first test, removed after its last. */
export function opened() {
  const service = new Service();
  const browser = new Browser(service);
  before(async () => {
    await service.first();
    await browser.launch();
  });
  after(async () => {
    await browser.close().finally(() => service.remove());
  });
  return { service, browser };
}
