// Receipt numbers as people write them.

/** A number without the marks that group it. */
export function bare(text) {
  return text.replaceAll(/[\s-]/g, '');
}
