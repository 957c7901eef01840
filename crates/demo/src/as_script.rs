//! A component as a script changes it during use: the words it says, what it shows and hides.
//!
//! The page of components draws these states without the script, using the marks that the script itself looks for.

/// Puts the words into the element that carries `mark`.
pub(super) fn says(html: &str, mark: &str, words: &str) -> String {
    match tag(html, mark) {
        Some((_, end)) => [&html[..=end], words, &html[end + 1..]].concat(),
        None => html.to_owned(),
    }
}

/// Unhides the element that carries `mark`.
pub(super) fn shows(html: &str, mark: &str) -> String {
    with_tag(html, mark, |tag| tag.replacen(" hidden", "", 1))
}

/// Hides the element that carries `mark`.
pub(super) fn hides(html: &str, mark: &str) -> String {
    with_tag(html, mark, |tag| format!("{tag} hidden"))
}

/// Adds an attribute to the element that carries `mark`.
pub(super) fn marks(html: &str, mark: &str, attribute: &str) -> String {
    with_tag(html, mark, |tag| format!("{tag} {attribute}"))
}

fn with_tag(html: &str, mark: &str, change: impl Fn(&str) -> String) -> String {
    match tag(html, mark) {
        Some((start, end)) => [&html[..start], &change(&html[start..end]), &html[end..]].concat(),
        None => html.to_owned(),
    }
}

/// Where the tag that carries `mark` begins, and where its `>` is.
fn tag(html: &str, mark: &str) -> Option<(usize, usize)> {
    let wanted = format!(" {mark}");
    let mut found = html.match_indices(&wanted).map(|(at, _)| at);
    let at = found.find(|at| html[at + wanted.len()..].starts_with([' ', '>', '=', '"']))?;
    let start = html[..at].rfind('<')?;
    let end = at + html[at..].find('>')?;
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = r#"<div data-left-over></div><p class="a" data-left hidden></p>"#;

    #[test]
    fn the_element_is_found_by_its_whole_mark() {
        let said = says(HTML, "data-left", "5");
        assert_eq!(said, HTML.replace("hidden>", "hidden>5"));
        let shown = shows(HTML, "data-left");
        assert_eq!(shown, HTML.replace(" hidden", ""));
        assert_eq!(hides(&shown, "data-left"), HTML);
        assert!(
            marks(HTML, "data-left", "aria-busy=\"true\"").contains(r#"hidden aria-busy="true">"#)
        );
    }

    #[test]
    fn what_is_not_there_changes_nothing() {
        assert_eq!(says(HTML, "data-right", "5"), HTML);
    }
}
