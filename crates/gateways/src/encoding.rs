//! Names and values as they stand in an address and under a signature.

/// The canonical query, as signed and sent: pairs encoded by RFC 3986, sorted by name, then value.
pub(crate) fn canonical_query(pairs: &[(&str, &str)]) -> String {
    let mut encoded: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, value)| (percent_encoded(name), percent_encoded(value)))
        .collect();
    encoded.sort();
    encoded
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

/// A query or a form in this order, encoded by RFC 3986.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let encoded = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", percent_encoded(name), percent_encoded(value)));
    encoded.collect::<Vec<_>>().join("&")
}

/// Percent-encoded by RFC 3986: letters, digits and `-._~` stay.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    encoded
}

/// The header `Host` that belongs to an address: with the port, unless it is the scheme's own.
pub(crate) fn host(url: &reqwest::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_sorted_and_encoded() {
        assert_eq!(canonical_query(&[]), "");
        assert_eq!(
            canonical_query(&[("b", "2 *"), ("a", "张"), ("b", "1~"), ("a/", "+&=")]),
            "a=%E5%BC%A0&a%2F=%2B%26%3D&b=1~&b=2%20%2A"
        );
    }

    #[test]
    fn a_host_has_its_port_unless_it_is_the_usual_one() {
        for (address, host_header) in [
            ("https://a.example/x", "a.example"),
            ("https://a.example:443", "a.example"),
            ("http://127.0.0.1:8421", "127.0.0.1:8421"),
            ("http://[::1]:8421", "[::1]:8421"),
        ] {
            assert_eq!(host(&address.parse().unwrap()), host_header);
        }
    }
}
