// From one page to the next.

/**
 * Does what leads to another page, and waits until that has loaded. The current page must load first, or its load event would
 * pass for the other's.
 */
export async function turned(page, act) {
  await page.waitForLoadState('domcontentloaded');
  await Promise.all([page.waitForEvent('domcontentloaded'), act()]);
}
