// The host that this bundle runs in. The comparisons stand literally, so that a bundle holds its own host's file alone.

import { alipay } from './alipay';
import { baidu } from './baidu';
import type { Host } from './host';
import { preview } from './preview';
import { wechat } from './wechat';

export const host: Host =
  process.env.TARO_ENV === 'weapp'
    ? wechat
    : process.env.TARO_ENV === 'alipay'
      ? alipay
      : process.env.TARO_ENV === 'swan'
        ? baidu
        : preview;
export type { ButtonEvent, Native, Picture, PictureSource } from './host';
export type { Outcome } from './outcome';
