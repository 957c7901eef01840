// What most suites begin and end with: one service and one browser connected to it.

import { after, before } from 'node:test';

import { Service } from '../service/service.js';
import { Browser } from './browser.js';

/** The service and the browser, as `wanted`, of the suite that calls this: started before its first test, removed after its last. */
export function opened(wanted) {
  const service = new Service();
  const browser = new Browser(service);
  before(async () => {
    await service.first();
    await browser.launch(wanted);
  });
  after(async () => {
    await browser.close().finally(() => service.remove());
  });
  return { service, browser };
}
