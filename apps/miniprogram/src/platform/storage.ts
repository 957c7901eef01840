import Taro from '@tarojs/taro';

const PREFIX = `daiban.${CHANNEL}.`;

/** What this device keeps for the app between two uses; `null` where there is nothing, or nothing can be kept. */
export function kept(name: string): string | null {
  try {
    const value: unknown = Taro.getStorageSync(PREFIX + name);
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null) {
  try {
    if (value === null) Taro.removeStorageSync(PREFIX + name);
    else Taro.setStorageSync(PREFIX + name, value);
  } catch {
    // A full or forbidden storage costs a log-in at the next start, nothing else.
  }
}
