//! Texts of the sandbox.

use domain::lang::Lang;

/// A text of the sandbox in the page's language.
pub(crate) fn in_lang(text: &sandbox::Text, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &text.zh,
        Lang::En => &text.en,
    }
}
