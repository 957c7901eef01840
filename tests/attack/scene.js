// What the attacks share: a service of their own, parents in the middle of an application, figures that are printed.

import { Service } from '../service/service.js';
import { Visitor } from './visitor.js';
import { Wire } from './wire.js';

/** The step at which a parent can add a picture of their own card, and that picture. */
const STEP = 'agent';
const MATERIAL = 'agent_id_portrait';

/** Runs `body` against its own service, which is removed afterwards whatever happens. */
export async function onService(body) {
  const service = await Service.start();
  try {
    await body(service);
  } finally {
    Wire.resetAll();
    await service.remove();
  }
}

/** Cases with an account of their own whose children the registry knows. */
export async function ownCases(service) {
  const accounts = new Set();
  return (await service.cases()).filter(({ expect, agent }) => {
    const isFirst = !accounts.has(agent.username);
    accounts.add(agent.username);
    return expect === 'submits' && agent.mobile && isFirst;
  });
}

/** Parents who are logged in and have a draft open, each with a slot for a picture. */
export async function parents(service, count) {
  const cases = (await ownCases(service)).slice(0, count);
  return Promise.all(
    cases.map(async (known) => {
      const visitor = new Visitor(service, known);
      await visitor.logIn();
      await visitor.reach(STEP);
      return { visitor, slot: await visitor.slot(STEP, MATERIAL) };
    }),
  );
}

/** Uploads an ordinary picture into a slot; returns how long the service took, and its status. */
export async function upload({ visitor, slot }, picture, { within_ms = 120_000 } = {}) {
  const body = new FormData();
  body.append(slot.material, new File([picture], 'picture.jpg', { type: 'image/jpeg' }));
  const began = performance.now();
  const headers = { 'x-csrf-token': slot.token };
  const { status } = await visitor.open(slot.path, { method: 'POST', body, headers, follow: false, within_ms });
  return { status, took_ms: Math.round(performance.now() - began) };
}

/** The picture that any parent would add. */
export async function ordinary(service, { visitor }) {
  return service.paper(visitor.known.papers[MATERIAL]);
}

/** Prints what was measured, one line per test. */
export function figure(what, figures) {
  console.log(`figure: ${what}: ${Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(', ')}`);
}
