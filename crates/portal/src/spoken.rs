//! How a Chinese name is typed by a person who spells it in Latin letters.

use pinyin::{Pinyin, ToPinyin as _, ToPinyinMulti as _};

/// How many readings of a character count: with the second, 藏 is *zang* and 行 is *hang*. A third finds what nobody means.
const READINGS: usize = 2;
/// How many spellings of one name are kept, the usual one first.
const SPELLINGS: usize = 4;

/// The pinyin of a name in one piece without tones, then its first letters: `manzu`, `mz`. Empty if no character has a reading.
pub(super) fn spellings(name: &str) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for readings in name.to_pinyin_multi().flatten() {
        let mut readings: Vec<&str> = readings.into_iter().map(Pinyin::plain).collect();
        readings.dedup();
        readings.truncate(READINGS);
        let longer = spellings.iter().flat_map(|begun| {
            readings
                .iter()
                .map(move |reading| format!("{begun}{reading}"))
        });
        spellings = longer.take(SPELLINGS).collect();
    }
    let initials = name.to_pinyin().flatten().map(Pinyin::first_letter);
    spellings.push(initials.collect());
    spellings.retain(|spelling| !spelling.is_empty());
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelled_whole_and_by_its_first_letters() {
        for (name, expected) in [
            ("满族", "manzu mz"),
            ("藏族", "zangzu"),
            ("维吾尔族", "weiwuerzu wwez"),
            ("工商银行", "gongshangyinhang"),
            ("海淀区", "haidianqu hdq"),
        ] {
            let spellings = spellings(name);
            for wanted in expected.split(' ') {
                assert!(spellings.iter().any(|one| one == wanted), "{spellings:?}");
            }
            assert!(spellings.len() <= SPELLINGS + 1, "{spellings:?}");
        }
        assert!(spellings("VISA 2").is_empty());
    }
}
