// What the attacks share: a service of their own, parents who are in the middle of an application, figures that are told.

import { Service } from '../service/service.js';
import { Visitor } from './visitor.js';
import { Wire } from './wire.js';

/** The step at which a parent can add a picture of the own card, and that picture. */
const STEP = 'agent';
const MATERIAL = 'agent_id_portrait';

/** Runs `body` against a service of its own, which is gone afterwards whatever happened. */
export async function onService(body) {
  const service = await Service.start();
  try {
    await body(service);
  } finally {
    Wire.resetAll();
    await service.remove();
  }
}

/** Cases of accounts of their own whose children the register knows. */
export async function ownCases(service) {
  const accounts = new Set();
  return (await service.cases()).filter(({ expect, agent }) => {
    const isFirst = !accounts.has(agent.username);
    accounts.add(agent.username);
    return expect === 'submits' && agent.mobile && isFirst;
  });
}

/** Parents who are logged in and have a draft open, each with the slot that takes a picture of them. */
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

/** An ordinary picture into a slot; how long the service took for it, and what it said. */
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

/** Tells what was measured, one line a test. */
export function figure(what, figures) {
  console.log(`figure: ${what}: ${Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(', ')}`);
}
