import Taro from '@tarojs/taro';

/** How wide the app is shown, in the pixels of touches. */
export function screenWidth(): number {
  if (process.env.TARO_ENV === 'h5') return document.getElementById('app')?.clientWidth ?? 375;
  return Taro.getSystemInfoSync().windowWidth;
}
