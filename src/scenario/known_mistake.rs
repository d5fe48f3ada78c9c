//! What candidates are known to say or to wire that breaks a requirement of the prompt, and the words that tell of it.
//!
//! A list of words may name a group of words (`@retry`) that many prompts share: see `assets/word_groups.json`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

use serde::{Deserialize, Serialize};

use crate::model::phrase_index::PhraseIndex;
use crate::model::text_match::{denied_words, plain, word_places};

/// How bad a mistake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MistakeWeight {
    /// It breaks a critical requirement.
    Critical,
    /// It is an incident waiting to happen.
    High,
    /// It should be improved.
    Medium,
}

/// One mistake. A text tells of it that has a word of each list of `says`, stands where `on`, `from` and `to` want it, and has
/// nothing that takes it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KnownMistake {
    /// Lower case with underscores, unique in the prompt.
    pub id: String,
    /// What is wrong, a few words.
    pub title: String,
    /// What goes wrong and for whom, one sentence.
    pub why: String,
    /// What to do, one sentence.
    pub advice: String,
    /// How bad it is.
    pub severity: MistakeWeight,
    /// The words that tell of it: one of each list in one text. The first list has to be in the text itself, the others may also be
    /// in the names of the boxes that an arrow joins. Each is how a word begins or, with a space at its end, a whole word.
    /// Without lists the arrow itself is the mistake.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<Vec<String>>,
    /// Words of the same text that take it back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Words anywhere on the drawing that take it back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless_anywhere: Vec<String>,
    /// The text names a time longer than this (s): "nightly", "every 15 min", "after 5 minutes".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longer_than_s: Option<f64>,
    /// The text names a time shorter than this (s): "TTL 10 min".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shorter_than_s: Option<f64>,
    /// Roles or kinds: the text stands at such a box, or on an arrow that joins one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<String>,
    /// Roles or kinds: the text stands on an arrow that begins at such a box.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Roles or kinds: the text stands on an arrow that ends at such a box.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// The id of the responsibility that is not met where the mistake is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
}

impl KnownMistake {
    /// Whether only an arrow can be this mistake.
    #[must_use]
    pub fn is_on_arrows(&self) -> bool {
        !self.from.is_empty() || !self.to.is_empty()
    }
}

/// The words of each group, by its name.
static WORD_GROUPS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let text = include_str!("../../assets/word_groups.json");
    serde_json::from_str(text)
        .unwrap_or_else(|problem| panic!("assets/word_groups.json is broken: {problem}"))
});

/// The name of the group that a word of a list stands for: `retry` for `@retry`.
fn group_name(word: &str) -> Option<&str> {
    word.strip_prefix('@')
}

/// The first of these words that names a group which does not exist.
pub(super) fn unknown_group<'a>(words: impl IntoIterator<Item = &'a String>) -> Option<&'a str> {
    let mut names = words.into_iter().filter_map(|word| group_name(word));
    names.find(|name| !WORD_GROUPS.contains_key(*name))
}

/// The words of a list with those of its groups.
fn spelled_out(list: &[String]) -> Vec<&str> {
    let words = list.iter().flat_map(|word| match group_name(word) {
        Some(name) => WORD_GROUPS.get(name).map_or(&[][..], Vec::as_slice),
        None => std::slice::from_ref(word),
    });
    words.map(String::as_str).collect()
}

/// Where a prompt keeps the index of its mistakes: made for the first drawing that is checked, so that prompts which are only listed
/// cost nothing.
#[derive(Debug, Clone, Default)]
pub struct MistakeIndexCell(Arc<OnceLock<MistakeIndex>>);

impl MistakeIndexCell {
    pub(super) fn get_or_make(&self, mistakes: &[KnownMistake]) -> &MistakeIndex {
        self.0.get_or_init(|| MistakeIndex::new(mistakes))
    }
}

/// It follows from the mistakes, which are compared themselves.
impl PartialEq for MistakeIndexCell {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The words of all mistakes of a prompt, so that a text is read once for all of them.
#[derive(Debug, Default)]
pub struct MistakeIndex {
    phrases: PhraseIndex<'static>,
    /// By phrase.
    places: Vec<PhrasePlace>,
    /// In the order of the mistakes.
    mistakes: Vec<MistakeLists>,
}

/// Where a phrase comes from.
#[derive(Debug)]
struct PhrasePlace {
    /// The list that it belongs to, by its place among all lists.
    list: usize,
    /// How many words it has.
    words: usize,
}

/// The lists of one mistake, by their places among all lists.
#[derive(Debug)]
struct MistakeLists {
    says: Vec<usize>,
    unless: usize,
    unless_anywhere: usize,
}

/// A phrase of a list that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PhraseFound {
    list: usize,
    /// The words of the text that it takes, counted from 0.
    words: Range<usize>,
    /// How far along the text it begins, in words, where commas set apart.
    at: usize,
    /// The word just before it that denies it: the place of "no" in "no read replicas".
    denied_by: Option<usize>,
}

