//! Many phrases looked for in many texts at once, each found as [`mentions`](super::text_match::mentions) finds it:
//! at the beginning of a word.

use std::borrow::Cow;

use super::text_match::lower_words;

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

    /// Tells each phrase that is found in a [`plain`] text, by its place, and the word it begins with, counted from 0, as often
    /// as it is found.
    pub(crate) fn find(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let starts = text.match_indices(' ').map(|(at, _)| &text[at + 1..]);
        for (word, rest) in std::iter::once(text).chain(starts).enumerate() {
            if rest.is_empty() {
                continue;
            }
            let key = beginning(rest);
            let first = self.phrases.partition_point(|(other, ..)| *other < key);
            let alike = self.phrases[first..].iter();
            for (_, place, phrase) in alike.take_while(|(other, ..)| *other == key) {
                if rest.starts_with(&**phrase) {
                    found(*place, word);
                }
            }
        }
    }
}

/// The first two bytes, by which phrases are looked up; every word has two, counting the space after it.
fn beginning(text: &str) -> [u8; 2] {
    let mut bytes = text.bytes();
    [bytes.next(), bytes.next()].map(|byte| byte.unwrap_or(b' '))
}

/// The words of a text in lower case, each with a space after it.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 1);
    for word in lower_words(text) {
        plain.push_str(&word);
        plain.push(' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text_match::mentions;

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
