//! How easily the words of a prompt are read: long sentences, the reading grade, and abbreviations that nobody has explained.

use std::collections::BTreeSet;

use super::Scenario;
use crate::model::text_match;

/// One text of a prompt and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedText<'a> {
    /// Where it stands, as a JSON pointer.
    pub at: String,
    /// The words.
    pub text: &'a str,
}

/// All texts that people read, in the order of the file.
#[must_use]
pub fn passages(scenario: &Scenario) -> Vec<LocatedText<'_>> {
    let mut all = Vec::new();
    let mut add = |at: String, text| all.push(LocatedText { at, text });
    add("/summary".to_owned(), scenario.summary.as_str());
    add("/brief".to_owned(), &scenario.brief);
    for (n, one) in scenario.requirements.iter().enumerate() {
        add(format!("/requirements/{n}/text"), &one.text);
    }
    for (n, one) in scenario.questions.iter().enumerate() {
        add(format!("/questions/{n}/ask"), &one.ask);
        add(format!("/questions/{n}/answer"), &one.answer);
    }
    for (n, one) in scenario.designs.iter().enumerate() {
        add(format!("/designs/{n}/trade_off"), &one.trade_off);
        for (key, part) in &one.parts {
            add(format!("/designs/{n}/parts/{key}/why"), &part.why);
        }
    }
    for (n, one) in scenario.responsibilities.iter().enumerate() {
        add(format!("/responsibilities/{n}/title"), &one.title);
        add(format!("/responsibilities/{n}/missing"), &one.missing);
        add(format!("/responsibilities/{n}/why"), &one.why);
        add(format!("/responsibilities/{n}/advice"), &one.advice);
    }
    for (n, one) in scenario.traps.iter().enumerate() {
        add(format!("/traps/{n}/why"), &one.why);
    }
    for (n, one) in scenario.mistakes.iter().enumerate() {
        add(format!("/mistakes/{n}/title"), &one.title);
        add(format!("/mistakes/{n}/why"), &one.why);
        add(format!("/mistakes/{n}/advice"), &one.advice);
    }
    for (n, one) in scenario.not_needed.iter().enumerate() {
        add(format!("/not_needed/{n}/why"), &one.why);
    }
    for (n, one) in scenario.hints.iter().enumerate() {
        add(format!("/hints/{n}/text"), &one.text);
    }
    for (n, one) in scenario.follow_ups.iter().enumerate() {
        add(format!("/follow_ups/{n}/ask"), &one.ask);
        for (m, point) in one.covers.iter().enumerate() {
            add(format!("/follow_ups/{n}/covers/{m}"), point);
        }
        add(format!("/follow_ups/{n}/deeper"), &one.deeper);
    }
    for (n, one) in scenario.trade_offs.iter().enumerate() {
        for (m, option) in one.options.iter().enumerate() {
            add(format!("/trade_offs/{n}/options/{m}/gains"), &option.gains);
            add(format!("/trade_offs/{n}/options/{m}/costs"), &option.costs);
        }
    }
    for (n, one) in scenario.twists.iter().enumerate() {
        add(format!("/twists/{n}/says"), &one.says);
        for (m, point) in one.covers.iter().enumerate() {
            add(format!("/twists/{n}/covers/{m}"), point);
        }
    }
    let program = &scenario.program;
    for (n, text) in program.success.iter().enumerate() {
        add(format!("/program/success/{n}"), text);
    }
    for (n, one) in program.dependencies.iter().enumerate() {
        add(format!("/program/dependencies/{n}/value"), &one.value);
    }
    for (n, one) in program.milestones.iter().enumerate() {
        add(format!("/program/milestones/{n}/value"), &one.value);
    }
    for (n, one) in program.risks.iter().enumerate() {
        add(format!("/program/risks/{n}/risk"), &one.risk);
        add(format!("/program/risks/{n}/trigger"), &one.trigger);
        add(format!("/program/risks/{n}/mitigation"), &one.mitigation);
    }
    for (n, text) in program.rollout.iter().enumerate() {
        add(format!("/program/rollout/{n}"), text);
    }
    add("/program/cost_driver".to_owned(), &program.cost_driver);
    let summary = &program.executive_summary;
    add("/program/executive_summary".to_owned(), summary);
    all
}

/// The sentences of a text.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.trim().is_empty() {
            return None;
        }
        let mut chars = rest.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            let ends = matches!(char, '.' | '?' | '!' | ':' | ';');
            let spaced = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
            if ends && spaced {
                let (sentence, after) = rest.split_at(at + 1);
                rest = after;
                return Some(sentence.trim());
            }
        }
        let last = rest.trim();
        rest = "";
        Some(last)
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'));
    words.filter(|word| word.chars().any(char::is_alphabetic))
}