impl PhraseFound {
    fn overlaps(&self, other: &Self) -> bool {
        self.words.start < other.words.end && other.words.start < self.words.end
    }
}

/// Which lists have a phrase in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListsFound(Vec<PhraseFound>);

impl ListsFound {
    /// Those of this text or of another.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    fn has(&self, list: usize) -> bool {
        self.0.iter().any(|found| found.list == list)
    }

    /// Whether each of these lists has a phrase of its own within so many words of the others: one word is not the evidence for two
    /// lists. A phrase that the text denies counts only where the word that denies it belongs to another list.
    fn has_together(&self, lists: &[usize], within: usize) -> bool {
        let of_lists = self.0.iter().filter(|found| lists.contains(&found.list));
        let of_lists: Vec<&PhraseFound> = of_lists.collect();
        let mut starts = of_lists.iter().map(|found| found.at);
        starts.any(|start| {
            let range = start..=start + within;
            let near = of_lists.iter().copied();
            let near = near.filter(|found| range.contains(&found.at));
            let near: Vec<_> = near.collect();
            choose_each(&near, lists, &mut Vec::new())
        })
    }
}

/// Whether a phrase of each list can be chosen so that no two of those chosen share a word.
fn choose_each<'a>(
    near: &[&'a PhraseFound],
    lists: &[usize],
    chosen: &mut Vec<&'a PhraseFound>,
) -> bool {
    let Some((list, rest)) = lists.split_first() else {
        return chosen.iter().all(|found| {
            found
                .denied_by
                .is_none_or(|word| chosen.iter().any(|other| other.words.contains(&word)))
        });
    };
    let mut of_list = near.iter().filter(|found| found.list == *list);
    of_list.any(|found| {
        if chosen.iter().any(|other| other.overlaps(found)) {
            return false;
        }
        chosen.push(found);
        let works = choose_each(near, rest, chosen);
        chosen.pop();
        works
    })
}

impl MistakeIndex {
    fn new(mistakes: &[KnownMistake]) -> Self {
        let mut phrases: Vec<Cow<'static, str>> = Vec::new();
        let mut indexed = Self::default();
        let mut count = 0;
        let mut add = |list: &[String]| {
            let place = count;
            for word in spelled_out(list) {
                phrases.push(Cow::Owned(word.to_owned()));
                let words = word.split_whitespace().count();
                indexed.places.push(PhrasePlace { list: place, words });
            }
            count += 1;
            place
        };
        indexed.mistakes = mistakes
            .iter()
            .map(|mistake| MistakeLists {
                says: mistake.says.iter().map(|list| add(list)).collect(),
                unless: add(&mistake.unless),
                unless_anywhere: add(&mistake.unless_anywhere),
            })
            .collect();
        indexed.phrases = PhraseIndex::new(phrases.into_iter());
        indexed
    }

