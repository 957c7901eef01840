import { asked } from './asked';
import { type Outcome, ok, UNSUPPORTED } from './outcome';

const KINDS: [number[], string][] = [
  [[0xff, 0xd8, 0xff], 'image/jpeg'],
  [[0x89, 0x50, 0x4e, 0x47], 'image/png'],
  [[0x52, 0x49, 0x46, 0x46], 'image/webp'],
];

/** The media type by the first bytes. What is none of those that the service takes is sent all the same: the service says what is wrong. */
export function mediaType(bytes: ArrayBuffer): string {
  const start = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  const found = KINDS.find(([mark]) => mark.every((byte, at) => start[at] === byte));
  return found ? found[1] : 'application/octet-stream';
}

/** A picked picture from the host's files; `files` is missing in hosts that are too old to read any. */
export async function readPicture(
  files: HostFiles | undefined,
  filePath: string,
): Promise<Outcome<{ bytes: ArrayBuffer; type: string }>> {
  if (!files) return UNSUPPORTED;
  const bytes = await asked(
    (call) => files.readFile(call),
    { filePath },
    (answer) => answer.data as ArrayBuffer,
    () => false,
  );
  return bytes.kind === 'ok' ? ok({ bytes: bytes.value, type: mediaType(bytes.value) }) : bytes;
}
