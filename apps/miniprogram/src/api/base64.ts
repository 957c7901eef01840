const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A picture as an address that an image can show: hosts differ in what else they can draw from memory. */
export function dataAddress(bytes: ArrayBuffer, type = 'image/jpeg'): string {
  const all = new Uint8Array(bytes);
  const parts: string[] = [];
  for (let at = 0; at < all.length; at += 3) {
    const [a = 0, b, c] = [all[at], all[at + 1], all[at + 2]];
    const whole = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    parts.push(
      DIGITS.charAt(whole >> 18),
      DIGITS.charAt((whole >> 12) & 63),
      b === undefined ? '=' : DIGITS.charAt((whole >> 6) & 63),
      c === undefined ? '=' : DIGITS.charAt(whole & 63),
    );
  }
  return `data:${type};base64,${parts.join('')}`;
}
