// Fingers on the photo of the child.

/** The middle of the photo on the screen, after scrolling to it. */
export async function middleOf(page) {
  const area = page.locator('[data-crop-area]');
  await area.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await area.boundingBox();
  return [x + width / 2, y + height / 2];
}

/** Two fingers on the screen, this many pixels left and right of a point, at first and at last. */
export async function pinch(page, [x, y], [first, last]) {
  const device = await page.context().newCDPSession(page);
  const touch = (type, apart) => {
    const touchPoints = apart === null ? [] : [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }];
    return device.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  await touch('touchStart', first);
  await touch('touchMove', (first + last) / 2);
  await touch('touchMove', last);
  await touch('touchEnd', null);
  await device.detach();
}
