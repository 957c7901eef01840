// A QR code of up to 42 characters: byte mode, level M, versions 1 to 3 (ISO/IEC 18004), always with the mask of a chess board,
// which every reader takes.

/** By version: bytes of content, bytes for correction. */
const SIZES: [number, number][] = [
  [16, 10],
  [28, 16],
  [44, 26],
];
/** Level M and mask 0, with their own correction, as the standard's table has them. */
const FORMAT = 0b101010000010010;
const PAD = [0xec, 0x11];

/** The rows of a code, `true` where it is dark; `null` where the text is too long. */
export function qrCode(text: string): boolean[][] | null {
  const bytes = Array.from(text).map((one) => one.charCodeAt(0));
  const at = SIZES.findIndex(([content]) => bytes.length + 2 <= content);
  const size = SIZES[at];
  if (!size || bytes.some((byte) => byte > 0x7f)) return null;
  const content = packed(bytes, size[0]);
  return drawn(at + 1, [...content, ...correction(content, size[1])]);
}

/** Kind, length and bytes, filled up. */
function packed(bytes: number[], room: number): number[] {
  const nibbles = [4, bytes.length >> 4, bytes.length & 15];
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15);
  nibbles.push(0);
  const all: number[] = [];
  for (let at = 0; at < nibbles.length; at += 2) all.push(((nibbles[at] ?? 0) << 4) | (nibbles[at + 1] ?? 0));
  for (let at = 0; all.length < room; at += 1) all.push(PAD[at % 2] ?? 0);
  return all;
}

/** The rest of the content divided by the generator, in the field of 256 elements. */
function correction(content: number[], count: number): number[] {
  let generator = [1];
  let root = 1;
  for (let at = 0; at < count; at += 1) {
    const next = [...generator, 0];
    for (let i = 0; i < generator.length; i += 1) next[i + 1] = (next[i + 1] ?? 0) ^ times(generator[i] ?? 0, root);
    generator = next;
    root = times(root, 2);
  }
  const rest = [...content, ...generator.slice(1).map(() => 0)];
  for (let at = 0; at < content.length; at += 1) {
    const factor = rest[at] ?? 0;
    for (let i = 0; i < generator.length; i += 1) rest[at + i] = (rest[at + i] ?? 0) ^ times(generator[i] ?? 0, factor);
  }
  return rest.slice(content.length);
}

function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product >> 7 ? 0x11d : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

function drawn(version: number, words: number[]): boolean[][] {
  const side = 17 + 4 * version;
  const dark: (boolean | undefined)[][] = Array.from({ length: side }, () => Array.from({ length: side }));
  const set = (row: number, column: number, isDark: boolean) => {
    const line = dark[row];
    if (line && column >= 0 && column < side) line[column] = isDark;
  };
  for (const [top, left] of [
    [0, 0],
    [0, side - 7],
    [side - 7, 0],
  ] as const) {
    for (let row = -1; row <= 7; row += 1) {
      for (let column = -1; column <= 7; column += 1) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        set(top + row, left + column, ring !== 2 && ring !== 4);
      }
    }
  }
  for (let at = 8; at < side - 8; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (let row = -2; version > 1 && row <= 2; row += 1) {
    for (let column = -2; column <= 2; column += 1) {
      set(side - 7 + row, side - 7 + column, Math.max(Math.abs(row), Math.abs(column)) !== 1);
    }
  }
  for (let bit = 0; bit < 15; bit += 1) {
    const isDark = ((FORMAT >> bit) & 1) === 1;
    // Upwards beside the left finder, then to the left under it; and once more in two parts at the others.
    set(bit < 6 ? bit : bit < 8 ? bit + 1 : 8, bit < 8 ? 8 : bit === 8 ? 7 : 14 - bit, isDark);
    if (bit < 8) set(8, side - 1 - bit, isDark);
    else set(side - 15 + bit, 8, isDark);
  }
  set(side - 8, 8, true);
  filled(dark, words);
  return dark.map((row) => row.map((one) => one === true));
}

/** Puts the bits into what is free, in pairs of columns from the right, up and down in turn. */
function filled(dark: (boolean | undefined)[][], words: number[]) {
  const side = dark.length;
  let bit = 0;
  let isUp = true;
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < side; step += 1) {
      const row = isUp ? side - 1 - step : step;
      for (const column of [right, right - 1]) {
        const line = dark[row];
        if (!line || line[column] !== undefined) continue;
        const isOn = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        line[column] = isOn !== ((row + column) % 2 === 0);
        bit += 1;
      }
    }
    isUp = !isUp;
  }
}
