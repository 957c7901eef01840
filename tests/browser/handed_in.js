// A submitted application, as its page shows it.

/** Material ids of the pictures on the page of the application whose receipt is open. */
export async function pictures(page) {
  await page.goto(page.url().replace('/receipt', ''));
  return page
    .locator('main :is(img[src*="/materials/"], image[href*="/materials/"])')
    .evaluateAll((images) => {
      const address = (image) => image.getAttribute('src') ?? image.getAttribute('href');
      return images.map((image) => address(image).split('?')[0].split('/').at(-1));
    });
}
