//! The kind that a name speaks of, and the words that say so.

use std::fmt;

use super::kind::Kind;

/// The kind that a name speaks of, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// What in the name speaks of it.
    pub evidence: NameEvidence,
}

/// What in a name speaks of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameEvidence {
    /// A product of that kind, as its maker spells it.
    Product(String),
    /// Words that people use for such a thing, as they are written in the name.
    Noun(String),
}

impl fmt::Display for Recognition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = &self.kind.label;
        match &self.evidence {
            NameEvidence::Product(product) => {
                write!(f, "{kind}: \"{product}\" is a product of this kind")
            }
            NameEvidence::Noun(noun) => write!(f, "{kind}: its name contains \"{noun}\""),
        }
    }
}