/// How many words a sentence has.
#[must_use]
pub fn length(sentence: &str) -> usize {
    words(sentence).count()
}

/// The school grade in the USA whose pupils can read the texts: 0.39 × words a sentence + 11.8 × syllables a word − 15.59
/// (Kincaid and others, 1975), with syllables counted as groups of vowels. 0 where there is no sentence.
#[must_use]
pub fn grade<'a>(texts: impl Iterator<Item = &'a str>) -> f64 {
    let (mut count, mut all_words, mut syllables) = (0.0, 0.0, 0.0);
    for sentence in texts.flat_map(sentences) {
        count += 1.0;
        for word in words(sentence) {
            all_words += 1.0;
            syllables += syllables_of(word);
        }
    }
    if count < 1.0 || all_words < 1.0 {
        return 0.0;
    }
    (0.39 * all_words / count + 11.8 * syllables / all_words - 15.59).max(0.0)
}

fn syllables_of(word: &str) -> f64 {
    let is_vowel = |c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let (mut count, mut before) = (0.0, false);
    for char in word.chars() {
        let vowel = is_vowel(char);
        if vowel && !before {
            count += 1.0;
        }
        before = vowel;
    }
    // A final e is silent.
    if word.ends_with('e') && count > 1.0 {
        count -= 1.0;
    }
    f64::max(count, 1.0)
}

/// Abbreviations that every reader of an invitation to an interview knows, and units.
const KNOWN: &[&str] = &[
    "AI", "API", "CEO", "CPU", "CSV", "EU", "GB", "GPS", "HTTP", "HTTPS", "ID", "IDs", "IP", "IT",
    "JSON", "KB", "MB", "OK", "PB", "PDF", "PIN", "SMS", "SQL", "TB", "TV", "UK", "URL", "URLs",
    "US", "USA", "USD", "USB", "UTC", "VIP",
];

/// The abbreviations in capitals that a text uses, without those that every reader knows.
pub fn abbreviations(text: &str) -> impl Iterator<Item = &str> {
    text_match::words(text).filter(|word| {
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        let letters = word.chars().all(|c| c.is_ascii_alphabetic());
        let single = word.trim_end_matches('s');
        let is_known = KNOWN.contains(word) || KNOWN.contains(&single);
        capitals >= 2 && letters && capitals + 1 >= word.len() && !is_known
    })
}

/// Abbreviations in capitals that are used without ever being explained, with the first place of each. One is explained
/// where it stands in brackets behind what it means, or has its meaning in brackets behind it.
#[must_use]
pub fn unexplained<'p, 'a>(passages: &'p [LocatedText<'a>]) -> Vec<(&'a str, &'p str)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for passage in passages {
        let text = passage.text;
        for word in abbreviations(text) {
            if seen.contains(word) {
                continue;
            }
            let single = word.trim_end_matches('s');
            if seen.contains(single) {
                continue;
            }
            let bracketed =
                text.contains(&format!("({single}")) || text.contains(&format!("{single} ("));
            if !bracketed {
                found.push((word, passage.at.as_str()));
            }
            seen.insert(single);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_and_not_inside_numbers() {
        let all: Vec<&str> = sentences("It takes 2.5 s. Why? Nobody knows").collect();
        assert_eq!(all, ["It takes 2.5 s.", "Why?", "Nobody knows"]);
        assert_eq!(length("It takes 2.5 s."), 3);
        assert_eq!(sentences("  ").count(), 0);
    }

    #[test]
    fn plain_words_have_a_low_grade() {
        let easy = grade(["The cat sat on the mat. It was glad."].into_iter());
        let hard =
            "Asynchronous replication considerably ameliorates availability characteristics.";
        assert!(easy < 3.0 && grade([hard].into_iter()) > 15.0);
        assert!(grade(std::iter::empty()) < f64::EPSILON);
    }

    #[test]
    fn abbreviations_are_explained_at_first_use() {
        let passage = |text| LocatedText {
            at: "/brief".to_owned(),
            text,
        };
        let explained = [
            passage("A content delivery network (CDN) answers. CDNs are near."),
            passage("The CDN is full"),
        ];
        assert_eq!(unexplained(&explained), []);
        let bare = [passage("The WAF sees HTTP requests, McKinsey does not")];
        assert_eq!(unexplained(&bare), [("WAF", "/brief")]);
    }
}
