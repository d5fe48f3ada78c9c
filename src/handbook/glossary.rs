//! The glossary: each term of the trade in one sentence for a program manager, with a figure where one helps, and the page
//! of the handbook to read next. The same entries explain terms on every screen, in reports, in the handbook and on the
//! command line.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::page::{HandbookPage, PageBlock, PageLink, SpanStyle, TextSpan};
use crate::model::{NameMatch, fold_word, match_name};

/// The id of the page that lists all terms.
const PAGE: &str = "glossary";

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its id: lower case, with hyphens.
    pub id: String,
    /// How it is usually written.
    pub term: String,
    /// Other spellings, the abbreviation or what it stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What it means, in one sentence.
    pub says: String,
    /// A typical figure or a worked number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<String>,
    /// The page of the handbook to read next.
    pub page: PageLink,
    /// Whether it is explained where a text uses it. A word that everybody knows, or that has another meaning in everyday
    /// English ("window", "cell"), is not.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub hover: bool,
}

const fn yes() -> bool {
    true
}

impl Term {
    /// Every way in which it is written, the usual one first.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.term)
            .chain(&self.also)
            .map(String::as_str)
    }

    /// The sentence, and the figure behind it where there is one.
    #[must_use]
    pub fn explanation(&self) -> String {
        match &self.numbers {
            Some(numbers) => format!("{} {numbers}", self.says),
            None => self.says.clone(),
        }
    }
}

/// Where a text uses a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermMention {
    /// The bytes of the text that name it.
    pub at: Range<usize>,
    /// The term.
    pub term: &'static Term,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../assets/handbook/glossary.json"))
        .expect("a test reads the file")
});

/// A way to write a term that is explained on hover.
struct Spelling {
    text: &'static str,
    term: &'static Term,
}

impl Spelling {
    /// Where the spelling ends that begins at the start of `text`; none where the text says something else. An abbreviation
    /// or a name is found as it is written, other words in any case; either may have the ending of a plural.
    fn end_in(&self, text: &str) -> Option<usize> {
        let length = self.text.len();
        let beginning = text.get(..length)?;
        let is_name = self.text.bytes().any(|byte| byte.is_ascii_uppercase());
        let same = if is_name {
            beginning == self.text
        } else {
            beginning.eq_ignore_ascii_case(self.text)
        };
        let ends = |end: &usize| {
            let next = text.get(*end..).and_then(|rest| rest.chars().next());
            next.is_none_or(|next| !next.is_alphanumeric())
        };
        let plural = |ending: &str| text.get(length..).is_some_and(|r| r.starts_with(ending));
        let plurals = ["s", "es"].into_iter().filter(|ending| plural(ending));
        let mut candidates = std::iter::once(length).chain(plurals.map(|e| length + e.len()));
        same.then(|| candidates.find(ends)).flatten()
    }
}

/// What is looked for in texts, by the lower-case first word and with the longest spelling first.
static SPELLINGS: LazyLock<BTreeMap<String, Vec<Spelling>>> = LazyLock::new(|| {
    let mut by_word: BTreeMap<String, Vec<Spelling>> = BTreeMap::new();
    for term in terms().iter().filter(|term| term.hover) {
        for text in term.spellings() {
            let word = first_word(text).to_lowercase();
            by_word
                .entry(word)
                .or_default()
                .push(Spelling { text, term });
        }
    }
    for spellings in by_word.values_mut() {
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.text.len()));
    }
    by_word
});

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// All terms, in the order of the alphabet.
#[must_use]
pub fn terms() -> &'static [Term] {
    &TERMS
}

/// The page that lists all terms.
#[must_use]
pub fn glossary_page() -> PageLink {
    PageLink::Concept(PAGE.to_owned())
}

/// The terms that are meant by what was typed, the closest first; all where nothing was typed.
#[must_use]
pub fn search_terms(typed: &str) -> Vec<&'static Term> {
    let wanted = fold_word(typed);
    if wanted.is_empty() {
        return terms().iter().collect();
    }
    let closeness = |term: &Term| {
        let named = term.spellings().filter_map(|spelling| {
            Some(match match_name(spelling, typed)? {
                NameMatch::Exact => 0,
                NameMatch::Prefix => 1,
                NameMatch::WordPrefix => 2,
                NameMatch::Inside => 3,
                NameMatch::Scattered => return None,
            })
        });
        let said = fold_word(&term.says).contains(&wanted).then_some(4);
        named.chain(said).min()
    };
    let mut found: Vec<(u8, &Term)> = terms()
        .iter()
        .filter_map(|term| Some((closeness(term)?, term)))
        .collect();
    found.sort_by_key(|(closeness, _)| *closeness);
    found.into_iter().map(|(_, term)| term).collect()
}

/// Where a text uses a term for the first time, in the order of the text. The longest name counts: "read replica lag" is
/// not a mention of "replica".
#[must_use]
pub fn term_mentions(text: &str) -> Vec<TermMention> {
    let mut found: Vec<TermMention> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_word(text, at) {
        let rest = &text[start..];
        let word = first_word(rest);
        let hit = spellings_of(word)
            .filter_map(|spelling| Some((spelling.end_in(rest)?, spelling.term)))
            .max_by_key(|(end, _)| *end);
        at = start + hit.map_or(word.len(), |(end, _)| end);
        if let Some((_, term)) = hit
            && !found.iter().any(|mention| mention.term.id == term.id)
        {
            found.push(TermMention {
                at: start..at,
                term,
            });
        }
    }
    found
}

