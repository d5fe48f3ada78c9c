//! The list of what a good answer takes care of: as long as an interviewer can hold in her head, short to say, and with words
//! that can be found in a drawing.

use std::collections::{BTreeMap, BTreeSet};

use super::prompt_lint::PromptLint;
use crate::model::text_match;
use crate::scenario::{Need, Responsibility};

/// So many jobs are a whole answer and still fit a round of 45 minutes. By agreement with the interviewers of `tests/panel`.
const JOBS: (usize, usize) = (8, 16);
/// With fewer of them required, one more or less decides everything; with more, no sound answer passes. By the same agreement.
const REQUIRED: (usize, usize) = (4, 9);
/// Longest title, in characters: one line of the panel.
const LONGEST_TITLE: usize = 60;
/// Longest sentence that says what is missing, in characters: the heading of a finding.
const LONGEST_MISSING: usize = 90;
/// Longest reason and advice, in characters: three lines of the panel.
const LONGEST_TEXT: usize = 260;

impl PromptLint<'_> {
    pub(super) fn check_jobs(&mut self) {
        self.check_counts();
        // Where nothing is listed, each part is a job of its own.
        if !self.scenario.responsibilities.is_empty() {
            self.check_parts_have_jobs();
        }
        for (n, job) in self.scenario.responsibilities.iter().enumerate() {
            self.check_job(&format!("/responsibilities/{n}"), job);
        }
        self.check_flow_words();
    }

    fn check_counts(&mut self) {
        let jobs = &self.scenario.responsibilities;
        let required = jobs.iter().filter(|job| job.need == Need::Required).count();
        for (what, count, (least, most)) in [
            ("responsibilities", jobs.len(), JOBS),
            ("required responsibilities", required, REQUIRED),
        ] {
            if !(least..=most).contains(&count) {
                let says =
                    format!("there are {count} {what}, but a full prompt has {least} to {most}");
                let fix =
                    "list what an interviewer looks for, and merge entries that belong together";
                self.thin("/responsibilities", says, fix);
            }
        }
    }

    /// Nobody misses a part that does no job, however much it is said to matter.
    fn check_parts_have_jobs(&mut self) {
        let scenario = self.scenario;
        let jobs = scenario.responsibilities.iter();
        let busy: BTreeSet<&String> = jobs.flat_map(|job| &job.parts).collect();
        for (n, accepted) in scenario.designs.iter().enumerate() {
            for (key, part) in &accepted.parts {
                if part.need != Need::Optional && !busy.contains(key) {
                    let says = format!("`{key}` is not optional, but it covers no responsibility");
                    let fix =
                        "name the part in `parts` of a responsibility, or make the part optional";
                    self.unfair(format!("/designs/{n}/parts/{key}"), says, fix);
                }
            }
        }
    }

    fn check_job(&mut self, at: &str, job: &Responsibility) {
        for (field, text, longest) in [
            ("title", &job.title, LONGEST_TITLE),
            ("missing", &job.missing, LONGEST_MISSING),
            ("why", &job.why, LONGEST_TEXT),
            ("advice", &job.advice, LONGEST_TEXT),
        ] {
            let at = format!("{at}/{field}");
            let length = text.chars().count();
            if length > longest {
                let says = format!("the text has {length} characters; the limit is {longest}");
                self.thin(at.as_str(), says, "shorten the text");
            }
            if text.trim_end().ends_with('.') {
                let says = "the text ends with a period";
                self.thin(at, says, "remove the period: the text is shown in a list");
            }
        }
        self.check_words(&format!("{at}/names"), &job.names);
        for (m, way) in job.ways.iter().enumerate() {
            self.check_words(&format!("{at}/ways/{m}/words"), &way.words);
            self.check_words(&format!("{at}/ways/{m}/assumed"), &way.assumed);
            for (k, words) in way.says.iter().enumerate() {
                self.check_words(&format!("{at}/ways/{m}/says/{k}"), words);
            }
        }
    }

    /// Whether the drawing can be asked for these words.
    fn check_words(&mut self, at: &str, words: &[String]) {
        for word in words {
            if !can_be_found(word) {
                let says = format!("`{word}` can never match a drawing");
                let fix = "use only lowercase letters and digits, with one space between words";
                self.unfair(at, says, fix);
            }
        }
    }

    /// Words on arrows tell the flows apart.
    fn check_flow_words(&mut self) {
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for (n, flow) in self.scenario.flows.iter().enumerate() {
            let at = format!("/flows/{n}/words");
            if flow.words.is_empty() {
                let says = format!("the flow `{}` has no words", flow.id);
                let fix = "list words that people write on the arrows of this flow, such as \"redirect\" or \"resolve\"";
                self.thin(at.as_str(), says, fix);
            }
            self.check_words(&at, &flow.words);
            for word in &flow.words {
                let before = known.insert(word.trim_end(), &flow.id);
                if let Some(other) = before.filter(|id| *id != flow.id) {
                    let says = format!("`{word}` also matches the flow `{other}`");
                    let fix = "keep the word only in the flow it belongs to, or use longer phrases in both flows";
                    self.unfair(at.as_str(), says, fix);
                }
            }
        }
    }
}

/// Texts are compared as lower-case words with one space between them; a space at the end marks a whole word.
fn can_be_found(word: &str) -> bool {
    let plain = text_match::lower_words(word).collect::<Vec<_>>().join(" ");
    !plain.is_empty() && (word == plain || word.strip_suffix(' ') == Some(&plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_as_they_are_looked_for() {
        for good in ["redirect", "sign in", "incr ", "ключ", "s3"] {
            assert!(can_be_found(good), "{good}");
        }
        for bad in ["", " ", "Redirect", "sign-in", "sign  in", " incr", "a/b"] {
            assert!(!can_be_found(bad), "{bad}");
        }
    }
}
