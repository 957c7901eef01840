// The forms of a page, read from its text: enough for a client without a browser.

/** The first form whose tag matches, with its address and its fields; null when there is none. */
export function formOf(html, mark) {
  for (const [, head, body] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    if (!mark.test(head)) continue;
    const attributes = attributesOf(head);
    return { action: attributes.action ?? '', step: attributes['data-step'] ?? null, fields: fieldsOf(body) };
  }
  return null;
}

/** Problems shown at fields, as `field: code`. */
export function problemsOf(html) {
  return [...html.matchAll(/<\w+\b([^>]*data-problem=[^>]*)>/g)].map(([, head]) => {
    const attributes = attributesOf(head);
    return `${attributes['data-field']}: ${attributes['data-problem']}`;
  });
}

/** The attributes of the page's `main`. */
export function mainOf(html) {
  return attributesOf(html.match(/<main\b([^>]*)>/)?.[1] ?? '');
}

function fieldsOf(html) {
  const fields = [];
  const controls = /<(?:(input)\b([^>]*)|(select|textarea|button)\b([^>]*)>(.*?)<\/\3)>/gs;
  for (const [, input, inputHead, other, otherHead, body = ''] of html.matchAll(controls)) {
    const head = inputHead ?? otherHead;
    const attributes = attributesOf(head);
    if (!attributes.name || 'disabled' in attributes) continue;
    const type = input ? (attributes.type ?? 'text') : other;
    fields.push({ name: attributes.name, type, value: valueOf(type, attributes, body), checked: 'checked' in attributes });
  }
  return fields;
}

function valueOf(tag, attributes, body) {
  if (tag === 'textarea') return decoded(body.replace(/^\r?\n/, ''));
  if (tag !== 'select') return attributes.value ?? '';
  const chosen = [...body.matchAll(/<option\b([^>]*)>/g)].map(([, head]) => attributesOf(head)).find((option) => 'selected' in option);
  return chosen?.value ?? '';
}

function attributesOf(head) {
  const attributes = {};
  for (const [, name, double, single, bare] of head.matchAll(/([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    attributes[name] = decoded(double ?? single ?? bare ?? '');
  }
  return attributes;
}

function decoded(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number.parseInt(decimal, 10));
    return named[name] ?? whole;
  });
}