/// Where the first word at or behind a place starts.
fn next_word(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    Some(at + rest.find(char::is_alphanumeric)?)
}

/// The spellings that may begin with a word, which may be a plural.
fn spellings_of(word: &str) -> impl Iterator<Item = &'static Spelling> {
    let word = word.to_lowercase();
    let singular = |ending: &str| word.strip_suffix(ending).map(str::to_owned);
    let words = [Some(word.clone()), singular("s"), singular("es")];
    words
        .into_iter()
        .flatten()
        .filter_map(|word| SPELLINGS.get(&word))
        .flatten()
}

/// The page that lists all terms, by their first letters.
pub(super) fn glossary_of_terms() -> HandbookPage {
    let mut blocks: Vec<PageBlock> = Vec::new();
    let mut letter = None;
    for term in terms() {
        let first = term.term.chars().next().map(|c| c.to_ascii_uppercase());
        if first != letter {
            letter = first;
            let heading = letter.map(String::from).unwrap_or_default();
            blocks.push(PageBlock::Heading(heading));
        }
        let item = term_line(term);
        match blocks.last_mut() {
            Some(PageBlock::List { items, .. }) => items.push(item),
            _ => blocks.push(PageBlock::List {
                numbered: false,
                items: vec![item],
            }),
        }
    }
    HandbookPage {
        link: glossary_page(),
        title: "Glossary".to_owned(),
        summary: format!(
            "{} terms of the trade, each in one sentence, with the page to read next.",
            terms().len()
        ),
        blocks,
    }
}

/// A term with what it means, its name leading to the page to read next.
#[must_use]
pub fn term_line(term: &Term) -> Vec<TextSpan> {
    let also = match term.also.as_slice() {
        [] => String::new(),
        also => format!(" (also: {})", also.join(", ")),
    };
    vec![
        TextSpan {
            style: SpanStyle::Strong,
            link: Some(term.page.clone()),
            ..term.term.as_str().into()
        },
        format!("{also}: {}", term.explanation()).as_str().into(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::handbook::page;
    use crate::scenario::writing;

    #[test]
    fn terms_are_sorted_and_each_name_belongs_to_one_of_them() {
        assert!(terms().len() >= 170, "{} terms", terms().len());
        let names: Vec<String> = terms().iter().map(|t| t.term.to_lowercase()).collect();
        assert!(names.is_sorted(), "{names:?}");
        let mut owner: BTreeMap<&str, &str> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for term in terms() {
            assert!(ids.insert(&term.id), "{} stands twice", term.id);
            for spelling in term.spellings() {
                let other = owner.insert(spelling, &term.id);
                assert_eq!(other, None, "{spelling} is also in {}", term.id);
            }
        }
    }

    #[test]
    fn each_term_is_one_short_sentence_and_leads_to_a_page() {
        for term in terms() {
            let (says, length) = (&term.says, writing::length(&term.says));
            assert!((4..=30).contains(&length), "{}: {length} words", term.term);
            assert!(says.ends_with('.'), "{says}");
            // "3:1" and an enumeration behind a colon are one sentence.
            assert!(!says.trim_end_matches('.').contains(". "), "{says}");
            assert!(page(&term.page).is_some(), "{}: {}", term.id, term.page);
        }
    }

    #[test]
    fn no_term_is_explained_by_itself() {
        let uses: BTreeMap<&str, Vec<&str>> = terms()
            .iter()
            .map(|term| {
                let used = term_mentions(&term.says);
                (
                    term.id.as_str(),
                    used.iter().map(|m| m.term.id.as_str()).collect(),
                )
            })
            .collect();
        for &start in uses.keys() {
            let (mut reached, mut open) = (BTreeSet::new(), vec![start]);
            while let Some(next) = open.pop() {
                for &used in &uses[next] {
                    assert_ne!(used, start, "{start} is explained by way of {next}");
                    if reached.insert(used) {
                        open.push(used);
                    }
                }
            }
        }
    }

    /// The texts that name terms, in order.
    fn named(text: &str) -> Vec<&str> {
        term_mentions(text)
            .into_iter()
            .map(|m| &text[m.at])
            .collect()
    }

    #[test]
    fn terms_are_found_in_texts_once_each_and_as_whole_words() {
        assert_eq!(
            named("The p99 is high; SLOs and the SLO need p99. Hot Keys, shards."),
            ["p99", "SLOs", "Hot Keys", "shards"]
        );
        assert_eq!(named("captures a slot, sloppy"), Vec::<&str>::new());
        assert_eq!(named("dead-letter queue: DLQ"), ["dead-letter queue"]);
        assert_eq!(named("Größe: p99 – ≤ 5 ms, ünïcödé WAF"), ["p99", "WAF"]);
        assert_eq!(named("the window of a cell"), Vec::<&str>::new());
    }

    #[test]
    fn what_one_types_finds_the_term() {
        let first = |typed: &str| search_terms(typed).first().map(|term| term.id.as_str());
        assert_eq!(first("DLQ"), Some("dead-letter-queue"));
        assert_eq!(first("service level obj"), Some("slo"));
        assert_eq!(search_terms("").len(), terms().len());
        assert!(search_terms("qqqq").is_empty());
    }
}
