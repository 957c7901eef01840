// Requests as bytes, for connections that send what no browser would.

const BOUNDARY = 'daiban-attack';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** The head of a post. `lines`: further header lines, by name. */
export function head(service, path, length_bytes, lines = {}) {
  const all = { host: new URL(service.url).host, 'content-length': length_bytes, ...lines };
  const text = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${text.join('')}\r\n`, 'latin1');
}

/** A form with files under one name, in the pieces in which it is sent: the files are not copied. */
export function withFiles(name, files) {
  const pieces = files.flatMap((file, index) => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${index}.png"\r\nContent-Type: image/png\r\n\r\n`),
    file,
    Buffer.from('\r\n'),
  ]);
  pieces.push(Buffer.from(`--${BOUNDARY}--\r\n`));
  return { pieces, length_bytes: pieces.reduce((sum, piece) => sum + piece.length, 0) };
}

/** The first part of a form, up to a header that has begun. */
export function openHeader(name) {
  return Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a.png"\r\nX-Long: `);
}

/** The headers that a logged-in visitor's script sends with a picture. */
export function asScript(visitor, { token }) {
  return { 'content-type': MULTIPART, cookie: visitor.cookie, 'x-csrf-token': token };
}
