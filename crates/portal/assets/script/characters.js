// What people paste and type, as the service reads it (crates/domain/src/characters): a test compares the classes.

/** What shows nothing: white space, controls, what Unicode lets programs ignore, and the few that are drawn as nothing. */
const NOTHING = /[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFC\u{13441}\u{13442}\u{16FE4}\u{1D159}]/gu;
/** What people put between the groups of a number. */
const BETWEEN = /[\p{P}\u2212]/gu;

/** A number in its usual writing. */
export function plain(text) {
  return text.normalize("NFKC").replace(NOTHING, "").replace(BETWEEN, "").toUpperCase();
}
