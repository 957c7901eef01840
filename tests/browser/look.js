// Checks a page with axe, on a narrow phone, in large type, in the dark theme and at a grandparent's zoom.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A phone from long ago; also a window of 1280 px at 400 %. */
const NARROW_PX = 320;
/** The minimum size for a finger; text links inside a sentence are exempt, as in WCAG 2.5.5. */
const TARGET_PX = 44;
/** What the dark theme can change: it only changes the values of colours, as specimens.test.js proves. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const LOOKS = [
  { name: '', dark: false, care: false },
  { name: 'dark', dark: true, care: false },
  { name: 'large type', dark: false, care: true },
  { name: 'dark and large type', dark: true, care: true },
];

/**
 * What is wrong with the page as it is, in each look: axe's findings by its default rules, in the dark theme by those about
 * colour; targets too small for a finger; sideways scrolling at 320 px; text that is cut when the browser's text is twice as
 * large; choices that look the same whether chosen or not, in the reader's own colours.
 *
 * @returns {Promise<string[]>}
 */
export async function look(page) {
  await page.evaluate(AXE);
  const asSet = await page.evaluate(() => document.documentElement.classList.contains('care'));
  const found = [];
  for (const { name, dark, care } of LOOKS) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    await page.evaluate((on) => document.documentElement.classList.toggle('care', on), care);
    const wrong = await axe(page, dark ? { runOnly: { type: 'rule', values: COLOURS } } : {});
    if (!dark) wrong.push(...(await smallTargets(page)), ...(await narrow(page)));
    found.push(...wrong.map((one) => (name ? `${name}: ${one}` : one)));
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.evaluate((on) => document.documentElement.classList.toggle('care', on), asSet);
  return [...found, ...(await zoomed(page)), ...(await inForcedColours(page))];
}

/** Only the findings: passed rules need no report for each element. */
async function axe(page, wanted) {
  return page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll(/\s+/g, ' ')}`));
  }, { resultTypes: ['violations'], ...wanted });
}

async function smallTargets(page) {
  return page.evaluate((least) => {
    const controls = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary');
    return [...controls].flatMap((control) => {
      const target = (control.matches('input') && control.closest('label')) || control;
      const { width, height } = target.getBoundingClientRect();
      const hidden = !control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || width < 2 || control.tabIndex < 0;
      if (hidden || control.matches('[class~=skip]') || inSentence(control)) return [];
      const label = control.labels?.[0]?.getBoundingClientRect();
      const reach = Math.max(height, label && control.matches('input[type=file]') ? label.height : 0);
      return reach >= least - 0.5 ? [] : [`target ${Math.round(width)}x${Math.round(height)} px: ${control.outerHTML.slice(0, 90)}`];
    });

    /** A link with text around it, in a paragraph, list item or the like. */
    function inSentence(control) {
      if (!control.matches('a')) return false;
      const block = control.closest('p, li, dd, dt, td, caption, legend, span[class]');
      return block !== null && block.textContent.trim().length > control.textContent.trim().length;
    }
  }, TARGET_PX);
}

async function narrow(page) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: NARROW_PX, height });
  const reach = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width, height });
  return reach > NARROW_PX ? [`scrolls sideways at ${NARROW_PX} px: ${reach} px wide`] : [];
}

/** At twice the text size nothing scrolls sideways and no text is cut off by its box. */
async function zoomed(page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: NARROW_PX * 2, height: size.height });
  const cut = await page.evaluate(() => {
    const root = document.documentElement;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html { font-size: 200% }');
    document.adoptedStyleSheets.push(sheet);
    const wide = root.scrollWidth > root.clientWidth ? [`scrolls sideways at 200 %: ${root.scrollWidth} px wide`] : [];
    const clipped = [...document.querySelectorAll('main *, header *, footer *')].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const clips = overflowX === 'hidden' || overflowX === 'clip' || overflowY === 'hidden' || overflowY === 'clip';
      const seen = element.clientWidth > 2 && element.clientHeight > 2;
      return clips && seen && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    });
    document.adoptedStyleSheets.pop();
    return [...wide, ...clipped.map((element) => `cut at 200 %: ${element.outerHTML.slice(0, 90)}`)];
  });
  await page.setViewportSize(size);
  return cut;
}

async function inForcedColours(page) {
  await page.emulateMedia({ forcedColors: 'active' });
  const alike = await page.evaluate(() => {
    const radios = [...document.querySelectorAll('input[type=radio]')];
    return radios.filter((radio) => radio.checked).flatMap((chosen) => {
      const other = radios.find((radio) => radio.name === chosen.name && !radio.checked);
      return other && drawn(chosen) === drawn(other) ? [`in forced colours a chosen ${chosen.name} looks like the others`] : [];
    });

    function drawn(radio) {
      const label = radio.closest('label') ?? radio;
      return [label, ...label.querySelectorAll('*')].map((element) => {
        const { borderColor, borderWidth, backgroundColor, outline } = getComputedStyle(element);
        return element === document.activeElement ? '' : `${borderColor} ${borderWidth} ${backgroundColor} ${outline}`;
      }).join();
    }
  });
  await page.emulateMedia({ forcedColors: null });
  return alike;
}
