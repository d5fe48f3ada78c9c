//! Where the claims and thresholds of a rule come from, so that nobody has to take them on trust.

/// A page, a paper or a book.
#[derive(Debug, Clone, Copy)]
pub struct Publication {
    /// Who wrote it and what it is called.
    pub title: &'static str,
    /// Its address; none for a book.
    pub url: Option<&'static str>,
}

impl Publication {
    /// A reference to it.
    pub(crate) const fn supports(self, claim: &'static str) -> RuleReference {
        RuleReference {
            publication: Some(self),
            supports: claim,
        }
    }
}

/// What supports a claim or a threshold of a rule.
#[derive(Debug)]
pub struct RuleReference {
    /// Where it can be read; none where it is our own judgment.
    pub publication: Option<Publication>,
    /// What of the rule it supports.
    pub supports: &'static str,
}

impl RuleReference {
    /// A threshold or a claim that no publication is known for.
    pub(crate) const fn own_judgment(supports: &'static str) -> Self {
        Self {
            publication: None,
            supports,
        }
    }

    /// The title of the publication, or that there is none, and what it supports.
    #[must_use]
    pub fn text(&self) -> String {
        let publication = self.publication.as_ref();
        let title = publication.map_or("Our own judgment", |publication| publication.title);
        format!("{title}: {}", self.supports)
    }

    /// The address of the publication.
    #[must_use]
    pub fn url(&self) -> Option<&'static str> {
        self.publication.as_ref()?.url
    }
}
