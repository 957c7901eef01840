// The previews run whole journeys in a browser; the sandbox plays the host by its buttons, and papers are laid before the camera. Every
// request stays with the service.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { opened } from '../browser/opening.js';
import { DIST } from './built.js';
import { Film } from './film.js';
import { Parent } from './parent.js';

// The service under test begins in another folder than that of the code.
process.env.DAIBAN__SANDBOX__PREVIEWS_FOLDER = DIST;

const film = new Film();
const { service, browser } = opened({ film: film.path });
after(() => film.remove());

async function parent(family, channel, host, lang) {
  const page = await browser.page({ lang });
  const one = new Parent(page, await service.case(family), { channel, host, film });
  await one.open();
  if (lang === 'en') await one.at('language').click();
  return one;
}

const ALIKE = [
  ['an ID card', 'family-01', 'submits'],
  ['a booklet whose householder applies', 'family-02', 'submits'],
  ['a booklet of another householder', 'family-03', 'submits'],
  ['a newborn with the default picture', 'family-08', 'submits'],
  ['a name with a dot', 'family-22a', 'submits'],
  ['a child who is not insured', 'family-18a', 'refused:not_insured'],
];

/** Others of the same kind, for the second channel: a child has one living application. */
const TWINS = { 'family-01': 'family-16g', 'family-02': 'family-05', 'family-03': 'family-04', 'family-08': 'family-09a', 'family-22a': 'family-22b' };

/** What an application may cost, from the home page to the receipt, the log-in and its proofs included. */
const MOST = { taps: 55, typed: 100, pages: 22 };

function cheap({ channel, family, taps, typed, pages }) {
  const costs = { taps, typed, pages: pages.length };
  console.log(`count: ${channel}, ${family.case}: ${taps} taps, ${typed} characters, ${pages.length} pages: ${pages.join(' ')}`);
  for (const [what, most] of Object.entries(MOST)) assert.ok(costs[what] <= most, `${costs[what]} ${what}`);
}

for (const [channel, hosts] of [
  ['jingtong', ['wechat', 'alipay', 'baidu']],
  ['yikatong', ['wechat']],
]) {
  ALIKE.forEach(([what, family, end], at) => {
    const host = hosts[at % hosts.length];
    const twin = channel === 'yikatong' && end === 'submits' ? TWINS[family] : family;
    test(`${channel} in ${host}: ${what}`, async () => {
      const one = await parent(twin, channel, host, at % 2 === 0 ? 'zh-CN' : 'en');
      await one.begin();
      assert.equal(await one.walk(), end, one.seen.join(' '));
      if (at === 0) cheap(one);
      if (end === 'submits') assert.match(await one.at('receipt').innerText(), /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/);
      await one.page.context().close();
    });
  });
}