    /// The lists that have a phrase in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> ListsFound {
        let mut found = ListsFound::default();
        let mut read = None;
        self.phrases.find(&plain(text), |phrase, word| {
            let place = &self.places[phrase];
            let (deniers, places) =
                read.get_or_insert_with(|| (denied_words(text), word_places(text)));
            found.0.push(PhraseFound {
                list: place.list,
                words: word..word + place.words,
                at: places.get(word).copied().unwrap_or(word),
                denied_by: deniers.get(word).copied().flatten(),
            });
        });
        found
    }

    /// Whether the words of a text tell of the mistake at this place of the prompt's list: `here` is what was found in the text
    /// itself, `beside` in the names of the boxes that it joins. What takes it back counts where it is told. In a long sentence
    /// the words have to stand near each other: those far apart speak of different things.
    #[must_use]
    pub fn is_told(&self, mistake: usize, here: &ListsFound, beside: &ListsFound) -> bool {
        /// A claim with its object, as people write them.
        const NEAR_WORDS: usize = 8;
        let Some(lists) = self.mistakes.get(mistake) else {
            return false;
        };
        let (own, others): (Vec<usize>, Vec<usize>) =
            lists.says.iter().partition(|&&list| here.has(list));
        (lists.says.first()).is_none_or(|first| own.contains(first))
            && (own.is_empty() || here.has_together(&own, NEAR_WORDS))
            && others.iter().all(|&list| beside.has(list))
            && !here.has(lists.unless)
            && (others.is_empty() || !beside.has(lists.unless))
    }

    /// Whether the first list of the mistake at this place, which says what it is about, has a phrase here.
    #[must_use]
    pub fn has_first_list(&self, mistake: usize, here: &ListsFound) -> bool {
        let lists = self.mistakes.get(mistake);
        lists.is_some_and(|lists| lists.says.first().is_some_and(|&list| here.has(list)))
    }

    /// Whether words in the same text take the mistake at this place back.
    #[must_use]
    pub fn takes_back(&self, mistake: usize, here: &ListsFound) -> bool {
        let lists = self.mistakes.get(mistake);
        lists.is_some_and(|lists| here.has(lists.unless))
    }

    /// Whether words anywhere on the drawing take the mistake at this place back.
    #[must_use]
    pub fn is_taken_back(&self, mistake: usize, anywhere: &ListsFound) -> bool {
        let lists = self.mistakes.get(mistake);
        lists.is_some_and(|lists| anywhere.has(lists.unless_anywhere))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(says: &[&[&str]], unless: &[&str]) -> KnownMistake {
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        KnownMistake {
            id: "charged_again".to_owned(),
            title: "Each retry is a new charge".to_owned(),
            why: "The customer pays twice".to_owned(),
            advice: "Send the same key with each retry".to_owned(),
            severity: MistakeWeight::Critical,
            says: says.iter().map(|list| owned(list)).collect(),
            unless: owned(unless),
            unless_anywhere: Vec::new(),
            longer_than_s: None,
            shorter_than_s: None,
            on: Vec::new(),
            from: Vec::new(),
            to: Vec::new(),
            job: None,
        }
    }

    #[test]
    fn one_word_of_each_list_tells_and_the_first_stands_in_the_text_itself() {
        let known = [mistake(
            &[&["@retry"], &["charge", "stripe"]],
            &["same key"],
        )];
        let index = MistakeIndex::new(&known);
        let tells = |text: &str, beside: &str| {
            let read = |text: &str| index.find(text);
            index.is_told(0, &read(text), &read(beside))
        };
        assert!(tells("Retries the charge", ""));
        assert!(tells("retry 5 times", "Stripe"));
        assert!(!tells("charge", "Retry worker"));
        assert!(!tells("retry, same key", "Stripe"));
        let far =
            "Retries of mails wait in a queue of their own so that nobody has to wait for a charge";
        assert!(!tells(far, ""));
    }

    #[test]
    fn one_word_is_not_the_evidence_for_two_lists() {
        let known = [mistake(
            &[&["replic", "two way replic"], &["replic", "data"]],
            &[],
        )];
        let index = MistakeIndex::new(&known);
        let tells = |text: &str| index.is_told(0, &index.find(text), &ListsFound::default());
        assert!(!tells("two-way replication"));
        assert!(tells("two-way replication of the data"));
    }

    #[test]
    fn what_the_text_denies_is_no_evidence() {
        let cached = mistake(&[&["cache"], &["state"]], &[]);
        let unguarded = mistake(&[&["no ", "without"], &["key"], &["charge"]], &[]);
        let known = [cached, unguarded];
        let index = MistakeIndex::new(&known);
        let tells = |mistake: usize, text: &str| {
            index.is_told(mistake, &index.find(text), &ListsFound::default())
        };
        assert!(tells(0, "Cache the state"));
        assert!(tells(0, "No lock, cache the state"));
        assert!(!tells(0, "No cache for the state"));
        assert!(!tells(0, "We don't ever cache the state"));
        assert!(tells(1, "Charge without a key"));
        assert!(!tells(1, "Charge with a key"));
    }

    #[test]
    fn groups_are_known_by_name() {
        let words = ["@retry".to_owned(), "mail".to_owned()];
        assert_eq!(unknown_group(&words), None);
        assert_eq!(unknown_group(&["@retries".to_owned()]), Some("retries"));
        assert!(spelled_out(&words).contains(&"resend"));
    }
}
