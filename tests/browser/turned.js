// From one page to the next.

/** Does what leads to another page, and waits until that is read; one that stands here is read first, or its end would pass for the other's. */
export async function turned(page, act) {
  await page.waitForLoadState('domcontentloaded');
  await Promise.all([page.waitForEvent('domcontentloaded'), act()]);
}
