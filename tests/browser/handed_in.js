// A submitted application, as its page shows it.

/** Material ids of the pictures on the page of the application whose receipt is open. */
export async function pictures(page) {
  await page.goto(page.url().replace('/receipt', ''));
  return page
    .locator('main img[src*="/materials/"]')
    .evaluateAll((images) => images.map((image) => new URL(image.src).pathname.split('/').at(-1)));
}
