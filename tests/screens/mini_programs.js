// Takes screenshots of both mini-programs, on a phone, in both languages, as their previews show them. Usage:
// node mini_programs.js FOLDER. Look at the results before you commit them.

import { mkdirSync } from 'node:fs';

import { Browser } from '../browser/browser.js';
import { DIST } from '../miniprogram/built.js';
import { Parent } from '../miniprogram/parent.js';
import { Service } from '../service/service.js';
import { Camera } from './camera.js';

const WIDTH_PX = 390;
const HEIGHT_PX = 844;
const LANGUAGES = { 'zh-CN': 'zh', en: 'en' };
const APPLIES = 'family-02';

// The service begins in another folder than that of the code.
process.env.DAIBAN__SANDBOX__PREVIEWS_FOLDER = DIST;

const [folder, only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const channel of ['jingtong', 'yikatong']) {
  for (const lang of Object.keys(LANGUAGES)) {
    if (only && only !== `${channel}-${LANGUAGES[lang]}`) continue;
    const service = await Service.start();
    const browser = await Browser.open(service);
    try {
      const page = await browser.page({ lang, width: WIDTH_PX });
      const camera = new Camera(page, folder, `${channel}-${LANGUAGES[lang]}`);
      const one = new Parent(page, await service.case(APPLIES), { channel, host: 'wechat', paper: (path) => service.paper(path) });
      const shoot = async (name) => {
        const high = await page.evaluate(() => {
          const shown = document.querySelector('.taro_page:last-child');
          return shown.scrollHeight > shown.clientHeight && !document.querySelector('.shade') ? shown.scrollHeight + 44 : 0;
        });
        if (high) await page.setViewportSize({ width: WIDTH_PX, height: high });
        await camera.shoot(name);
        if (high) await page.setViewportSize({ width: WIDTH_PX, height: HEIGHT_PX });
      };
      let at = 0;
      await one.open();
      if (lang === 'en') await one.at('language').click();
      one.look = (name) => shoot(`${String(at++).padStart(2, '0')}-${name}`);
      await one.look('home');
      await one.begin();
      console.log(await one.walk(), one.seen.join(' '));
      await one.look('receipt');
      await one.at('done').click();
      await one.at('to-mine').click();
      await page.waitForTimeout(1500);
      await one.look('mine');
    } finally {
      await browser.close();
      await service.remove();
    }
  }
}
