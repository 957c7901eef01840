// Takes screenshots of both mini-programs, on a phone and in both languages, as their previews show them: every step of a father who
// applies with a household booklet, then what somebody sees who has nothing yet, no connection, or a child who is too old.

import { Browser } from '../browser/browser.js';
import { DIST } from '../miniprogram/built.js';
import { Parent } from '../miniprogram/parent.js';
import { Service } from '../service/service.js';
import { Camera } from './camera.js';

const WIDTH_PX = 390;
const HEIGHT_PX = 844;
/** The sandbox's bar under the app. */
const BAR_PX = 44;
const CHANNELS = ['jingtong', 'yikatong'];
const APPLIES = 'family-02';
const REFUSED = 'family-10b';

/**
 * Writes the pictures into a folder; how many, and their bytes.
 *
 * @param {string} folder
 * @param {Record<string, string>} languages their tags, with the words for file names
 */
export async function miniPrograms(folder, languages) {
  // The service begins in another folder than that of the code.
  process.env.DAIBAN__SANDBOX__PREVIEWS_FOLDER = DIST;
  const told = { made: 0, bytes: 0 };
  for (const channel of CHANNELS) {
    for (const lang of Object.keys(languages)) {
      const camera = await walk(folder, channel, lang, languages[lang]);
      told.made += camera.made;
      told.bytes += camera.bytes;
    }
  }
  return told;
}

/** Each walk has its own service, so that all show the same pages. */
async function walk(folder, channel, lang, word) {
  const service = await Service.start();
  const browser = await Browser.open(service);
  try {
    const page = await browser.page({ lang, width: WIDTH_PX });
    const camera = new Camera(page, folder, `${WIDTH_PX}-${word}`);
    const shoot = (name) => whole(camera, `${channel}-${name.replaceAll(/[_.]/g, '-')}`);
    const parent = async (family) => {
      const paper = (path) => service.paper(path);
      const one = new Parent(page, await service.case(family), { channel, paper });
      one.look = async (name) => {
        if (name === 'section') await one.at('heading').waitFor();
        await shoot(name);
      };
      await one.open();
      if (lang === 'en') await one.at('language').click();
      return one;
    };
    await applies(await parent(APPLIES), shoot);
    await page.evaluate(() => [localStorage, sessionStorage].forEach((kept) => kept.clear()));
    await page.goto('about:blank');
    await hasNothing(await parent(REFUSED), shoot);
    return camera;
  } finally {
    await browser.close();
    await service.remove();
  }
}

async function applies(one, shoot) {
  await shoot('home');
  await one.begin();
  one.look = async (name) => {
    await shoot(name);
    if (await one.at('adjust-card_photo').count()) await showsCrop(one, shoot);
  };
  const end = await one.walk(async (place) => {
    const name = place.replace('/', '_');
    if (await one.page.locator('[id^="camera-"]:visible').count()) await shoot(`${name}-empty`);
    return false;
  });
  if (end !== 'submits') throw new Error(`${end} at ${one.seen.join(' ')}`);
  await one.at('receipt').waitFor();
  await shoot('receipt');
  await one.at('done').click();
  await one.at('to-mine').click();
  await one.page.locator('[id^="mine-"]:visible').first().waitFor();
  await shoot('mine');
}

async function showsCrop(one, shoot) {
  await one.at('adjust-card_photo').click();
  await one.page.locator('.crop-result img').first().waitFor();
  await shoot('crop');
  await one.at('close').click();
}

/** Nothing applied for yet, no connection, and a child who is too old. */
async function hasNothing(one, shoot) {
  one.look = async () => {};
  await one.at('to-mine').click();
  await one.logIn();
  await one.at('new').waitFor();
  await shoot('mine-empty');
  await one.page.route('**/api/**', (route) => route.abort());
  await one.at('new').click();
  await one.at('trouble').waitFor();
  await shoot('no-connection');
  await one.page.unroute('**/api/**');
  await one.at('new').click();
  await one.stepped();
  const end = await one.walk();
  if (!end.startsWith('refused')) throw new Error(`${end} at ${one.seen.join(' ')}`);
  await shoot('refusal');
}

/** The page at its whole length, as a phone of that height would show it. */
async function whole(camera, name) {
  const { page } = camera;
  // A new page slides over the one before, which is hidden then.
  const isAlone = () => [...document.querySelectorAll('.taro_page:not(:last-child)')].every((one) => one.offsetParent === null);
  await page.waitForFunction(isAlone);
  const height = await page.evaluate(() => {
    const shown = document.querySelector('.taro_page:last-child');
    const isCovered = document.querySelector('.shade, .native-shade') !== null;
    return isCovered ? 0 : shown.scrollHeight;
  });
  const isLonger = height + BAR_PX > HEIGHT_PX;
  if (isLonger) await page.setViewportSize({ width: WIDTH_PX, height: height + BAR_PX });
  await camera.shoot(name);
  if (isLonger) await page.setViewportSize({ width: WIDTH_PX, height: HEIGHT_PX });
}
