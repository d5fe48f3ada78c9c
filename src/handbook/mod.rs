//! The handbook: a page for every component kind, every rule and every concept, in plain English, with drawn examples and
//! links among them. It knows what the pages say; how they look is for the window and for the file that is printed.
//!
//! Pages about kinds and concepts are written by hand in `assets/handbook`; numbers, rules and prompts that belong to a kind
//! are put behind them from where they are kept. Pages about rules are the rules' own texts and examples.

mod kinds;
mod markdown;
mod rules;

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::model::{NameMatch, catalogue, fold_word, match_name};

/// What a page is about; written as `kind:cache`, `rule:orphan` or `concept:caching`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
                "`{text}` is no page: write kind:, rule: or concept: and an id"
            )),
        }
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
}

impl From<&str> for TextSpan {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            style: SpanStyle::Plain,
            link: None,
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

/// The text of the files in a folder of the handbook, by their names.
macro_rules! files {
    ($folder:literal: $($id:literal)*) => {
        &[$(($id, include_str!(concat!("../../assets/handbook/", $folder, "/", $id, ".md")))),*]
    };
}
use files;

/// The pages about concepts, in the order in which one would read them.
const CONCEPTS: &[(&str, &str)] = files!["concepts":
    "requirements"
    "estimation"
    "reading-a-drawing"
    "latency"
    "capacity"
    "cost"
    "load-balancing"
    "rate-limiting"
    "caching"
    "cache-invalidation"
    "cdn"
    "queues-and-logs"
    "events"
    "delivery-guarantees"
    "realtime"
    "api-styles"
    "microservices"
    "service-mesh"
    "serverless"
    "sql-and-nosql"
    "replication"
    "sharding"
    "consistency"
    "transactions-and-sagas"
    "indexes-and-search"
    "back-pressure"
    "retries-and-breakers"
    "availability"
    "recovery"
    "regions-and-zones"
    "observability"
    "security"
    "rollout-and-migration"
    "hardware-and-software"
    "inference"
    "retrieval"
];

static PAGES: LazyLock<Vec<HandbookPage>> = LazyLock::new(|| {
    let concepts = CONCEPTS
        .iter()
        .map(|(id, text)| markdown::read_page(PageLink::Concept((*id).to_owned()), text));
    concepts
        .chain(kinds::kind_pages())
        .chain(rules::rule_pages())
        .collect()
});

/// All pages: concepts, then kinds as the palette has them, then rules as the check has them.
#[must_use]
pub fn pages() -> &'static [HandbookPage] {
    &PAGES
}

/// The page about something, where there is one.
#[must_use]
pub fn page(link: &PageLink) -> Option<&'static HandbookPage> {
    pages().iter().find(|page| page.link == *link)
}

/// The pages that speak of something, those that are about it first.
#[must_use]
pub fn search(typed: &str) -> Vec<&'static HandbookPage> {
    let wanted = fold_word(typed);
    if wanted.is_empty() {
        return pages().iter().collect();
    }
    let named = catalogue().find(typed).map(|(kind, _)| &kind.id);
    let mut found: Vec<(u8, &HandbookPage)> = pages()
        .iter()
        .filter_map(|page| match &page.link {
            PageLink::Kind(id) if named == Some(id) => Some((0, page)),
            _ => Some((closeness(page, &wanted)?, page)),
        })
        .collect();
    found.sort_by_key(|(closeness, _)| *closeness);
    found.into_iter().map(|(_, page)| page).collect()
}

/// How close a page is to what is wanted, 0 being closest; none where it does not speak of it.
fn closeness(page: &HandbookPage, wanted: &str) -> Option<u8> {
    let has = |text: &str| fold_word(text).contains(wanted);
    let known_as = || match &page.link {
        PageLink::Kind(id) => catalogue().get(id).is_some_and(|kind| {
            let names = kind.aliases.iter().chain(&kind.products);
            names
                .into_iter()
                .any(|name| fold_word(name).starts_with(wanted))
        }),
        PageLink::Rule(id) | PageLink::Concept(id) => has(id),
    };
    match match_name(&page.title, wanted) {
        Some(NameMatch::Exact) => Some(0),
        Some(NameMatch::Prefix) => Some(1),
        Some(NameMatch::WordPrefix | NameMatch::Inside) => Some(2),
        _ if known_as() => Some(3),
        _ if has(&page.summary) => Some(4),
        _ if page.spans().any(|span| has(&span.text)) => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
