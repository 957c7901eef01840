import { useShareAppMessage } from '@tarojs/taro';

/** Lets the host's own menu pass on the way into the service from this page. Other pages, and what they hold, cannot be shared. */
export function useEntryShare(title: string) {
  useShareAppMessage(() => ({ title, path: '/pages/section/index' }));
}
