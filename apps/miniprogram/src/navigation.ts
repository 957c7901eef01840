import Taro from '@tarojs/taro';

/** Where the pages are, with what they are told. */
function address(page: string, told: Record<string, string> = {}): string {
  const query = Object.entries(told).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `/pages/${page}/index${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Hosts tell when a page is there; should one forget to, the app is not held by it. */
const LONGEST_MS = 2_000;
let moves_until_ms = 0;

/** A page slides in for a while, in which the one before can still be tapped: what is tapped then moves nothing. */
function move(go: () => Promise<unknown>) {
  if (Date.now() < moves_until_ms) return;
  moves_until_ms = Date.now() + LONGEST_MS;
  const done = () => {
    moves_until_ms = 0;
  };
  go().then(done, done);
}

const to = (page: string, told?: Record<string, string>) => move(() => Taro.navigateTo({ url: address(page, told) }));
/** Instead of the page that is shown. */
const instead = (page: string, told?: Record<string, string>) => move(() => Taro.redirectTo({ url: address(page, told) }));

export const toSection = () => to('section');
export const toLogIn = () => to('login');
export const toMine = () => to('mine');
export const toPortalLogin = (ticket = '') => to('portal_login', { ticket });
export const toCapture = (token: string) => to('capture', { token });
export const toStep = (id: string, step: string) => to('step', { id, step });
export const toApplication = (id: string) => to('application', { id });
export const becomeApplication = (id: string, from = '') => instead('application', { id, from });
export const becomeStep = (id: string, step: string) => instead('step', { id, step });

export function goBack() {
  if (Taro.getCurrentPages().length > 1) move(() => Taro.navigateBack());
  else toHome();
}

export function toHome() {
  move(() => Taro.reLaunch({ url: address('home') }));
}
