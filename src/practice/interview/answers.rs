//! What the interviewer answers to a question in the candidate's own words: the prepared answer whose question is most like
//! it, found by the words they share.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::text_match::lower_words;
use crate::scenario::{QuestionValue, Scenario};

/// What is said where no prepared answer fits.
pub const LOOK_UP: &str = "I would have to look that up. Make an assumption and write it down.";

/// Less agreement than this is none: the answer would be about something else. Found by trying the questions of the tests,
/// which were written from the briefs, on all prompts.
const LEAST: f64 = 0.5;
/// What a word that is only in the answer counts beside one that is in the prepared question.
const IN_ANSWER: f64 = 0.8;
/// What a word counts that is in no prepared question or answer: it may say the same in other words.
const UNKNOWN: f64 = 0.5;
/// A prepared question comes before a requirement that is told only when asked for, and before a number, unless one
/// is asked for.
const REQUIREMENT: f64 = 0.8;
const NUMBER: f64 = 0.8;
const NUMBER_UNASKED: f64 = 0.6;
/// "How many users?" is answered with a number.
const NO_COUNT: f64 = 0.5;
/// A note that is this much like a requirement covers it.
const COVERS: f64 = 0.5;

/// What asks for a number.
const HOW_MUCH: &[&str] = &["how", "number", "size", "rate", "share"];

/// Words that every question has.
const STOP_WORDS: &str = "a about after all also an and any are as at be been but by can could did do does each ever every for from get \
    gets going had has have here how i if in into is it its just know like many may me might more most much must \
    my need needs no not of ok on once one or our out please really shall should so some supposed system tell than \
    that the their them then there these they thing things think this those to too us want was we were what when \
    where whether which while who whom whose why will with would yes you your s t re ll ve don doesn isn aren \
    happen happens expect expected consider considered problem roughly somebody someone anybody allow allows \
    allowed support supported take takes usually goes go without other others same kind kinds use used own today \
    exactly sort long soon before between perfectly per";

