import { keep, kept } from '@/platform/storage';
import { cell } from './cell';

export type Lang = 'zh-CN' | 'en';

const langs = cell<Lang>(kept('lang') === 'en' ? 'en' : 'zh-CN');
const large = cell(kept('large') === 'yes');

export const useLang = langs.use;
export const useLarge = large.use;
export const lang = langs.get;

export function setLang(value: Lang) {
  keep('lang', value);
  langs.set(value);
}

export function setLarge(value: boolean) {
  keep('large', value ? 'yes' : null);
  large.set(value);
}
