//! Breaks a text into lines by the measured width of its letters.
//!
//! Chinese breaks between any two characters, but no line begins with a closing mark (，。》) or ends with an opening one (《“);
//! words of Latin letters and numbers stay whole unless one alone is wider than the line.

/// No line begins with one of these.
const NOT_FIRST: &str = "、。，．：；？！）》」』】〉〕］｝…—～·・％‰℃”’々ー,.:;?!)]}%'\"»";
/// No line ends with one of these.
const NOT_LAST: &str = "（《「『【〈〔［｛“‘([{#$￥«";

/// The lines of `text`, none wider than `width` by the widths that `advance` gives.
///
/// Spaces at the end of a line are dropped. A line holds at least one character, however narrow it is.
pub(super) fn broken(text: &str, width: f32, advance: impl Fn(char) -> f32) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = first_line(rest, width, &advance);
        lines.push(rest[..end].trim_end());
        rest = rest[end..].trim_start();
    }
    lines
}

/// Where the first line of `text` ends, in bytes.
fn first_line(text: &str, width: f32, advance: &impl Fn(char) -> f32) -> usize {
    let mut used = 0.0;
    let mut last_break = None;
    let mut before = None;
    for (at, character) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, character)) {
            last_break = Some(at);
        }
        used += advance(character);
        // A space that hangs over the edge is invisible.
        if used > width && at > 0 && character != ' ' {
            return last_break.unwrap_or(at);
        }
        before = Some(character);
    }
    text.len()
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || NOT_FIRST.contains(after) || NOT_LAST.contains(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

/// Characters that stand by themselves: ideographs, kana, Hangul, and their full-width marks.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        || "·—…“”‘’".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chinese characters are two wide, all others one.
    fn advance(character: char) -> f32 {
        if is_wide(character) { 2.0 } else { 1.0 }
    }

    #[test]
    fn breaks_where_a_reader_expects_it() {
        let cases: [(&str, f32, &[&str]); 12] = [
            ("", 10.0, &[]),
            ("陈一诺", 10.0, &["陈一诺"]),
            ("海淀区中关村街道", 8.0, &["海淀区中", "关村街道"]),
            // a closing mark pulls the character before it along
            ("到网点领卡。", 10.0, &["到网点领", "卡。"]),
            ("海淀，朝阳", 4.0, &["海", "淀，", "朝阳"]),
            // an opening mark stays with what it opens
            ("告知《承诺书》", 6.0, &["告知", "《承诺", "书》"]),
            (
                "Haidian Zhongguancun Branch",
                12.0,
                &["Haidian", "Zhongguancun", "Branch"],
            ),
            ("2 Heyue Road", 7.0, &["2 Heyue", "Road"]),
            // Latin among Chinese stays whole
            ("请拨打12333咨询", 9.0, &["请拨打", "12333咨询"]),
            // a word wider than the line is cut, not lost
            (
                "Wolfeschlegelsteinhausen",
                10.0,
                &["Wolfeschle", "gelsteinha", "usen"],
            ),
            ("迪力木拉提·买买提", 10.0, &["迪力木拉", "提·买买提"]),
            ("𬱖䶮㛃", 4.0, &["𬱖䶮", "㛃"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(broken(text, width, advance), expected, "{text}");
        }
    }

    #[test]
    fn loses_no_letter_and_keeps_to_the_width() {
        let text =
            "请您带本人身份证到工商银行北京海淀中关村支行（Zhongguancun Branch）领卡，电话12333。";
        for width in [2.0_f32, 3.0, 7.0, 11.0, 24.0, 400.0] {
            let lines = broken(text, width, advance);
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            for line in lines {
                let wide: f32 = line.chars().map(advance).sum();
                assert!(
                    wide <= width || line.chars().count() <= 2,
                    "{line} at {width}"
                );
            }
        }
    }
}
