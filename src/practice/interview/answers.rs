//! What the interviewer answers to a question in the candidate's own words: the prepared answer whose question is most like
//! it, found by the words they share.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::text_match::lower_words;
use crate::scenario::{QuestionValue, Scenario};

/// What is said where no prepared answer fits.
pub const LOOK_UP: &str = "I don't have that number. Make an assumption and write it down.";

/// Less likeness than this is none: the answer would be about something else.
const LEAST: f64 = 0.34;

/// Words that every question has.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "could", "did", "do", "does",
    "for", "from", "has", "have", "how", "i", "if", "in", "is", "it", "its", "may", "me", "must",
    "my", "need", "needs", "of", "on", "one", "or", "our", "should", "so", "some", "tell", "that",
    "the", "their", "them", "there", "they", "this", "to", "us", "want", "was", "we", "what",
    "when", "where", "which", "who", "will", "with", "would", "you", "your", "about", "please",
    "many", "much", "system",
];

/// Words that mean the same in questions; each is replaced by the first of its row.
const SAME: &[&[&str]] = &[
    &["user", "people", "person", "customer", "visitor"],
    &[
        "fast",
        "latency",
        "quick",
        "slow",
        "speed",
        "second",
        "millisecond",
        "ms",
        "soon",
        "wait",
    ],
    &[
        "keep",
        "kept",
        "retention",
        "retain",
        "store",
        "stored",
        "long",
        "life",
    ],
    &["delete", "remove", "erase", "expire", "end"],
    &[
        "region",
        "country",
        "world",
        "global",
        "place",
        "continent",
        "geography",
    ],
    &[
        "available",
        "availability",
        "uptime",
        "down",
        "outage",
        "downtime",
    ],
    &["budget", "cost", "money", "price", "spend"],
    &[
        "traffic", "load", "request", "rps", "qps", "volume", "scale",
    ],
    &["launch", "date", "deadline", "ship", "release"],
    &["lose", "lost", "loss", "durable", "durability"],
    &["secure", "security", "auth", "login", "sign"],
    &["big", "large", "size", "bytes", "mb", "kb"],
];

/// The answer of the interviewer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Where it comes from; none where nothing fits.
    pub source: Option<AnswerSource>,
    /// What is said.
    pub text: String,
}

/// Which prepared answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerSource {
    /// A question of the prompt, by its place.
    Question(usize),
    /// A fact of the prompt, by its place.
    Fact(usize),
    /// A requirement of the prompt that is told only when asked for, by its place.
    Requirement(usize),
}

/// A word without its ending, and words of one meaning as one.
fn stem(word: &str) -> String {
    let plain = word
        .strip_suffix("ing")
        .or_else(|| word.strip_suffix("ies"))
        .or_else(|| word.strip_suffix("es"))
        .or_else(|| word.strip_suffix("ed"))
        .or_else(|| word.strip_suffix('s'))
        .filter(|rest| rest.chars().count() >= 3)
        .unwrap_or(word);
    let row = SAME.iter().find(|row| {
        row.iter().any(|other| {
            *other == word || *other == plain || other.strip_suffix('e') == Some(plain)
        })
    });
    let meant = row.map_or(plain, |row| row[0]);
    meant.chars().take(6).collect()
}

