// Takes screenshots of the main pages, on a phone and on a desktop, in both languages, as seen by a father who applies with a
// household booklet; and of the mini-programs. Usage: node screens.js FOLDER. Look at the results before you commit them.

import { mkdirSync, rmSync } from 'node:fs';

import { Browser } from '../browser/browser.js';
import { Parent } from '../browser/parent.js';
import { turned } from '../browser/turned.js';
import { Service } from '../service/service.js';
import { Camera } from './camera.js';
import { miniPrograms } from './mini_programs.js';

const WIDTHS_PX = [390, 1280];
const LANGUAGES = { 'zh-CN': 'zh', en: 'en' };
const APPLIES = 'family-02';
const REFUSED = 'family-10b';

const CHECKLIST = '/services/minor-card/checklist';
const PUBLIC = {
  home: '/',
  service: '/services/minor-card',
  'checklist-question': CHECKLIST,
  'checklist-result': `${CHECKLIST}?age=0&doc=book&book=two&who=parent&cert=yes`,
  login: '/login',
  'login-qr': '/login/qr',
  register: '/register',
  recover: '/recover',
  help: '/help',
  glossary: '/glossary',
  privacy: '/privacy',
  'not-found': '/no-such-page',
};

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('name the folder to write to');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

let made = 0;
let bytes = 0;
for (const lang of Object.keys(LANGUAGES)) {
  for (const width of WIDTHS_PX) await walk(lang, width);
}
const more = await miniPrograms(folder, LANGUAGES);
made += more.made;
bytes += more.bytes;
console.log(`${made} pictures, ${Math.round(bytes / 1024)} KB, in ${folder}`);

/** Each walk has its own service, so that all show the same pages. */
async function walk(lang, width) {
  const service = await Service.start();
  const browser = await Browser.open(service);
  browser.mayVisit(await service.platforms());
  try {
    const camera = new Camera(await browser.page({ lang, width }), folder, `${width}-${LANGUAGES[lang]}`);
    for (const [name, path] of Object.entries(PUBLIC)) await camera.open(name, path);
    await comesByPlatform(camera);
    await camera.page.context().clearCookies();
    await applies(camera, service);
    await camera.page.context().clearCookies();
    await isRefused(camera, service);
    made += camera.made;
    bytes += camera.bytes;
  } finally {
    await browser.close();
    await service.remove();
  }
}

/** A mother comes by WeChat, which knows no name: what she sees until hers is proved, and how a telephone lets a computer in. */
async function comesByPlatform(camera) {
  const { page } = camera;
  await page.goto('/login/qr');
  const ticket = await page.locator('main[data-qr]').getAttribute('data-qr');
  await camera.open('sandbox-phone', `/sandbox/phone?ticket=${ticket}`);
  await page.goto('/login');
  await page.locator('a[data-login=wechat]').click();
  await page.locator('form[data-authorise]').waitFor();
  await camera.shoot('sandbox-authorise');
  await turned(page, () => page.locator('form[data-authorise] [value=grant]').click());
  await camera.open('account-unproved', '/account');
  await camera.open('prove-phone', '/prove/phone');
  await camera.open('prove-real-name', '/prove/real-name');
}

async function applies(camera, service) {
  const { page } = camera;
  const father = new Parent(page, service, await service.case(APPLIES));
  await father.logIn();
  await father.begin();
  const seen = new Set();
  father.onPage = async (step) => {
    const name = [step, new URL(page.url()).searchParams.get('page')].filter(Boolean).join('-');
    if (seen.has(name)) return;
    seen.add(name);
    await camera.shoot(name);
    if (step === 'child') await showsProblems(camera, father, name);
    if (step === 'papers') await showsPictures(camera, father, name);
    if ((await page.locator('[name=card_photo]').count()) > 0) await showsPhoto(camera, father, name);
  };
  const { receipt } = await father.answer();
  if (!receipt) throw new Error(`no receipt at ${page.url()}`);
  await camera.shoot('receipt');
  const application = new URL(page.url()).pathname.replace('/receipt', '');
  await camera.open('application', application);
  await camera.open('applications', '/applications');
  await camera.open('account', '/account');
}

/** The page as it answers when nothing was filled in. */
async function showsProblems(camera, father, name) {
  await father.next();
  await camera.shoot(`${name}-wrong`);
}

async function showsPictures(camera, father, name) {
  await father.fill();
  await camera.shoot(`${name}-filled`);
}

/** The child's photo on the card, and how it is adjusted; then a document that is photographed with a phone. */
async function showsPhoto(camera, father, name) {
  const { page } = camera;
  await father.fill();
  await camera.shoot(`${name}-filled`);
  await page.locator('[data-adjust]').click();
  await page.locator('[data-crop]').waitFor();
  await camera.shoot('crop');
  await page.locator('.back a').click();
  await page.locator('[data-adjust]').waitFor();
  // Until its script runs, the button leads to a page of its own.
  await page.waitForLoadState();
  const step = page.url();
  await page.locator('[data-phone]').first().click();
  const dialog = page.locator('dialog[data-handover]');
  await dialog.waitFor();
  await camera.shootWindow('phone');
  await page.goto(`http://${await dialog.locator('[data-address]').getAttribute('data-address')}`);
  await camera.shoot('capture');
  await page.goto(step);
}

async function isRefused(camera, service) {
  const parent = new Parent(camera.page, service, await service.case(REFUSED));
  await parent.logIn();
  await parent.begin();
  const { refusal } = await parent.answer();
  if (!refusal) throw new Error(`no refusal at ${camera.page.url()}`);
  await camera.shoot('refusal');
}
