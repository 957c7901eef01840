// The header: on a phone its links stand in a menu.

/** Opens the menu where there is one. */
export async function openMenu(page) {
  const menu = page.locator('header .menu');
  if (await menu.isVisible()) await menu.click();
}
