// Looks at a page as axe and a narrow phone see it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NARROW_PX = 320;

/**
 * What is wrong with the page as it stands: axe's findings by its default rules, and sideways scrolling at 320 px.
 *
 * @returns {Promise<string[]>}
 */
export async function look(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll(/\s+/g, ' ')}`));
  });
  const scrolls = await widest(page);
  return scrolls === null ? found : [...found, scrolls];
}

async function widest(page) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: NARROW_PX, height });
  const reach = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width, height });
  return reach > NARROW_PX ? `scrolls sideways at ${NARROW_PX} px: ${reach} px wide` : null;
}
