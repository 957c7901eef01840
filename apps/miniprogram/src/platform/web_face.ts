import Taro from '@tarojs/taro';
import type { Native } from './host';
import { type Outcome, ok } from './outcome';

let finish: ((outcome: Outcome<Native>) => void) | null = null;
let address = '';

/** Opens the authority's page with the camera, and waits until it is left. */
export function openFacePage(url: string): Promise<Outcome<Native>> {
  address = url;
  return new Promise((resolve) => {
    finish = resolve;
    Taro.navigateTo({ url: '/pages/face/index' });
  });
}

/** The page to show. */
export function facePage(): string {
  return address;
}

/** The page was left, by the authority's way back or by the person's. What came of it the service asks the authority. */
export function leftFacePage() {
  finish?.(ok({ url: address }));
  finish = null;
}