/// Words that mean the same in questions, as they begin; each is replaced by the first of its row. Words with another common
/// meaning ("long", "second", "place", "end") stand in no row.
const SAME: &[&str] = &[
    "user people person customer visitor",
    "fast latenc quick slow speed millisecond ms instant p99",
    "keep kept retention retain lifetime lifespan",
    "delete remov eras purg expir expire",
    "region countr world global continent geograph worldwide",
    "available availab uptime outage downtime sla slo",
    "budget cost money price spend expens cheap",
    "traffic load rps qps volume",
    "launch deadline ship",
    "lose lost loss losing durable durabil",
    "secure security auth login signin",
    "size big bigg large largest byte mb kb gb",
    "fresh stale outdat",
    "duplicate dupe twice dedup",
    "photo pictur image",
    "fail crash broken break dies",
    "month monthly",
    "day daily",
    "peak busiest spike rush",
    "car vehicle",
    "film video movie",
    "edit chang modif updat",
    "show see seen appear visible display view viewer watch",
    "send sent report",
    "older earlier previous",
    "exact preci accura correct",
    "boot start",
    "rank order",
    "create shorten creat",
    "live where",
    "site website",
    "answer respon reply",
    "retriev restor",
    "guess predict",
    "unreachable reach",
    "unsure sure",
    "exceed beyond",
    "choose chose choos pick custom alias",
    "plant factory",
    "biling bill",
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

/// Endings that a word can lose, the longest first; what is left has three letters at least.
const ENDINGS: &[&str] = &[
    "ations", "ation", "ments", "ness", "ment", "ings", "ally", "ing", "ies", "ers", "ion", "est",
    "ed", "ly", "er", "es", "al", "s", "y", "e",
];

/// A word without its endings, and words of one meaning as one.
fn stem(word: &str) -> String {
    let row = SAME
        .iter()
        .find(|row| row.split(' ').any(|one| is_form_of(word, one)));
    if let Some(first) = row.and_then(|row| row.split(' ').next()) {
        return first.to_owned();
    }
    let mut plain = word;
    if word.chars().any(char::is_alphabetic) {
        // "opens" and "openings" come to the same after two endings.
        for _ in 0..2 {
            let shorter = ENDINGS.iter().find_map(|ending| plain.strip_suffix(ending));
            let shorter = shorter.filter(|rest| rest.chars().count() >= 3);
            plain = shorter.unwrap_or(plain);
        }
    }
    // "stopp" of "stopped" is "stop".
    let mut letters: Vec<char> = plain.chars().take(7).collect();
    if let [.., last, end] = letters.as_slice()
        && last == end
        && letters.len() > 3
        && end.is_alphabetic()
    {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// Whether a word is one of a row or a form of it: a short one with an ending at most, a longer one however it goes on.
fn is_form_of(word: &str, of: &str) -> bool {
    let Some(rest) = word.strip_prefix(of) else {
        return false;
    };
    rest.is_empty()
        || matches!(
            rest,
            "s" | "d" | "r" | "es" | "ed" | "er" | "ly" | "ing" | "est"
        )
        || of.len() >= 6
}

/// The telling words of a text.
fn terms(text: &str) -> BTreeSet<String> {
    let words = lower_words(text);
    words
        .filter(|word| STOP_WORDS.split(' ').all(|one| one != word))
        .map(|word| stem(&word))
        .collect()
}

/// The part of the telling words of a text that stand in another one, 0 to 1; 0 where it has none, or a single one of
/// several agrees.
#[must_use]
pub fn told_in(text: &str, other: &str) -> f64 {
    let (text, other) = (terms(text), terms(other));
    let shared = text.intersection(&other).count();
    if shared == 0 || (shared == 1 && text.len() > 1) {
        return 0.0;
    }
    shared as f64 / text.len() as f64
}

/// Whether a note says a requirement: most of their telling words are the same, and where both tell numbers, one of them is.
#[must_use]
pub fn says_requirement(note: &str, requirement: &str) -> bool {
    let numbers = |text: &str| -> BTreeSet<String> {
        let digits = lower_words(text);
        digits
            .filter(|word| word.chars().all(|c| c.is_ascii_digit()))
            .collect()
    };
    let (said, wanted) = (numbers(note), numbers(requirement));
    let agree = said.is_empty() || wanted.is_empty() || !said.is_disjoint(&wanted);
    let shared = terms(note).intersection(&terms(requirement)).count();
    agree && shared >= 2 && likeness(note, requirement) >= COVERS
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
    /// Of the question, or of what stands for one.
    asks: BTreeSet<String>,
    /// Of the answer alone.
    tells: BTreeSet<String>,
}

impl PreparedAnswer {
    fn new(source: AnswerSource, asks: &str, tells: &str, answer: String) -> Self {
        let asks = terms(asks);
        let tells = terms(tells).difference(&asks).cloned().collect();
        Self {
            source,
            answer,
            asks,
            tells,
        }
    }
}

fn candidates(scenario: &Scenario) -> Vec<PreparedAnswer> {
    let mut all = Vec::new();
    for (n, question) in scenario.questions.iter().enumerate() {
        let answer = question.answer.clone();
        let source = AnswerSource::Question(n);
        all.push(PreparedAnswer::new(
            source,
            &question.ask,
            &question.answer,
            answer,
        ));
    }
    for (n, fact) in scenario.facts.iter().enumerate() {
        let answer = format!("{}: {}", fact.label, fact.value);
        let source = AnswerSource::Fact(n);
        all.push(PreparedAnswer::new(
            source,
            &fact.label,
            &fact.value,
            answer,
        ));
    }
    for (n, requirement) in scenario.requirements.iter().enumerate() {
        if !requirement.revealed {
            let answer = requirement.text.clone();
            let source = AnswerSource::Requirement(n);
            all.push(PreparedAnswer::new(source, &requirement.text, "", answer));
        }
    }
    all
}

/// The prepared answer to a question in own words. Rare words count more than those that many questions have (inverse
/// document frequency), words of the prepared question more than those of its answer; and the more of what was asked is in
/// neither, the less it fits.
#[must_use]
pub fn find_answer(scenario: &Scenario, asked: &str) -> Answer {
    let candidates = candidates(scenario);
    let mut seen_in: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in &candidates {
        for term in candidate.asks.iter().chain(&candidate.tells) {
            *seen_in.entry(term).or_default() += 1;
        }
    }
    let all = candidates.len() as f64;
    let weight = |term: &str| match seen_in.get(term) {
        Some(&among) => (1.0 + all / (1.0 + among as f64)).ln(),
        None => UNKNOWN * (1.0 + all).ln(),
    };
    let wanted = terms(asked);
    let asks_how = lower_words(asked).any(|word| HOW_MUCH.contains(&word.as_str()));
    let asks_count = wanted.len() == 1 && lower_words(asked).any(|word| word == "many");
    let sum =
        |terms: &mut dyn Iterator<Item = &String>| terms.map(|term| weight(term)).sum::<f64>();
    let asked_weight = sum(&mut wanted.iter());
    let mut best: Option<(f64, &PreparedAnswer)> = None;
    for candidate in &candidates {
        let asks = sum(&mut wanted.intersection(&candidate.asks));
        let tells = sum(&mut wanted.intersection(&candidate.tells));
        let whole = sum(&mut candidate.asks.iter());
        // A single word of the answer alone is chance.
        let is_chance = asks <= 0.0 && wanted.intersection(&candidate.tells).count() < 2;
        if asked_weight <= 0.0 || whole <= 0.0 || is_chance {
            continue;
        }
        // How much of what was asked is met, and how much of the prepared question was asked.
        let met = (asks + IN_ANSWER * tells) / asked_weight;
        let alike = 2.0 * (asks + IN_ANSWER * tells) / (asked_weight + whole);
        let likely = match candidate.source {
            AnswerSource::Question(_) => 1.0,
            AnswerSource::Requirement(_) => REQUIREMENT,
            AnswerSource::Fact(_) if asks_how => NUMBER,
            AnswerSource::Fact(_) => NUMBER_UNASKED,
        };
        let has_count = candidate.answer.contains(|c: char| c.is_ascii_digit());
        let counts = if asks_count && !has_count && candidate.asks != wanted {
            NO_COUNT
        } else {
            1.0
        };
        let fits = counts * likely * f64::midpoint(met, alike.min(1.0));
        if best.is_none_or(|(most, _)| fits > most) {
            best = Some((fits, candidate));
        }
    }
    match best.filter(|(fits, _)| *fits >= LEAST) {
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
