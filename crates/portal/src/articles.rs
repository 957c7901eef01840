//! Texts to agree to: a page of their own, or under the summary.

use web::page::Page;

use super::drawing::Drawn;
use super::pages::agreement::Article;
use super::wording;

/// The texts of a step to agree to, each with its box.
pub(super) fn articles(drawn: &Drawn<'_>) -> Vec<Article> {
    let lang = drawn.page.lang;
    drawn
        .shown
        .fields()
        .map(|field| {
            let text = field.agreement;
            let paragraphs = text.into_iter().flat_map(|text| &text.paragraphs);
            Article {
                title: text
                    .map(|text| text.title.get(lang).to_owned())
                    .unwrap_or_default(),
                paragraphs: paragraphs
                    .map(|paragraph| paragraph.get(lang).to_owned())
                    .collect(),
                edition: text
                    .map(|text| edition(drawn.page, &text.version))
                    .unwrap_or_default(),
                tick: drawn.field(field),
            }
        })
        .collect()
}

/// The edition of a text: the date in its version, as people write it.
pub(super) fn edition(page: &Page, version: &str) -> String {
    version
        .parse()
        .map_or_else(|_| version.to_owned(), |day| wording::day(page, day))
}
