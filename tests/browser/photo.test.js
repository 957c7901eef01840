// The child's photo: the picture made from it is the one on the card, and its frame moves by keys, pointer and buttons.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { middleOf, pinch } from './fingers.js';
import { hurry } from './hurry.js';
import { Keyboard } from './keyboard.js';
import { opened } from './opening.js';
import { Parent } from './parent.js';
import { turned } from './turned.js';

const CASE = 'family-01';
/** Its way to the photo is walked without script in without_script.test.js. */
const ANOTHER = 'family-02';
const PHOTO = 'card_photo';
const FORM = 'form[data-crop]';

describe('the card photo', () => {
  const { service, browser } = opened();
  /** One parent with script, whose photo is uploaded; each test begins where this parent is. */
  let mother;
  let page;
  let place;

  before(async () => {
    mother = await atPhoto(CASE);
    ({ page } = mother);
    place = await placeOf(page);
  });

  /** A parent at the page with the photo, which is uploaded. */
  async function atPhoto(name, { javaScript = true } = {}) {
    const parent = new Parent(await browser.page({ javaScript }), service, await service.case(name), { javaScript });
    await parent.logIn();
    await parent.begin();
    await hurry(parent, 'supplement');
    await reachPhoto(parent);
    return parent;
  }

  /** The page of the frame. */
  async function adjust() {
    await page.goto(place);
    await press(page, '[data-adjust]');
    return openFrame(page);
  }

  it('becomes the picture of the card as soon as it is there', async () => {
    assertForCard(await made(page));
  });

  it('is adjusted by keys alone', async () => {
    const before = await made(page);
    const first = await adjust();
    const area = page.locator('[data-crop-area]');
    await area.focus();
    for (const key of ['-', '-', '-', '-', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
    const smaller = await frame(page);
    assert.ok(smaller.width < first.width, 'minus makes the frame smaller');
    assert.ok(smaller.y > first.y, 'the arrow down moves it down');
    assert.deepEqual(await drawn(page), smaller, 'the drawing shows the frame of the form');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('+');
    const moved = await frame(page);
    assert.ok(moved.y < smaller.y && moved.width > smaller.width);
    const said = await page.locator('[data-crop-position]').textContent();
    assert.match(said, new RegExp(`${Math.floor((moved.width / (await picture(page))[0]) * 100)}%`));
    await page.locator(`${FORM} [data-primary]`).focus();
    await turned(page, () => page.keyboard.press('Enter'));
    const after = await made(page);
    assertForCard(after);
    assert.notDeepEqual(after, before, 'another part of the photo is another picture');
    await press(page, '[data-adjust]');
    assert.deepEqual(await openFrame(page), moved, 'the saved frame stands');
  });

  it('has buttons around the frame and the slot that keys reach, too', async () => {
    const keyboard = new Keyboard(page);
    await page.goto(place);
    await keyboard.press('[data-adjust]');
    await openFrame(page);
    await keyboard.to('[data-crop-area]');
    for (const [button, moved] of [
      ['right', (now, last) => now.x > last.x],
      ['down', (now, last) => now.y > last.y],
      ['smaller', (now, last) => now.width < last.width],
      ['larger', (now, last) => now.width > last.width],
    ]) {
      // First one step smaller, so that there is room to move.
      if (button === 'right') for (let step = 0; step < 3; step += 1) await page.keyboard.press('-');
      const last = await frame(page);
      await keyboard.to(`${FORM} [value=${button}]`);
      await page.keyboard.press('Space');
      assert.ok(moved(await frame(page), last), button);
      if (button === 'down') await slides(keyboard);
    }
    await keyboard.to(`${FORM} [value=reset]`);
    await page.keyboard.press('Enter');
    const suggested = (await page.locator(FORM).getAttribute('data-suggested')).split(',').map(Number);
    assert.deepEqual(Object.values(await frame(page)), suggested, 'back to automatic');
    await keyboard.press('main .buttons a');
    await page.locator('[data-adjust]').waitFor();
    await keyboard.handIn(PHOTO, await service.paper(mother.known.papers[PHOTO]));
    assertForCard(await made(page));
    await keyboard.press(`[value="remove:${PHOTO}"]`);
    assert.equal(await page.locator(`[data-slot=${PHOTO}][data-present]`).count(), 0, 'removed');
    await keyboard.handIn(PHOTO, await service.paper(mother.known.papers[PHOTO]));
    await page.locator('[data-adjust]').waitFor();
  });

  it('is adjusted by pointer, slider and buttons, and back to automatic', async () => {
    await adjust();
    await page.locator(`${FORM} [value=reset]`).click();
    const first = await frame(page);
    await page.locator('[data-crop-size]').fill(String(Math.round(first.width * 0.6)));
    const small = await frame(page);
    assert.equal(small.width, Math.round(first.width * 0.6));
    const middle = await middleOf(page);
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(middle[0] + 15, middle[1] + 20, { steps: 4 });
    await page.mouse.up();
    const dragged = await frame(page);
    assert.ok(dragged.x > small.x && dragged.y > small.y, 'it follows the pointer');
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(0, 0, { steps: 4 });
    await page.mouse.up();
    const corner = await frame(page);
    assert.equal(corner.width, small.width);
    assert.deepEqual([corner.x, corner.y], [0, 0], 'it stops at the edge of the photo');
    const ended = await page.locator(`${FORM} [aria-disabled=true]`).evaluateAll((buttons) => buttons.map((button) => button.value));
    assert.ok(ended.includes('left') && ended.includes('up') && !ended.includes('down'), `and its buttons say so: ${ended}`);
    await page.locator(`${FORM} [value=right]`).click();
    assert.ok((await frame(page)).x > 0);
    await pinch(page, await middleOf(page), [40, 20]);
    assert.ok((await frame(page)).width < small.width, 'fingers that close make it smaller');
    await pinch(page, await middleOf(page), [20, 40]);
    assert.ok((await frame(page)).width > small.width * 0.9, 'fingers that spread make it larger');
    await page.locator(`${FORM} [value=reset]`).click();
    assert.deepEqual(await frame(page), first);
    assert.match(page.url(), /\/crop$/, 'nothing was sent');
  });

  it('is moved to a face by one tap, wherever the face is', async () => {
    await adjust();
    const [wide, high] = await picture(page);
    for (const [across, down] of [[0.15, 0.4], [0.85, 0.4], [0.5, 0.15], [0.5, 0.85], [0.5, 0.4]]) {
      await page.locator(`${FORM} [value=reset]`).click();
      const area = await page.locator('[data-crop-area]').boundingBox();
      await page.locator('[data-crop-area]').click({ position: { x: area.width * across, y: area.height * down } });
      await assertAround(page, [wide * across, high * down]);
    }
    const face = [wide * 0.5, high * 0.4];
    const tapped = await frame(page);
    await page.locator(`${FORM} [value=smaller]`).click();
    await assertAround(page, face, 'a smaller frame keeps the face in its middle');
    assert.ok((await frame(page)).width < tapped.width);
  });

  it('is turned by quarters, and the frame goes with it', async () => {
    await page.goto(place);
    const before = await made(page);
    await adjust();
    await page.locator(`${FORM} [value=reset]`).click();
    const upright = await frame(page);
    const [wide, high] = await picture(page);
    for (const times of [1, 2, 3, 4]) {
      await page.locator(`${FORM} [value=turn_right]`).click();
      assert.equal(await turnsOf(page), times % 4);
      const sides = times % 2 ? [high, wide] : [wide, high];
      assert.equal(await page.locator('[data-crop-area]').getAttribute('viewBox'), `0 0 ${sides.join(' ')}`);
    }
    assert.deepEqual(await frame(page), upright, 'four turns are none');
    await page.locator(`${FORM} [value=turn_left]`).click();
    assert.equal(await turnsOf(page), 3);
    const lying = await drawn(page);
    await press(page, `${FORM} [data-primary]`);
    const after = await made(page);
    assertForCard(after);
    assert.notDeepEqual(after, before);
    await press(page, '[data-adjust]');
    assert.deepEqual(await openFrame(page), lying, 'the turn was saved with its frame');
    assert.equal(await turnsOf(page), 3);
    await page.locator(`${FORM} [value=turn_right]`).click();
    assert.equal(await turnsOf(page), 0);
    await press(page, `${FORM} [data-primary]`);
  });

  it('says when too few pixels are left, and what helps', async () => {
    await adjust();
    await page.locator(`${FORM} [value=reset]`).click();
    const hint = page.locator('[data-crop-blurred]');
    assert.equal(await hint.isVisible(), false);
    await page.locator('[data-crop-size]').fill('300');
    assert.equal(await hint.isVisible(), true);
    await press(page, `${FORM} [data-primary]`);
    assert.equal(await page.locator(`[data-slot=${PHOTO}] .slot__blurred`).isVisible(), true);
  });

  it('is not saved over a change from another window', async () => {
    await adjust();
    await page.locator(`${FORM} [value=reset]`).click();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await openFrame(other);
    await other.locator(`${FORM} [value=reset]`).click();
    await other.locator(`${FORM} [value=smaller]`).click();
    await press(other, `${FORM} [data-primary]`);
    await page.locator(`${FORM} [value=smaller]`).click();
    await page.locator(`${FORM} [value=smaller]`).click();
    const mine = await frame(page);
    await press(page, `${FORM} [data-primary]`);
    assert.equal(await page.locator('main').getAttribute('data-refusal'), 'stale');
    await press(page, 'main [role=alert] a');
    assert.deepEqual(await openFrame(page), mine, 'what was chosen here can still be had');
    await press(page, `${FORM} [data-primary]`);
    assert.doesNotMatch(page.url(), /\/crop/);
  });

  it('is handed in as it was adjusted, and then stays', async () => {
    await page.goto(place);
    await handIn(mother, await made(page));
    const application = page.url();
    await page.goto(`${application}/materials/${PHOTO}/crop`);
    assert.equal(page.url(), application, 'there is nothing left to adjust');
  });

  it('is adjusted without script, and is handed in as it was adjusted', async () => {
    const father = await atPhoto(ANOTHER, { javaScript: false });
    const { page } = father;
    const before = await made(page);
    await press(page, '[data-adjust]');
    const first = await frame(page);
    for (const button of ['smaller', 'smaller', 'down', 'right', 'up']) await press(page, `${FORM} [value=${button}]`);
    const moved = await frame(page);
    assert.ok(moved.width < first.width && moved.x > first.x);
    assert.deepEqual(await drawn(page), moved);
    // A photo that lies: turned, and the face tapped through the drawing. Each is a page that "back" leaves.
    await press(page, `${FORM} [value=turn_left]`);
    assert.equal(await turnsOf(page), 3);
    assert.notDeepEqual(await frame(page), moved);
    const face = page.locator(`${FORM} [name=face]`);
    const { width: across, height: down } = await face.boundingBox();
    const [wide, high] = await picture(page);
    for (const [left, top] of [[0.2, 0.5], [0.8, 0.5], [0.5, 0.25], [0.5, 0.8]]) {
      await turned(page, () => face.click({ position: { x: across * left, y: down * top } }));
      await assertAround(page, [wide * left, high * top]);
      await drawn(page);
    }
    assert.equal(await turnsOf(page), 3, 'a tap turns nothing');
    await press(page, `${FORM} [data-primary]`);
    const after = await made(page);
    assert.notDeepEqual(after, before);
    // What was tried and not saved changes nothing.
    await press(page, '[data-adjust]');
    await press(page, `${FORM} [value=larger]`);
    await page.locator('main .buttons a').click();
    assert.deepEqual(await made(page), after);
    await handIn(father, after);
  });
});

/** Moves the slider with the arrow keys. */
async function slides(keyboard) {
  const { page } = keyboard;
  await keyboard.to('[data-crop-size]');
  const { width } = await frame(page);
  for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  assert.ok((await frame(page)).width < width, 'the slider makes the frame smaller');
}

/** Answers up to the page with the photo, and uploads it. */
async function reachPhoto(parent) {
  await parent.reach(`[data-slot=${PHOTO}]`);
  const place = await placeOf(parent.page);
  await parent.upload(PHOTO);
  if (!parent.javaScript) {
    // The form itself carries the photo.
    await parent.next();
    await parent.page.goto(place);
  }
  await parent.page.locator('[data-adjust]').waitFor();
}

/** The address of the current page: a step by itself shows its first page with something to answer. */
async function placeOf(page) {
  const form = page.locator('main form[data-step]');
  return `${await form.getAttribute('action')}?page=${await form.locator('[name=page]').inputValue()}`;
}

/** Submits, and finds this picture and the part of the photo that it is made from on the page of the application. */
async function handIn(parent, expected) {
  const { page } = parent;
  const part = await madeFrom(page);
  const { receipt } = await parent.answer();
  assert.ok(receipt, `no receipt at ${page.url()}`);
  await page.goto(page.url().replace(/\/receipt.*/, ''));
  const printed = page.locator('[data-printed]');
  const [x, y, width, turns] = part;
  assert.deepEqual((await printed.getAttribute('viewBox')).split(' ').slice(0, 3), [x, y, width]);
  const turned = (await printed.locator('image').getAttribute('transform')) ?? '';
  assert.equal(turned.match(/rotate\((\d+)\)/)?.[1], turns && String(turns * 90));
  await fetched(page, await printed.locator('image').getAttribute('href'));
  assert.deepEqual(await fetched(page, `${page.url()}/materials/${PHOTO}/made`), expected);
}

async function press(page, selector) {
  await turned(page, () => page.locator(selector).click());
}

/** The frame, once script has taken over the page. */
async function openFrame(page) {
  await page.locator('[data-crop-area][tabindex]').waitFor();
  return frame(page);
}

/** The frame that the form would send. */
async function frame(page) {
  const value = async (name) => Number(await page.locator(`${FORM} [name=${name}]`).inputValue());
  return { x: await value('x'), y: await value('y'), width: await value('width') };
}

async function turnsOf(page) {
  return Number(await page.locator(`${FORM} [name=turns]`).inputValue());
}

/** The tapped place is in the middle of the oval, or the frame ends at the edge of the photo towards it, and still holds it. */
async function assertAround(page, [x, y], why = '') {
  const now = await frame(page);
  const [wide, high] = await picture(page);
  const height = Math.floor((now.width * 882 + 358) / 716);
  const across = (x - now.x) / now.width - 0.5;
  const down = (y - now.y) / height - 170 / 441;
  const said = `${why} ${JSON.stringify(now)} of ${wide} x ${high} for ${x}, ${y}`;
  const within = (off, low, at, side, whole) => Math.abs(off) <= low || (Math.abs(off) < 0.45 && (at === 0 || at + side === whole));
  assert.ok(within(across, 0.04, now.x, now.width, wide), said);
  assert.ok(within(down, 0.04, now.y, height, high), said);
}

/** The frame as drawn, the same over the photo and on the card. */
async function drawn(page) {
  const over = page.locator('[data-crop-frame]');
  const value = async (name) => Number(await over.getAttribute(name));
  const frame = { x: await value('x'), y: await value('y'), width: await value('width') };
  const onCard = (await page.locator('[data-card-view]').getAttribute('viewBox')).split(' ').map(Number);
  assert.deepEqual(onCard, [frame.x, frame.y, frame.width, await value('height')]);
  return frame;
}

/** Width and height of the photo as it is turned now. */
async function picture(page) {
  return (await page.locator('[data-crop-area]').getAttribute('viewBox')).split(' ').slice(2).map(Number);
}

/** The picture shown on the card in the slot. */
async function made(page) {
  return fetched(page, await page.locator(`[data-slot=${PHOTO}] [data-card-view] image`).getAttribute('href'));
}

/** Corner and width of the frame that it is made from. */
async function madeFrom(page) {
  const address = await page.locator(`[data-slot=${PHOTO}] [data-card-view] image`).getAttribute('href');
  return new URL(address, page.url()).searchParams.get('frame').split(',');
}

async function fetched(page, address) {
  const answer = await page.request.get(address);
  assert.equal(answer.status(), 200, address);
  assert.equal(answer.headers()['content-type'], 'image/jpeg');
  assert.match(answer.headers()['cache-control'], /no-store/);
  return answer.body();
}

/** 358 x 441 px at 350 dpi, three colours, 14 to 20 KB: read from the bytes. */
function assertForCard(jpeg) {
  assert.ok(jpeg.length >= 14 * 1024 && jpeg.length <= 20 * 1024, `${jpeg.length} bytes`);
  assert.deepEqual(jpeg.subarray(0, 4), Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  assert.equal(jpeg.toString('latin1', 6, 11), 'JFIF\0');
  const [unit, across, down] = [jpeg[13], jpeg.readUInt16BE(14), jpeg.readUInt16BE(16)];
  assert.deepEqual([unit, across, down], [1, 350, 350], 'dots an inch');
  let at = 2;
  while (jpeg[at + 1] !== 0xc0) {
    assert.equal(jpeg[at], 0xff);
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  assert.deepEqual([jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5), jpeg[at + 9]], [358, 441, 3]);
}
