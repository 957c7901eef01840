//! The forms of a page, read from its text: the pages are ours and plain, so no parser of all HTML is needed.

/// A form of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Where it is sent.
    pub(crate) action: String,
    /// Its step, if it is a question of an application.
    pub(crate) step: Option<String>,
    /// Whether it begins an application.
    pub(crate) starts: bool,
    pub(crate) fields: Vec<Field>,
}

/// An input that is sent with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) value: String,
    /// Of a file: its picture is there already.
    pub(crate) is_present: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    Hidden,
    /// A radio button or a box to tick.
    Choice,
    File,
    #[default]
    Text,
}

impl Form {
    /// Whether it has an input of this name.
    pub(crate) fn asks_for(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    /// Whether it takes pictures, and is therefore sent in several parts.
    pub(crate) fn asks_for_pictures(&self) -> bool {
        self.fields.iter().any(|field| field.kind == Kind::File)
    }

    /// The value of its first input of this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some(&field.value)
    }
}

/// The forms of a page, in its order.
pub(crate) fn forms(page: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut slot_is_present = false;
    let mut open: Option<Form> = None;
    for tag in tags(page) {
        match (tag.name, &mut open) {
            ("form", _) => {
                open = Some(Form {
                    action: tag.value("action").unwrap_or_default(),
                    step: tag.value("data-step"),
                    starts: tag.has("data-start"),
                    fields: Vec::new(),
                });
            }
            ("/form", _) => forms.extend(open.take()),
            ("input" | "select" | "textarea", Some(form)) => {
                form.fields.extend(field(&tag, slot_is_present));
            }
            // The main button may carry the answer to the page's one question.
            ("button", Some(form)) if tag.has("data-primary") => {
                form.fields.extend(tag.value("name").map(|name| Field {
                    name,
                    kind: Kind::Hidden,
                    value: tag.value("value").unwrap_or_default(),
                    is_present: false,
                }));
            }
            // The slot stands around its input; its mark is a hook of the contract.
            _ if tag.has("data-mark") => slot_is_present = tag.has("data-present"),
            _ => {}
        }
    }
    forms
}

/// What a browser would send of this control if it were filled in; `None` if nothing.
fn field(tag: &Tag, slot_is_present: bool) -> Option<Field> {
    let kind = match (tag.name, tag.value("type").as_deref()) {
        ("input", Some("hidden")) => Kind::Hidden,
        ("input", Some("file")) => Kind::File,
        ("input", Some("radio" | "checkbox")) => Kind::Choice,
        ("input", Some("submit" | "button")) => return None,
        _ => Kind::Text,
    };
    if tag.has("disabled") {
        return None;
    }
    Some(Field {
        name: tag.value("name")?,
        kind,
        value: tag.value("value").unwrap_or_default(),
        is_present: kind == Kind::File && slot_is_present,
    })
}

/// An attribute of the page's `main`.
pub(crate) fn of_main(page: &str, name: &str) -> Option<String> {
    tags(page).find(|tag| tag.name == "main")?.value(name)
}

/// Problems shown at fields, as `field: code`.
pub(crate) fn problems(page: &str) -> Vec<String> {
    let shown = tags(page).filter_map(|tag| {
        let field = tag.value("data-field")?;
        Some(format!("{field}: {}", tag.value("data-problem")?))
    });
    shown.collect()
}

/// The addresses of pictures below `folder` that the page shows, in its order.
pub(crate) fn pictures(page: &str, folder: &str) -> Vec<String> {
    let shown = tags(page).filter(|tag| tag.name == "img");
    shown
        .filter_map(|tag| tag.value("src"))
        .filter(|source| source.starts_with(folder))
        .collect()
}

/// A tag, or the end of an element, whose name then begins with `/`.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

/// Every tag of a page. Scripts, styles and comments are not told apart: our pages hold none with a `<` in it.
fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    page.split('<').skip(1).map(|piece| {
        // A `>` in a value is written `&#62;`.
        let tag = piece.split('>').next().unwrap_or_default();
        let (name, attributes) = tag
            .split_once(|c: char| c.is_ascii_whitespace())
            .unwrap_or((tag, ""));
        Tag { name, attributes }
    })
}

impl Tag<'_> {
    /// The value of an attribute; empty for one without.
    fn value(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let ends = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(ends);
            let (value, after) = match after.strip_prefix("=\"") {
                None => ("", after.trim_start_matches('=')),
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            };
            if name == wanted {
                return Some(decoded(value));
            }
            rest = after;
        }
    }

    fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }
}

/// A text without its character references.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        plain.push_str(before);
        let meant = from.split_once(';').and_then(|(name, after)| {
            let character = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
            };
            Some((character, after))
        });
        let (character, after) = meant.unwrap_or(('&', from));
        plain.push(character);
        rest = after;
    }
    plain + rest
}
