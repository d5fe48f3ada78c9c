//! The writing of a prompt: long sentences, hard words, abbreviations, sentences said twice.

use std::collections::BTreeMap;

use super::prompt_lint::PromptLint;
use crate::scenario::writing::{grade, length, passages, sentences, unexplained};

/// Sentences of more words are hard to follow.
const LONGEST: usize = 34;
/// Above this school grade the text is hard for readers in a hurry: newspapers are written for grade 9 to 11.
const HARDEST: f64 = 11.0;
/// Only sentences of so many words count as said twice.
const TELLING: usize = 6;

impl PromptLint<'_> {
    pub(super) fn check_writing(&mut self) {
        let passages = passages(self.scenario);
        let mut problems: Vec<(String, String, &str)> = Vec::new();
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for passage in &passages {
            if passage.text.trim().is_empty() {
                let says = "the text is missing".to_owned();
                problems.push((passage.at.clone(), says, "write the text"));
            }
            for sentence in sentences(passage.text) {
                let words = length(sentence);
                if words > LONGEST {
                    let says = format!(
                        "a sentence has {words} words, which is too long: \"{}\"",
                        start(sentence)
                    );
                    let fix = "split the sentence in two";
                    problems.push((passage.at.clone(), says, fix));
                }
                let twice = known.insert(sentence.to_lowercase(), &passage.at);
                if let Some(first) = twice.filter(|_| words >= TELLING) {
                    let says = format!("\"{}\" already appears at {first}", start(sentence));
                    problems.push((passage.at.clone(), says, "keep the sentence in one place"));
                }
            }
        }
        for (word, at) in unexplained(&passages) {
            let says = format!("`{word}` is never explained");
            let fix = "spell the term out once, followed by the abbreviation in parentheses";
            problems.push((at.to_owned(), says, fix));
        }
        let grade = grade(passages.iter().map(|passage| passage.text));
        if grade > HARDEST {
            let says = format!("the text reads at grade level {grade:.1}; the limit is {HARDEST}");
            problems.push((String::new(), says, "use shorter sentences and words"));
        }
        for (at, says, fix) in problems {
            self.thin(at, says, fix);
        }
    }
}

fn start(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split_whitespace().take(6).collect();
    format!("{} …", words.join(" "))
}
