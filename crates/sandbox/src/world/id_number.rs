//! Citizen ID numbers of people who do not exist.

use jiff::civil::Date;

use super::people::Sex;

/// The number for an address code, a birth date and a sequence of 0..=999, with its check character.
///
/// The last digit of the sequence must agree with the sex: odd is male. Source: GB 11643-1999.
pub(super) fn id_number(area: &str, birth: Date, sequence: u16) -> String {
    let body = format!(
        "{area}{:04}{:02}{:02}{sequence:03}",
        birth.year(),
        birth.month(),
        birth.day()
    );
    let check = check_character(&body);
    format!("{body}{check}")
}

/// The smallest sequence from `start` on whose parity matches `sex`.
pub(super) fn sequence_of(sex: Sex, start: u16) -> u16 {
    let odd = start % 2 == 1;
    if odd == (sex == Sex::Male) {
        start
    } else {
        start + 1
    }
}

/// ISO/IEC 7064 MOD 11-2 over the first 17 digits.
fn check_character(body: &str) -> char {
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    // The leftmost of n digits has the weight 2^n mod 11: doubling from left to right gives the same sum.
    let sum = body
        .bytes()
        .fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    CHARACTERS[sum as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn agrees_with_the_examples_of_the_standard() {
        assert_eq!(
            id_number("110105", date(1949, 12, 31), 2),
            "11010519491231002X"
        );
        assert_eq!(
            id_number("440524", date(1880, 1, 1), 1),
            "440524188001010014"
        );
        assert_eq!(
            id_number("110101", date(2018, 3, 1), 1),
            "110101201803010017"
        );
    }

    #[test]
    fn the_sequence_tells_the_sex() {
        assert_eq!(sequence_of(Sex::Male, 120), 121);
        assert_eq!(sequence_of(Sex::Female, 120), 120);
        assert_eq!(sequence_of(Sex::Female, 121), 122);
    }
}
