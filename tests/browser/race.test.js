// Two parents of one child submit at the same moment, through two processes on one PostgreSQL: one of them wins.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Service } from '../service/service.js';
import { Browser } from './browser.js';
import { hurry } from './hurry.js';
import { Parent } from './parent.js';

test('a child has one live application, whichever process a parent speaks to', async () => {
  const first = await Service.start({ database: 'postgres' });
  const second = await first.beside();
  const browsers = [await Browser.open(first), await Browser.open(second)];
  try {
    const parents = [];
    for (const [place, name] of ['family-19a', 'family-19b'].entries()) {
      const service = [first, second][place];
      const parent = new Parent(await browsers[place].page(), service, await service.case(name));
      await parent.logIn();
      await parent.begin();
      await hurry(parent, 'review');
      await parent.fill();
      parents.push(parent);
    }
    await Promise.all(parents.map((parent) => parent.next()));
    const outcomes = await Promise.all(parents.map((parent) => parent.outcome()));
    const won = outcomes.filter((outcome) => outcome.receipt);
    const lost = outcomes.filter((outcome) => outcome.refusal);
    assert.equal(won.length, 1, JSON.stringify(outcomes));
    assert.deepEqual(lost.map((outcome) => outcome.refusal), ['live_application']);
    const words = await parents[outcomes.indexOf(lost[0])].page.locator('main').innerText();
    assert.ok(!words.includes(parents[outcomes.indexOf(won[0])].known.agent.name), 'not whose');

    // Once the winner takes it back, the other one continues with what was entered.
    const winner = parents[outcomes.indexOf(won[0])];
    await winner.page.goto(winner.page.url().replace('/receipt', ''));
    await winner.page.locator('form[action$="/take-back"] button').click();
    await winner.page.waitForURL(/review\?note=taken-back/);
    const loser = parents[outcomes.indexOf(lost[0])];
    await loser.goOn();
    assert.ok((await loser.answer()).receipt, `no receipt at ${loser.page.url()}`);
  } finally {
    for (const browser of browsers) await browser.close();
    await second.remove();
    await first.remove();
  }
});