/// The telling words of a text.
fn terms(text: &str) -> BTreeSet<String> {
    let words = lower_words(text);
    words
        .filter(|word| !STOP_WORDS.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

/// How much two texts are alike, 0 to 1: the share of telling words that they have in common (Dice coefficient).
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (terms(one), terms(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    2.0 * one.intersection(&other).count() as f64 / all as f64
}

/// A prepared answer with the words by which it is found.
struct PreparedAnswer {
    source: AnswerSource,
    answer: String,
    terms: BTreeSet<String>,
}

fn candidates(scenario: &Scenario) -> Vec<PreparedAnswer> {
    let mut all = Vec::new();
    for (n, question) in scenario.questions.iter().enumerate() {
        all.push(PreparedAnswer {
            source: AnswerSource::Question(n),
            answer: question.answer.clone(),
            terms: terms(&question.ask),
        });
    }
    for (n, fact) in scenario.facts.iter().enumerate() {
        all.push(PreparedAnswer {
            source: AnswerSource::Fact(n),
            answer: format!("{}: {}", fact.label, fact.value),
            terms: terms(&fact.label),
        });
    }
    for (n, requirement) in scenario.requirements.iter().enumerate() {
        if !requirement.revealed {
            all.push(PreparedAnswer {
                source: AnswerSource::Requirement(n),
                answer: requirement.text.clone(),
                terms: terms(&requirement.text),
            });
        }
    }
    all
}

/// The prepared answer to a question in own words. Rare words count more than those that many questions have (inverse
/// document frequency).
#[must_use]
pub fn find_answer(scenario: &Scenario, asked: &str) -> Answer {
    let candidates = candidates(scenario);
    let mut seen_in: BTreeMap<&str, usize> = BTreeMap::new();
    for term in candidates.iter().flat_map(|candidate| &candidate.terms) {
        *seen_in.entry(term).or_default() += 1;
    }
    let weight = |term: &str| {
        let among = seen_in.get(term).copied().unwrap_or(0);
        (1.0 + candidates.len() as f64 / (1.0 + among as f64)).ln()
    };
    let wanted = terms(asked);
    let sum =
        |terms: &mut dyn Iterator<Item = &String>| terms.map(|term| weight(term)).sum::<f64>();
    let asked_weight = sum(&mut wanted.iter());
    let mut best: Option<(f64, &PreparedAnswer)> = None;
    for candidate in &candidates {
        let shared = sum(&mut wanted.intersection(&candidate.terms));
        let whole = asked_weight + sum(&mut candidate.terms.iter());
        let alike = if whole > 0.0 {
            2.0 * shared / whole
        } else {
            0.0
        };
        if best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, candidate));
        }
    }
    match best.filter(|(alike, _)| *alike >= LEAST) {
        Some((_, candidate)) => Answer {
            source: Some(candidate.source),
            text: candidate.answer.clone(),
        },
        None => Answer {
            source: None,
            text: LOOK_UP.to_owned(),
        },
    }
}

impl Answer {
    /// How much the question behind it helps; facts and requirements that one has to ask for help.
    #[must_use]
    pub fn value(&self, scenario: &Scenario) -> Option<QuestionValue> {
        match self.source? {
            AnswerSource::Question(n) => scenario.questions.get(n).map(|question| question.value),
            AnswerSource::Fact(_) | AnswerSource::Requirement(_) => Some(QuestionValue::Good),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn every_prepared_question_finds_its_own_answer() {
        for scenario in builtin() {
            for question in &scenario.questions {
                let found = find_answer(scenario, &question.ask);
                assert_eq!(
                    found.text, question.answer,
                    "{} {}",
                    scenario.id, question.ask
                );
                let shouted = question.ask.to_uppercase().replace('?', " please ???");
                assert_eq!(find_answer(scenario, &shouted).text, question.answer);
            }
        }
    }

    #[test]
    fn what_has_nothing_to_do_with_it_is_looked_up() {
        for scenario in builtin() {
            for stray in [
                "",
                "???",
                "Do you like pizza with pineapple?",
                "Who won the chess olympiad?",
                "the of and",
            ] {
                assert_eq!(
                    find_answer(scenario, stray).source,
                    None,
                    "{} {stray}",
                    scenario.id
                );
            }
        }
    }

    #[test]
    fn own_words_find_the_nearest_answer() {
        let shortener = builtin().iter().find(|s| s.id == "url_shortener").unwrap();
        let heard = |text: &str| find_answer(shortener, text).text;
        assert!(heard("what's the number of new links each month?").contains("100 million"));
        assert!(heard("Size of a stored link in bytes?").contains("500 bytes"));
        assert!(heard("how popular are links, is it skewed?").contains("80%"));
    }

    #[test]
    fn likeness_lies_between_nothing_and_everything() {
        assert!((likeness("Open a short link", "opening short links") - 1.0).abs() < 1e-9);
        assert!(likeness("", "anything").abs() < 1e-9);
        assert!(likeness("red apples", "green pears").abs() < 1e-9);
    }
}
