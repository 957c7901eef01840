import Taro from '@tarojs/taro';

/** Shows the page from its beginning. */
export function toTop() {
  if (process.env.TARO_ENV === 'h5') for (const page of Array.from(document.querySelectorAll('.taro_page'))) page.scrollTop = 0;
  else Taro.pageScrollTo({ scrollTop: 0, duration: 0 });
}

/** How wide the app is shown, in the pixels of touches. */
export function screenWidth(): number {
  if (process.env.TARO_ENV === 'h5') return document.getElementById('app')?.clientWidth ?? 375;
  return Taro.getSystemInfoSync().windowWidth;
}
