// A journey over a network that breaks off, forgets answers and goes away, by a parent who taps twice: nothing typed is lost,
// nothing is done twice, and what can go on by itself does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { opened } from '../browser/opening.js';
import { DIST } from './built.js';
import { Parent } from './parent.js';

process.env.DAIBAN__SANDBOX__PREVIEWS_FOLDER = DIST;

const { service, browser } = opened();
const API = '**/api/v1';

/** Requests that reach the service, by the end of their address. */
const sent = (page, method, end) => {
  const all = [];
  page.on('request', (request) => {
    if (request.method() === method && new URL(request.url()).pathname.endsWith(end)) all.push(request.url());
  });
  return all;
};

/** The next two tries of this: one that never arrives, one whose answer gets lost. The service has it then. */
async function breaksOff(page, pattern, method) {
  let tries = 0;
  await page.route(pattern, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    tries += 1;
    if (tries === 1) return route.abort('connectionreset');
    if (tries === 2) {
      await route.fetch();
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  return { tries: () => tries, over: () => page.unroute(pattern) };
}

test('a journey over a weak network, with two taps for one', async () => {
  const page = await browser.page();
  const family = await service.case('family-07');
  const one = new Parent(page, family, { channel: 'jingtong', paper: (path) => service.paper(path) });
  const twice = (id) => one.at(id).dblclick({ delay: 0 });
  const until = async (place) => assert.equal(await one.walk(async (now) => now === place), 'stopped', one.seen.join(' '));
  const away = (isAway) => page.context().setOffline(isAway);
  await one.open();

  await twice('to-section');
  await one.logIn();
  assert.equal(await page.locator('.taro_page').count(), 2, 'two taps open one page');
  const begun = sent(page, 'POST', '/applications');
  await twice('apply');
  await one.stepped();
  assert.equal(begun.length, 1, 'two taps begin one application');

  // A save of which the first try breaks off, and of the second the answer is lost.
  await until('eligibility/eligibility');
  await one.fill();
  const save = await breaksOff(page, `${API}/applications/*/steps/eligibility`, 'PUT');
  await twice('next');
  await one.at('step-agent').waitFor();
  assert.equal(save.tries(), 3, 'sent until an answer came, and not again for the second tap');
  await save.over();

  // A network that is away for longer: what was typed stays, and one tap sends it once there is a network again.
  await until('residence/residence');
  await one.fill();
  const address = one.at('input-residence.address');
  await address.fill(`${family.answers['residence.address']}乙`);
  await away(true);
  await one.at('next').click();
  await one.at('trouble').waitFor();
  assert.equal(await address.inputValue(), `${family.answers['residence.address']}乙`);
  await away(false);
  await one.at('again').click();
  await one.at('step-collection').waitFor();
  await one.at('back').click();
  assert.equal(await address.inputValue(), `${family.answers['residence.address']}乙`, 'saved');

  // The session ends while something is typed.
  await address.fill(family.answers['residence.address']);
  const kept = await page.evaluate(() => Object.entries(localStorage).find(([name]) => name.endsWith('.session'))[1]);
  const { token } = JSON.parse(JSON.parse(kept).data);
  const ended = await fetch(`${service.url}/api/v1/session`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
  assert.equal(ended.status, 204);
  await one.at('next').click();
  await one.at('log-in-again').click();
  await one.at('log-in').click();
  await one.showFace();
  await one.at('step-residence').waitFor();
  assert.equal(await address.inputValue(), family.answers['residence.address'], 'what was typed is there after the log-in');
  await one.at('next').click();
  await one.at('step-collection').waitFor();

  // An upload that breaks off goes on by itself; one that cannot is kept until it can.
  await until('card_papers/booklet_pages');
  const [first, second] = await page.locator('[id^="camera-"]:visible').evaluateAll((all) => all.map((one) => one.id.slice(7)));
  const upload = await breaksOff(page, `${API}/applications/*/materials/${first}`, 'PUT');
  // At once: a later second tap would hit the host's dialogue.
  await one.at(`camera-${first}`).evaluate((button) => [button, button].map((each) => each.click()));
  await choose(first);
  await one.at(`there-${first}`).waitFor();
  assert.equal(upload.tries(), 3);
  await upload.over();
  if (second) {
    await one.at(`camera-${second}`).click();
    await away(true);
    await choose(second);
    await one.at(`retry-${second}`).waitFor();
    await away(false);
    await one.at(`retry-${second}`).click();
    await one.at(`there-${second}`).waitFor();
  }

  // The application is handed in once, however often it is sent and tapped.
  await until('review/whole');
  await one.fill();
  const submission = await breaksOff(page, `${API}/applications/*/submission`, 'POST');
  await twice('next');
  await one.at('receipt').waitFor();
  assert.equal(submission.tries(), 3);
  const told = (await service.json('/sandbox/outbox.json')).filter((message) => message.template === 'submitted');
  assert.equal(told.length, 1, 'one message for one application');
  await one.at('done').click();
  await one.at('to-mine').click();
  await page.locator('[id^="mine-"]:visible').first().waitFor();
  assert.equal(await page.locator('[id^="mine-"]:visible').count(), 1, 'one application');

  async function choose(material) {
    const buffer = await service.paper(family.papers[material]);
    await page.locator('#native-file').setInputFiles({ name: 'paper.jpg', mimeType: 'image/jpeg', buffer });
  }
});
