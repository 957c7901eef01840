//! A component as a specimen: with names of its own, so that many fit on one page, and without anything that would reach the
//! server. Nothing starts: forms become plain blocks, addresses lead back to the specimen, and the marks that the scripts look
//! for are gone.

/// The marks of scripts that would send something, start a timer, or take the focus.
const MARKS: [&str; 16] = [
    "data-countdown",
    "data-crop",
    "data-handover",
    "data-kept",
    "data-login",
    "data-phone",
    "data-print",
    "data-prove",
    "data-recover",
    "data-register",
    "data-send-code",
    "data-session",
    "data-step",
    "data-summary",
    "data-upload",
    "data-voice",
];
/// Attributes that send, leave the page or take the focus.
const DROPPED: [&str; 9] = [
    "action",
    "autofocus",
    "capture",
    "download",
    "enctype",
    "method",
    "novalidate",
    "rel",
    "target",
];
/// What a screen reader jumps to, and the attributes that label it.
const LANDMARKS: [&str; 3] = ["aside", "nav", "section"];
const LABELS: [&str; 2] = ["aria-label", "aria-labelledby"];
/// The attributes that name one or more elements.
const NAMES: [&str; 8] = [
    "id",
    "name",
    "for",
    "aria-labelledby",
    "aria-describedby",
    "data-live-for",
    "data-warning-title",
    "data-ended-title",
];

/// The component's HTML as the specimen `id`, on a page with many others.
pub(super) fn inert(html: &str, id: &str) -> String {
    let mut drawn = String::with_capacity(html.len() + html.len() / 4);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        drawn.push_str(&rest[..open]);
        let end = end_of_tag(&rest[open..]) + open;
        drawn.push_str(&tag(&rest[open + 1..end], html, id));
        rest = &rest[(end + 1).min(rest.len())..];
    }
    drawn.push_str(rest);
    drawn
}

/// Where the tag that begins here ends: a `>` in quotes does not count.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    let end = html.find(|symbol| {
        quoted ^= symbol == '"';
        symbol == '>' && !quoted
    });
    end.unwrap_or(html.len())
}

/// One tag, without its brackets.
fn tag(inner: &str, whole: &str, id: &str) -> String {
    let (slash, inner) = match inner.strip_prefix('/') {
        Some(inner) => ("/", inner),
        None => ("", inner),
    };
    let (name, mut rest) = inner.split_at(inner.find([' ', '\n', '/']).unwrap_or(inner.len()));
    let (renamed, added) = match name {
        // A form must not stand in a form, and a plain block sends nothing.
        "form" => ("div", ""),
        // Landmarks guide through a page, not through its samples.
        _ if LANDMARKS.contains(&name) => ("div", ""),
        // The page uses the first heading level, a chapter the second, a specimen the third.
        "h1" | "h2" | "h3" => ("h4", ""),
        // Open in place: only a script makes it modal.
        "dialog" if slash.is_empty() => (name, " open"),
        _ => (name, ""),
    };
    let mut drawn = format!("<{slash}{renamed}{added}");
    while let Some((attribute, value, after)) = attribute(rest) {
        rest = after;
        let of_landmark = LANDMARKS.contains(&name) && LABELS.contains(&attribute);
        if of_landmark || DROPPED.contains(&attribute) || MARKS.contains(&attribute) {
            continue;
        }
        drawn.extend([" ", attribute]);
        let Some(value) = value else { continue };
        let value = if NAMES.contains(&attribute) {
            own(value, id)
        } else if name == "a" && attribute == "href" {
            address(value, whole, id)
        } else {
            value.to_owned()
        };
        drawn.extend(["=\"", &value, "\""]);
    }
    drawn.push_str(if rest.trim_end().ends_with('/') {
        "/>"
    } else {
        ">"
    });
    drawn
}

/// The next attribute, its value, and what comes after it.
fn attribute(rest: &str) -> Option<(&str, Option<&str>, &str)> {
    let rest = rest.trim_start();
    let end = rest.find(['=', ' ', '\n', '/']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if name.is_empty() {
        return None;
    }
    match after
        .strip_prefix("=\"")
        .and_then(|after| after.split_once('"'))
    {
        Some((value, after)) => Some((name, Some(value), after)),
        None => Some((name, None, after)),
    }
}

/// The names, made unique to this specimen.
fn own(names: &str, id: &str) -> String {
    let names = names.split(' ').map(|name| format!("{id}-{name}"));
    names.collect::<Vec<_>>().join(" ")
}

/// An address within the specimen stays, every other one leads to the specimen.
fn address(href: &str, whole: &str, id: &str) -> String {
    match href.strip_prefix('#') {
        Some(anchor) if whole.contains(&format!(" id=\"{anchor}\"")) => format!("#{id}-{anchor}"),
        _ => format!("#{id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_names_them_move_together() {
        let html =
            r##"<p id="a"></p><input id="b" name="c" aria-describedby="a b"><a href="#a">x</a>"##;
        assert_eq!(
            inert(html, "en"),
            r##"<p id="en-a"></p><input id="en-b" name="en-c" aria-describedby="en-a en-b"><a href="#en-a">x</a>"##
        );
    }

    #[test]
    fn nothing_sends_leaves_or_starts() {
        let html = r#"<form class="f" method="post" action="/logout" data-login novalidate><h2 tabindex="-1" autofocus>x</h2><a href="/help" target="_blank">y</a></form><svg><path d="M1 2"/></svg><section data-upload="/x" data-uploads="1" aria-labelledby="t"></section>"#;
        assert_eq!(
            inert(html, "en"),
            r##"<div class="f"><h4 tabindex="-1">x</h4><a href="#en">y</a></div><svg><path d="M1 2"/></svg><div data-uploads="1"></div>"##
        );
    }

    #[test]
    fn a_dialog_stands_open_in_its_place() {
        assert_eq!(
            inert(r#"<dialog class="ask" data-session="1"></dialog>"#, "en"),
            r#"<dialog open class="ask"></dialog>"#
        );
    }

    #[test]
    fn an_angle_in_quotes_ends_no_tag() {
        assert_eq!(
            inert(r#"<p title="a > b">c</p>"#, "en"),
            r#"<p title="a > b">c</p>"#
        );
    }
}
