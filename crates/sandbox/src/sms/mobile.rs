//! Numbers as senders write them.

/// The eleven digits of a mainland mobile, from a number with or without `+86`, `0086` or `86`.
pub(super) fn eleven_digits(number: &str) -> Option<&str> {
    let digits = ["+86", "0086", "86"]
        .into_iter()
        .find_map(|prefix| number.strip_prefix(prefix))
        .unwrap_or(number);
    let bytes = digits.as_bytes();
    let is_mobile = bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1]);
    is_mobile.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_has_eleven_digits_of_the_plan() {
        for number in [
            "19900000001",
            "+8619900000001",
            "008619900000001",
            "8619900000001",
        ] {
            assert_eq!(eleven_digits(number), Some("19900000001"), "{number}");
        }
        for number in [
            "",
            "1990000000",
            "199000000012",
            "12900000001",
            "+85291234567",
            "1990000000x",
        ] {
            assert_eq!(eleven_digits(number), None, "{number}");
        }
    }
}
