//! Names and values of addresses and forms: decoded, and encoded in the one way that signatures cover.

/// The canonical query: pairs percent-encoded by RFC 3986, sorted.
pub(crate) fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            format!("{}={}", encoded(&decoded(name)), encoded(&decoded(value)))
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

/// The names and values of an address or a form, where a plus sign is a blank.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let plain = |text: &str| String::from_utf8_lossy(&decoded(text)).into_owned();
    text.replace('+', "%20")
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

/// A query or a form in this order.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    let encoded = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name.as_bytes()), encoded(value.as_bytes())));
    encoded.collect::<Vec<_>>().join("&")
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    bytes
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

fn encoded(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(*byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_sorted_and_encoded_one_way() {
        for (query, canonical) in [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("name=%e5%bc%a0&x", "name=%E5%BC%A0&x="),
            ("a=%zz&b=%4", "a=%25zz&b=%254"),
            ("a=~._-", "a=~._-"),
        ] {
            assert_eq!(canonical_query(query), canonical);
        }
    }

    #[test]
    fn a_plus_sign_is_a_blank_among_pairs() {
        let read = pairs("a=1+2&b=%2B&c");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(read, [pair("a", "1 2"), pair("b", "+"), pair("c", "")]);
    }
}
