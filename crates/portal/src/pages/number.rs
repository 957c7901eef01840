//! Numbers as people compare them with a document: in groups.

/// The three groups of an ID number (6-8-4) or a mobile number (3-4-4), whole or masked; `None` for any other text.
pub fn groups(text: &str) -> Option<[&str; 3]> {
    let (first, second) = match text.len() {
        18 => (6, 14),
        11 => (3, 7),
        _ => return None,
    };
    let is_number = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'X' | b'*'));
    is_number.then(|| [&text[..first], &text[first..second], &text[second..]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_and_mobile_numbers_alone_are_grouped() {
        for (text, grouped) in [
            ("11010519491231002X", Some(["110105", "19491231", "002X"])),
            ("110105********002X", Some(["110105", "********", "002X"])),
            ("13800138000", Some(["138", "0013", "8000"])),
            ("138****8000", Some(["138", "****", "8000"])),
            ("", None),
            ("138001380001", None),
            ("010-01007919", None),
            ("WSB-2026-11", None),
            ("一二三四五六", None),
        ] {
            assert_eq!(groups(text), grouped, "{text}");
        }
    }
}
