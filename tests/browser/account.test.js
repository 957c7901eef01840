// The account: what is shown of it, and what its forms really do.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const OTHER = '[data-session-row=other]';

describe('the account', () => {
  const { service, browser } = opened();
  const pathOf = (page) => new URL(page.url()).pathname;

  async function loggedIn(name, options = {}) {
    const parent = new Parent(await browser.page(options), service, await service.case(name), options);
    await parent.logIn();
    return parent;
  }

  for (const javaScript of [true, false]) {
    it(`ends the log-in of one other browser and of all, ${javaScript ? 'with' : 'without'} script`, async () => {
      const name = javaScript ? 'family-01' : 'family-02';
      const { page } = await loggedIn(name, { javaScript });
      const others = [await loggedIn(name), await loggedIn(name), await loggedIn(name)];
      await page.goto('/account');
      assert.equal(await page.locator('[data-session-row=current]').count(), 1);
      assert.equal(await page.locator(OTHER).count(), 3);
      await turned(page, () => page.locator(`${OTHER} form[action="/account/end-session"] button`).first().click());
      assert.equal(await page.locator('main .flash').count(), 1);
      assert.equal(await page.locator(OTHER).count(), 2);
      const open = async () => {
        let open = 0;
        for (const other of others) {
          await other.page.goto('/account');
          open += Math.min(1, await other.page.locator('[data-session-row]').count());
        }
        return open;
      };
      assert.equal(await open(), 2, 'exactly that browser is logged out');
      await page.goto('/account');
      await turned(page, () => page.locator('form[action="/account/end-others"] button').click());
      assert.equal(await page.locator('[data-others]').getAttribute('data-others'), '0');
      assert.equal(await open(), 0);
    });
  }

  it('never offers to unlink the last way, and refuses a form that tries', async () => {
    const { page } = await loggedIn('family-03');
    await page.goto('/account');
    const way = page.locator('[data-way=password]');
    assert.equal(await way.count(), 1);
    assert.equal(await way.locator('form').count(), 0);
    const csrf = await page.locator('main [name=csrf]').first().inputValue();
    const answer = await page.request.post('/account/unlink', { form: { csrf, way: '00000000-0000-0000-0000-000000000000' } });
    assert.equal(answer.status(), 404, 'a way of nobody');
    await page.goto('/account');
    assert.equal(await way.count(), 1);
  });

  it('shows proofs with their dates and no whole number', async () => {
    const { page, known } = await loggedIn('family-04');
    await page.goto('/account');
    for (const kind of ['phone', 'real_name']) {
      assert.match(await page.locator(`[data-proof=${kind}]`).innerText(), /\d{4}年\d{1,2}月\d{1,2}日/, kind);
    }
    const text = await page.locator('main').evaluate((main) => main.textContent);
    for (const secret of [known.agent.mobile, known.agent.id_number]) assert.ok(!text.includes(secret));
  });

  it('takes a consent back: the draft is no longer ticked, and no register is asked', async () => {
    const parent = await loggedIn('family-05');
    const { page } = parent;
    await parent.begin();
    await parent.answer({ until: 'agent' });
    const draft = page.url();
    await page.goto('/account');
    const rows = page.locator('[data-consent]:has(form)');
    assert.equal(await rows.count(), 3);
    const lookup = rows.filter({ hasText: '访问授权' });
    assert.equal(await lookup.count(), 1, await rows.allInnerTexts().then(String));
    const id = await lookup.getAttribute('data-consent');
    await turned(page, () => lookup.locator('form button').click());
    assert.equal(await page.locator('main .flash').count(), 1);
    assert.equal(await page.locator(`[data-consent="${id}"] form`).count(), 0);
    await page.goto(draft.replace(/\/[a-z_]+(\?.*)?$/, '/disclaimer'));
    assert.equal(await page.locator('[name="consent.lookup"]').isChecked(), false);
    assert.equal(await page.locator('[name="consent.disclaimer"]').isChecked(), true);
    // The next step cannot be reached around it: nothing is looked up until it is given again.
    await page.goto(draft);
    await page.goto(draft.replace(/\/[a-z_]+(\?.*)?$/, '?go=on'));
    assert.equal(await parent.step(), 'disclaimer');
    await page.locator('[name="consent.lookup"]').check({ force: true });
    await parent.next();
    assert.deepEqual(await parent.problems(), []);
    await page.goto('/account');
    assert.equal(await page.locator('[data-consent]:has(form)').count(), 3, 'given again, as another one');
  });

  it('asks who somebody is before the password or the mobile is changed', async () => {
    const { page } = await loggedIn('family-06');
    await page.goto('/account/password');
    const proveFirst = page.locator('a[data-prove-first]');
    assert.equal(await proveFirst.getAttribute('href'), '/prove/real-name?to=/account/password');
    assert.equal(await page.locator('form[data-change-password]').count(), 0);
    await page.goto('/account');
    const mobile = await page.locator('a[data-change-mobile]').getAttribute('href');
    assert.ok(mobile.startsWith('/prove/real-name?to='), mobile);
    assert.equal(pathOf(page), '/account');
  });
});
