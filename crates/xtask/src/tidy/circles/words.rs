//! The words of a Rust file that ship: no comments, no string literals, nothing that only tests see.

/// One word or sign; `::` is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) text: &'a str,
}

impl Word<'_> {
    /// Whether it is a name or a keyword.
    pub(super) fn is_name(&self) -> bool {
        self.text.starts_with(begins_name)
    }
}

/// Words that begin an item, which no list of fields or arms contains.
const ITEMS: [&str; 17] = [
    "pub",
    "use",
    "mod",
    "fn",
    "struct",
    "enum",
    "union",
    "trait",
    "impl",
    "type",
    "const",
    "static",
    "unsafe",
    "async",
    "extern",
    "macro_rules",
    "let",
];

/// The words of a file, without code under `#[cfg(test)]` or `#[test]`.
pub(super) fn shipped_words(text: &str) -> Vec<Word<'_>> {
    let all = words(text);
    let mut shipped = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if is_for_tests(&all[at..]) {
            at = end_of_item(&all, at);
        } else {
            shipped.push(all[at]);
            at += 1;
        }
    }
    shipped
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let (length, is_word) = next(rest, first);
        let (taken, left) = rest.split_at(length);
        if is_word {
            found.push(Word { line, text: taken });
        }
        line += taken.matches('\n').count();
        rest = left;
    }
    found
}

/// The length of the next token, and whether it is a word or a sign.
fn next(rest: &str, first: char) -> (usize, bool) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (end_of_comment(rest), false);
    }
    if let Some(length) = quoted(rest) {
        return (length, false);
    }
    if rest.starts_with("::") {
        return (2, true);
    }
    if begins_name(first) {
        let end = rest.find(|next: char| !begins_name(next) && !next.is_ascii_digit());
        return (end.unwrap_or(rest.len()), true);
    }
    (first.len_utf8(), !first.is_whitespace())
}

fn begins_name(character: char) -> bool {
    character == '_' || character.is_alphabetic()
}

/// Block comments nest.
fn end_of_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a string, character or lifetime that comes next; `None` if none does.
fn quoted(rest: &str) -> Option<usize> {
    if let Some(after) = rest.strip_prefix('\'') {
        let mut characters = after.chars();
        let (first, second) = (characters.next()?, characters.next());
        if first == '\\' || second == Some('\'') {
            return Some(1 + end_of_quote(after, '\''));
        }
        let name = after.find(|next: char| !next.is_alphanumeric() && next != '_');
        return Some(1 + name.unwrap_or(after.len()));
    }
    let prefix = ["br", "cr", "b", "c", "r", ""]
        .into_iter()
        .find(|prefix| rest.strip_prefix(prefix).is_some_and(opens_text))?;
    let after = &rest[prefix.len()..];
    if !prefix.ends_with('r') {
        return after
            .strip_prefix('"')
            .map(|inner| prefix.len() + 1 + end_of_quote(inner, '"'));
    }
    let hashes = after.len() - after.trim_start_matches('#').len();
    let end = format!("\"{}", "#".repeat(hashes));
    let inner = after[hashes..].strip_prefix('"')?;
    let length = inner
        .find(&end)
        .map_or(inner.len(), |found| found + end.len());
    Some(prefix.len() + hashes + 1 + length)
}

fn opens_text(after: &str) -> bool {
    after.trim_start_matches('#').starts_with('"')
}

/// Where a literal ends, including its closing quote.
fn end_of_quote(inner: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, character) in inner.char_indices() {
        if !escaped && character == mark {
            return at + mark.len_utf8();
        }
        escaped = !escaped && character == '\\';
    }
    inner.len()
}

fn is_for_tests(words: &[Word<'_>]) -> bool {
    let begins = |signs: &[&str]| {
        words.len() >= signs.len()
            && words
                .iter()
                .zip(signs)
                .all(|(word, sign)| word.text == *sign)
    };
    begins(&["#", "[", "cfg", "(", "test", ")", "]"])
        || begins(&["#", "[", "cfg", "(", "all", "(", "test"])
        || begins(&["#", "[", "test", "]"])
}

/// Where the item under an attribute ends: at its `;`, its last brace, or its comma in a list.
fn end_of_item(words: &[Word<'_>], start: usize) -> usize {
    let mut at = start;
    while words.get(at).is_some_and(|word| word.text == "#") {
        at = after_group(words, at + 1);
    }
    let first = words.get(at).map_or("", |word| word.text);
    let (is_item, is_use) = (
        ITEMS.contains(&first),
        words[at..].iter().take(5).any(|word| word.text == "use"),
    );
    while let Some(word) = words.get(at) {
        match word.text {
            ";" => return at + 1,
            "," if !is_item => return at + 1,
            "}" | ")" | "]" => return at,
            "{" if !is_use => return after_group(words, at),
            "{" | "(" | "[" => at = after_group(words, at),
            _ => at += 1,
        }
    }
    at
}

/// Where the group that opens at a position ends.
fn after_group(words: &[Word<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}

#[test]
fn reads_neither_comments_nor_texts_nor_tests() {
    let text = r##"
        //! crate::a
        /* super::b /* crate::c */ */
        const D: &str = r#"crate::"e"#;
        fn f<'a>(g: char) -> bool { g == '"' || g == '\'' }
        #[cfg(test)]
        mod tests { use super::*; fn h() {} }
        #[cfg(test)]
        pub(crate) use crate::i::{J, K};
        #[test]
        #[expect(deprecated)]
        fn l() -> [u8; 2] { [1, 2] }
        fn m() {}
    "##;
    let found: Vec<_> = shipped_words(text)
        .into_iter()
        .map(|word| word.text)
        .collect();
    assert_eq!(
        found.join(" "),
        "const D : & str = ; fn f < > ( g : char ) - > bool { g = = | | g = = } fn m ( ) { }"
    );
    assert_eq!(shipped_words(text).last().unwrap().line, 13);
}
