//! What a page of the handbook is made of, and the links that lead from one to another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a page is about; written as `kind:cache`, `rule:orphan` or `concept:caching`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum PageLink {
    /// A concept, by its id.
    Concept(String),
    /// A component kind, by its id.
    Kind(String),
    /// A rule, by its id.
    Rule(String),
}

impl PageLink {
    /// The chapter that the page stands in.
    #[must_use]
    pub fn chapter(&self) -> Chapter {
        match self {
            Self::Concept(_) => Chapter::Concepts,
            Self::Kind(_) => Chapter::Kinds,
            Self::Rule(_) => Chapter::Rules,
        }
    }
}

impl fmt::Display for PageLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Concept(id) => write!(f, "concept:{id}"),
            Self::Kind(id) => write!(f, "kind:{id}"),
            Self::Rule(id) => write!(f, "rule:{id}"),
        }
    }
}

impl FromStr for PageLink {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = |id: &str| id.to_owned();
        match text.split_once(':') {
            Some(("concept", of)) => Ok(Self::Concept(id(of))),
            Some(("kind", of)) => Ok(Self::Kind(id(of))),
            Some(("rule", of)) => Ok(Self::Rule(id(of))),
            _ => Err(format!(
                "`{text}` is not a page: write kind:, rule:, or concept:, and then an ID"
            )),
        }
    }
}

impl TryFrom<String> for PageLink {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PageLink> for String {
    fn from(link: PageLink) -> Self {
        link.to_string()
    }
}

/// A part of the handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// Ideas that interviews turn on.
    Concepts,
    /// What boxes stand for.
    Kinds,
    /// What the check looks for.
    Rules,
}

impl Chapter {
    /// All chapters in order.
    pub const ALL: [Self; 3] = [Self::Concepts, Self::Kinds, Self::Rules];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Concepts => "Concepts",
            Self::Kinds => "Components",
            Self::Rules => "Rules",
        }
    }
}

/// How some words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpanStyle {
    /// As all the rest.
    #[default]
    Plain,
    /// A term where it is explained.
    Strong,
    /// With weight.
    Emphasis,
    /// A name from a program.
    Code,
}

/// Some words of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSpan {
    /// The words.
    pub text: String,
    /// How they are set.
    pub style: SpanStyle,
    /// The page that they lead to.
    pub link: Option<PageLink>,
    /// The address on the web that they lead to: a source.
    pub address: Option<String>,
}

impl From<&str> for TextSpan {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            style: SpanStyle::Plain,
            link: None,
            address: None,
        }
    }
}

impl TextSpan {
    /// The words as they stand where nothing can be clicked, with the address of a source behind its title.
    #[must_use]
    pub fn plain_text(&self) -> String {
        match &self.address {
            Some(address) if *address != self.text => format!("{}, {address}", self.text),
            _ => self.text.clone(),
        }
    }
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageBlock {
    /// The heading of a section.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<TextSpan>),
    /// A list, with numbers or without.
    List {
        /// With numbers.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<TextSpan>>,
    },
    /// A drawing in the text notation.
    Drawing(String),
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandbookPage {
    /// What it is about.
    pub link: PageLink,
    /// Its title.
    pub title: String,
    /// One sentence that says what it is about.
    pub summary: String,
    /// What stands below.
    pub blocks: Vec<PageBlock>,
}

impl HandbookPage {
    /// All its words, without its drawings.
    pub fn spans(&self) -> impl Iterator<Item = &TextSpan> {
        self.blocks.iter().flat_map(|block| match block {
            PageBlock::Heading(_) | PageBlock::Drawing(_) => Vec::new(),
            PageBlock::Paragraph(spans) => spans.iter().collect(),
            PageBlock::List { items, .. } => items.iter().flatten().collect(),
        })
    }

    /// Its drawings, in the text notation.
    pub fn drawings(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            PageBlock::Drawing(text) => Some(text.as_str()),
            _ => None,
        })
    }
}
