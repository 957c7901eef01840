//! Dates within a sentence, which people read in one piece.

/// The sentence in pieces, in order, and whether each is a date. English writes its dates in one word (no-break spaces).
pub(crate) fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let (mut begun, mut at, mut after_digit) = (0, 0, false);
    while let Some(letter) = text[at..].chars().next() {
        let date = if after_digit { 0 } else { date(&text[at..]) };
        if date > 0 {
            pieces.push((&text[begun..at], false));
            pieces.push((&text[at..at + date], true));
            at += date;
            begun = at;
            after_digit = false;
        } else {
            at += letter.len_utf8();
            after_digit = letter.is_ascii_digit();
        }
    }
    pieces.push((&text[begun..], false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// The bytes of the date that the text begins with: three numbers, a character after each, and the time if one follows.
fn date(text: &str) -> usize {
    let mut rest = text;
    for most in [4, 2, 2] {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let sign = rest[digits..].chars().next();
        match sign.filter(|sign| sign.is_alphabetic() && !sign.is_ascii()) {
            Some(sign) if (1..=most).contains(&digits) => rest = &rest[digits + sign.len_utf8()..],
            _ => return 0,
        }
    }
    let time = match rest.as_bytes() {
        [b' ', h, m, b':', s, t, ..] if [h, m, s, t].iter().all(|digit| digit.is_ascii_digit()) => {
            6
        }
        _ => 0,
    };
    text.len() - rest.len() + time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_with_or_without_its_time_is_one_piece() {
        for (text, expected) in [
            (
                "最晚在 2026年11月22日 01:14 退出。",
                "最晚在 |[2026年11月22日 01:14]| 退出。",
            ),
            ("按2026年1月2日算", "按|[2026年1月2日]|算"),
            (
                "2026年11月24日 02:00至2026年11月26日 06:00",
                "[2026年11月24日 02:00]|至|[2026年11月26日 06:00]",
            ),
            ("12026年11月24日", "12026年11月24日"),
            ("30分钟没有操作", "30分钟没有操作"),
            ("2026年11月", "2026年11月"),
            ("电话12333或96102。", "电话12333或96102。"),
            ("2026年11月24日 2点", "[2026年11月24日]| 2点"),
            ("", ""),
        ] {
            let pieces = pieces(text).into_iter().map(|(piece, is_date)| {
                if is_date {
                    format!("[{piece}]")
                } else {
                    piece.to_owned()
                }
            });
            assert_eq!(pieces.collect::<Vec<_>>().join("|"), expected);
        }
    }
}
