// The forms of a page, read from its text: enough for a client without a browser.

/** Every form of a page: its attributes, its address, its step, its fields. */
export function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head, body]) => {
    const attributes = attributesOf(head);
    return { attributes, action: attributes.action ?? '', step: attributes['data-step'] ?? null, fields: fieldsOf(body) };
  });
}

/** The form of a question page, or null. */
export function questionOf(html) {
  return formsOf(html).find((form) => form.step !== null) ?? null;
}

/** Whether a form has a field of this name. */
export function asks(form, name) {
  return form.fields.some((field) => field.name === name);
}

/** A page as people read it. */
export function textOf(html) {
  return decoded(html.replaceAll(/<[^>]*>/g, ' '));
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
    // The main button may carry the answer to the page's one question.
    const isAnswer = other === 'button' && 'data-primary' in attributes;
    const type = isAnswer ? 'hidden' : input ? (attributes.type ?? 'text') : other;
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
