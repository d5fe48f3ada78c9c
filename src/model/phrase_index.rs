//! Many phrases looked for in many texts at once, each found as [`mentions`](super::text_match::mentions) finds it:
//! at the beginning of a word.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::text_match::begins_other_name;

/// Phrases in lower case, by how they begin.
#[derive(Debug, Default)]
pub(crate) struct PhraseIndex<'a> {
    /// Each with its place in the list that the index was made from.
    phrases: Vec<([u8; 2], usize, Cow<'a, str>)>,
}

impl<'a> PhraseIndex<'a> {
    pub(crate) fn new(phrases: impl Iterator<Item = Cow<'a, str>>) -> Self {
        let mut phrases: Vec<_> = phrases
            .enumerate()
            .map(|(place, phrase)| (beginning(&phrase), place, phrase))
            .collect();
        phrases.sort_by_key(|(key, ..)| *key);
        Self { phrases }
    }

    /// Tells each phrase that is found in a [`plain`](super::text_match::plain) text, by its place, and the word it begins with, counted from 0, as often
    /// as it is found. Words that people shorten are also read in full.
    pub(crate) fn find(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let Some(in_full) = in_full(text) else {
            self.find_as_written(text, found);
            return;
        };
        let mut all = BTreeSet::new();
        for text in [text, &in_full] {
            self.find_as_written(text, |place, word| _ = all.insert((word, place)));
        }
        for (word, place) in all {
            found(place, word);
        }
    }

    fn find_as_written(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let starts = text.match_indices(' ').map(|(at, _)| &text[at + 1..]);
        for (word, rest) in std::iter::once(text).chain(starts).enumerate() {
            if rest.is_empty() {
                continue;
            }
            let key = beginning(rest);
            let first = self.phrases.partition_point(|(other, ..)| *other < key);
            let alike = self.phrases[first..].iter();
            for (_, place, phrase) in alike.take_while(|(other, ..)| *other == key) {
                if rest.starts_with(&**phrase) && !begins_other_name(rest.as_bytes(), phrase) {
                    found(*place, word);
                }
            }
        }
    }
}

/// Words as people shorten them in boxes, each with the word that it stands for.
const SHORT_FORMS: [(&str, &str); 46] = [
    ("acct", "account"),
    ("addr", "address"),
    ("agg", "aggregator"),
    ("calc", "calculator"),
    ("cfg", "config"),
    ("conf", "config"),
    ("cust", "customer"),
    ("db", "database"),
    ("dbs", "databases"),
    ("del", "delete"),
    ("doc", "document"),
    ("docs", "documents"),
    ("dup", "duplicate"),
    ("dups", "duplicates"),
    ("enc", "encoder"),
    ("evt", "event"),
    ("evts", "events"),
    ("fw", "firmware"),
    ("gen", "generator"),
    ("idx", "index"),
    ("img", "image"),
    ("imgs", "images"),
    ("k8s", "kubernetes"),
    ("loc", "location"),
    ("locs", "locations"),
    ("mem", "memory"),
    ("mgr", "manager"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("notif", "notification"),
    ("notifs", "notifications"),
    ("pmt", "payment"),
    ("pmts", "payments"),
    ("proc", "processor"),
    ("recon", "reconciliation"),
    ("req", "request"),
    ("reqs", "requests"),
    ("resp", "response"),
    ("sched", "scheduler"),
    ("srv", "server"),
    ("svc", "service"),
    ("thumbs", "thumbnails"),
    ("txn", "transaction"),
    ("txns", "transactions"),
    ("usr", "user"),
    ("ver", "version"),
];

/// A [`plain`](super::text_match::plain) text with words that were shortened in full; none where it has none.
fn in_full(text: &str) -> Option<String> {
    let full_word = |word: &str| {
        let place = SHORT_FORMS.binary_search_by_key(&word, |(short, _)| short);
        place.ok().map(|place| SHORT_FORMS[place].1)
    };
    let mut words = text.split_terminator(' ');
    words.any(|word| full_word(word).is_some()).then(|| {
        let words = text.split_terminator(' ');
        let words = words.map(|word| full_word(word).unwrap_or(word));
        words.flat_map(|word| [word, " "]).collect()
    })
}

/// The first two bytes, by which phrases are looked up; every word has two, counting the space after it.
fn beginning(text: &str) -> [u8; 2] {
    let mut bytes = text.bytes();
    [bytes.next(), bytes.next()].map(|byte| byte.unwrap_or(b' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text_match::{mentions, plain};

    #[test]
    fn shortened_words_are_read_in_full() {
        assert!(SHORT_FORMS.is_sorted());
        let index = PhraseIndex::new(["document change", "doc"].map(Cow::Borrowed).into_iter());
        let mut found = Vec::new();
        index.find(&plain("new doc changes"), |place, word| {
            found.push((place, word));
        });
        assert_eq!(found, [(0, 1), (1, 1)]);
    }

    #[test]
    fn finds_what_the_one_by_one_search_finds() {
        let phrases = ["raw ", "sign in", "click", "a", "e mail"];
        let index = PhraseIndex::new(phrases.iter().map(|&phrase| Cow::Borrowed(phrase)));
        for text in [
            "Raw clicks",
            "Sign-in rawer",
            "",
            "E-mail: a",
            "unclick",
            "A",
        ] {
            let mut found = [false; 5];
            index.find(&plain(text), |place, _| found[place] = true);
            for (phrase, found) in phrases.iter().zip(found) {
                assert_eq!(found, mentions(text, &[phrase]), "{phrase} in {text}");
            }
        }
    }
}
