//! What has just happened to a draft, said on the page that comes next.

/// What has just happened to a draft; a word in the address of the next page names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// An answer made pictures unnecessary.
    Released,
    /// What the page shows has changed since the posted form was drawn.
    Changed,
    /// Input from before the log-in ended is on the page, unsaved.
    Kept,
    /// The registry no longer lists the chosen child.
    NotOffered,
    /// The submission was taken back.
    TakenBack,
}

impl News {
    const ALL: [News; 5] = [
        News::Released,
        News::Changed,
        News::Kept,
        News::NotOffered,
        News::TakenBack,
    ];

    const fn word(self) -> &'static str {
        match self {
            News::Released => "released",
            News::Changed => "changed",
            News::Kept => "kept",
            News::NotOffered => "not-offered",
            News::TakenBack => "taken-back",
        }
    }

    /// The news named by a word in an address.
    pub(super) fn of(word: &str) -> Option<News> {
        News::ALL.into_iter().find(|news| news.word() == word)
    }

    /// The address of a page that will show the news.
    pub(super) fn told_at(self, url: &str) -> String {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}note={}", self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::News;

    #[test]
    fn the_next_page_is_told_by_its_address() {
        for (url, expected) in [
            ("/a/child", "/a/child?note="),
            ("/a/child?page=b", "/a/child?page=b&note="),
        ] {
            for news in News::ALL {
                let told = news.told_at(url);
                let word = told.strip_prefix(expected).unwrap();
                assert_eq!(News::of(word), Some(news));
            }
        }
        assert_eq!(News::of("anything"), None);
    }
}
