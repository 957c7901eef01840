// What `cargo xtask miniprogram` builds.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const APP = fileURLToPath(new URL('../../apps/miniprogram', import.meta.url));
export const DIST = join(APP, 'dist');
export const BUNDLES = ['jingtong-weapp', 'jingtong-alipay', 'jingtong-swan', 'yikatong-weapp'];
export const PREVIEWS = ['jingtong-h5', 'yikatong-h5'];

/** Every file of a bundle, with its path from there. */
export function filesOf(bundle, extension = '') {
  const all = readdirSync(join(DIST, bundle), { recursive: true, withFileTypes: true });
  const files = all.filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name));
  return files.filter((file) => file.endsWith(extension));
}

export const sizeOf = (file) => statSync(file).size;
export const textOf = (file) => readFileSync(file, 'utf8');
