// Lighthouse scores of the pages that a parent meets first: home, log-in, a step, check-your-answers, on a phone. They depend on
// the machine, so no test asserts them. Exit code 1 if a score is under what we want.

import lighthouse from 'lighthouse';

import { Browser } from '../browser/browser.js';
import { Parent } from '../browser/parent.js';
import { Service } from '../service/service.js';

const DEBUGGING_PORT = 9333;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
/** Each of these must be 100; best practices are shown next to them. */
const WANTED = ['performance', 'accessibility'];
const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];

const service = await Service.start();
const browser = await Browser.open(service, { debuggingPort: DEBUGGING_PORT });
let short = 0;
try {
  const { step, review, cookie } = await openApplication();
  for (const [name, path, headers] of [
    ['home', '/', {}],
    ['log-in', '/login', {}],
    ['a step', step, { Cookie: cookie }],
    ['check your answers', review, { Cookie: cookie }],
  ]) {
    await measure(name, service.url + path, headers);
  }
} finally {
  await browser.close();
  await service.remove();
}
process.exitCode = short > 0 ? 1 : 0;

async function measure(name, url, extraHeaders) {
  const { lhr } = await lighthouse(url, {
    port: DEBUGGING_PORT,
    output: 'json',
    logLevel: 'error',
    onlyCategories: CATEGORIES,
    extraHeaders,
    disableStorageReset: true,
  });
  if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.message}`);
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${name}: led on to ${lhr.finalDisplayedUrl}`);
  const scores = CATEGORIES.map((id) => [id, Math.round(lhr.categories[id].score * 100)]);
  const metrics = METRICS.map((id) => `${id} ${lhr.audits[id].displayValue}`);
  console.log(`${name}: ${scores.map(([id, score]) => `${id} ${score}`).join(', ')} (${metrics.join(', ')})`);
  for (const [id, score] of scores) {
    if (score === 100) continue;
    if (WANTED.includes(id)) short += 1;
    for (const { id: audit, weight } of lhr.categories[id].auditRefs) {
      const { score: part, title, details } = lhr.audits[audit];
      if (weight > 0 && part !== null && part < 1) console.log(`  ${audit} ${part}: ${title} ${JSON.stringify(details?.items?.slice(0, 3) ?? '')}`);
    }
  }
}

/** A father who has reached check-your-answers: the addresses of a page with documents and of the summary, and his cookie. */
async function openApplication() {
  const page = await browser.page();
  const father = new Parent(page, service, await service.case('family-02'));
  await father.logIn();
  await father.begin();
  await father.answer({ until: 'review' });
  const review = new URL(page.url()).pathname;
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { step: review.replace('/review', '/papers'), review, cookie };
}
