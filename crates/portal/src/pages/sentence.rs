//! Parts of a sentence that must not be broken: dates, and the hotlines, which a phone calls at a tap.

/// The hotlines in the bureau's instruction: social security, and its cards.
const HOTLINES: [&str; 2] = ["12333", "96102"];

/// A piece of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// A date, with its time if one follows. English dates are one word (no-break spaces).
    Date(&'a str),
    /// The number of a hotline.
    Hotline(&'a str),
}

/// The sentence in pieces, in order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut begun, mut at, mut after_digit) = (0, 0, false);
    while let Some(letter) = text[at..].chars().next() {
        let found = if after_digit {
            None
        } else {
            found(&text[at..])
        };
        if let Some((piece, length)) = found {
            pieces.push(Piece::Words(&text[begun..at]));
            pieces.push(piece);
            at += length;
            begun = at;
            after_digit = false;
        } else {
            at += letter.len_utf8();
            after_digit = letter.is_ascii_digit();
        }
    }
    pieces.push(Piece::Words(&text[begun..]));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

/// The piece other than plain words that the text begins with, and its length in bytes.
fn found(text: &str) -> Option<(Piece<'_>, usize)> {
    let date = date(text);
    if date > 0 {
        return Some((Piece::Date(&text[..date]), date));
    }
    let hotline = HOTLINES.into_iter().find(|line| text.starts_with(line))?;
    let goes_on = text[hotline.len()..].starts_with(|next: char| next.is_ascii_digit());
    (!goes_on).then(|| (Piece::Hotline(&text[..hotline.len()]), hotline.len()))
}

/// The length in bytes of the date that the text begins with: three numbers, a character after each, and the time if one follows.
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
    fn dates_and_hotlines_are_one_piece_each() {
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
            ("电话12333或96102。", "电话|<12333>|或|<96102>|。"),
            ("号码112333、123334", "号码112333、123334"),
            ("2026年11月24日 2点", "[2026年11月24日]| 2点"),
            ("", ""),
        ] {
            let pieces = pieces(text).into_iter().map(|piece| match piece {
                Piece::Words(words) => words.to_owned(),
                Piece::Date(date) => format!("[{date}]"),
                Piece::Hotline(number) => format!("<{number}>"),
            });
            assert_eq!(pieces.collect::<Vec<_>>().join("|"), expected);
        }
    }
}
