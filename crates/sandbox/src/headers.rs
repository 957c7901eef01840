//! The headers that a request says are signed.
//!
//! Clients differ in what they sign: one signs its host without the port, one leaves the content type as it is and one writes
//! it in small letters. What a request names is checked as it names it, and each of these ways counts.

use axum::http::HeaderMap;

/// A header as text; empty when it is absent or not ASCII.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The values of `name=value` parts of a header such as `Authorization`, by name.
pub(crate) fn part<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header
        .split([',', ' '])
        .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        .filter(|value| !value.is_empty())
}

/// The block `name:value\n` of each signed header, in each way that a client may have written it. `names` as the request
/// lists them, joined by `;`.
pub(crate) fn signed_blocks(headers: &HeaderMap, names: &str) -> Vec<String> {
    let hosts = {
        let sent = text(headers, "host");
        let bare = sent.rsplit_once(':').map_or(sent, |(host, _)| host);
        [sent.to_owned(), bare.to_owned()]
    };
    hosts
        .iter()
        .flat_map(|host| {
            [false, true].map(|small| {
                let mut block = String::new();
                for name in names.split(';') {
                    let value = if name == "host" {
                        host.clone()
                    } else {
                        joined(headers, name)
                    };
                    let value = if small { value.to_lowercase() } else { value };
                    block.extend([name, ":", &value, "\n"]);
                }
                block
            })
        })
        .collect()
}

/// A header that is sent twice is signed as its sorted values.
fn joined(headers: &HeaderMap, name: &str) -> String {
    let mut values: Vec<_> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .map(str::trim)
        .collect();
    values.sort_unstable();
    values.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_with_and_without_blanks() {
        for header in [
            "A3 Credential=id,SignedHeaders=a;b,Signature=00",
            "A3 Credential=id, SignedHeaders=a;b, Signature=00",
        ] {
            assert_eq!(part(header, "Credential"), Some("id"));
            assert_eq!(part(header, "SignedHeaders"), Some("a;b"));
            assert_eq!(part(header, "Signature"), Some("00"));
        }
        assert_eq!(part("A3 Credential=", "Credential"), None);
        assert_eq!(part("", "Credential"), None);
    }

    #[test]
    fn a_host_counts_with_and_without_its_port() {
        let mut headers = HeaderMap::new();
        headers.insert("host", "127.0.0.1:8421".parse().unwrap());
        headers.insert("x-a", "B".parse().unwrap());
        let blocks = signed_blocks(&headers, "host;x-a");
        assert!(blocks.contains(&"host:127.0.0.1:8421\nx-a:B\n".to_owned()));
        assert!(blocks.contains(&"host:127.0.0.1\nx-a:b\n".to_owned()));
    }
}
