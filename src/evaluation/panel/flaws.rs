//! Which rule reports which flaw (`rules.tsv`). Rules and flaws are many to many: interviewers name what is wrong with a
//! design, rules name what they look for.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::labels::{listed, tsv_rows};
use crate::model::text_match::lower_words;

/// The prefix of flaws that name an absent part of an accepted design.
const MISSING_PART: &str = "missing_part:";

/// How clearly a finding reports a flaw. Ordered from clear to vague.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clarity {
    /// It states the flaw.
    Stated,
    /// Its reader is led to the flaw.
    Hinted,
}

/// A flaw that a finding reports.
#[derive(Debug, Clone)]
pub struct ReportedFlaw {
    /// The id of the flaw.
    pub flaw: String,
    /// How clearly.
    pub clarity: Clarity,
}

impl ReportedFlaw {
    /// That a part of an accepted design is missing.
    pub(super) fn missing_part(name: &str, clarity: Clarity) -> Self {
        Self {
            flaw: format!("{MISSING_PART}{name}"),
            clarity,
        }
    }

    /// Whether it is this flaw, at least this clearly. Parts are the same where their names have the same words; for a
    /// hint it is enough that one name has all words of the other.
    #[must_use]
    pub fn is(&self, flaw: &str, least: Clarity) -> bool {
        if self.clarity > least {
            return false;
        }
        if self.flaw == flaw {
            return true;
        }
        let (Some(reported), Some(wanted)) = (missing_part_of(&self.flaw), missing_part_of(flaw))
        else {
            return false;
        };
        let (reported, wanted) = (name_words(reported), name_words(wanted));
        let overlaps = || {
            !reported.is_empty()
                && !wanted.is_empty()
                && (reported.is_subset(&wanted) || wanted.is_subset(&reported))
        };
        reported == wanted || (least == Clarity::Hinted && overlaps())
    }
}

/// The part that a flaw says is missing.
pub(super) fn missing_part_of(flaw: &str) -> Option<&str> {
    flaw.strip_prefix(MISSING_PART)
}

/// The words of a name by which two names are compared: their first letters, without a plural's ending.
pub(super) fn name_words(name: &str) -> BTreeSet<String> {
    const FILLERS: [&str; 7] = ["a", "and", "by", "for", "of", "the", "with"];
    let words = lower_words(name).filter(|word| !FILLERS.contains(&word.as_str()));
    let beginnings = words.map(|word| word.chars().take(6).collect::<String>());
    beginnings
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}

/// One line of `rules.tsv`.
#[derive(Debug)]
struct FlawMapping {
    flaw: String,
    clarity: Clarity,
    /// Only where the finding's text has this.
    pattern: Option<Regex>,
    /// Only where the finding's text does not have this.
    unless: Option<Regex>,
    /// Only with these prompts; empty for all.
    prompts: Vec<String>,
}

impl FlawMapping {
    fn applies(&self, text: &str, prompt: Option<&str>) -> bool {
        let is_in = |pattern: &Regex| pattern.is_match(text);
        let prompt = prompt.unwrap_or("none");
        self.pattern.as_ref().is_none_or(is_in)
            && !self.unless.as_ref().is_some_and(is_in)
            && (self.prompts.is_empty() || self.prompts.iter().any(|id| id == prompt))
    }
}

/// The flaws that each rule reports.
#[derive(Debug, Default)]
pub struct FlawTable {
    by_rule: BTreeMap<String, Vec<FlawMapping>>,
}

impl FlawTable {
    /// Reads `rules.tsv`: rule, flaw, strength, pattern, prompts, unless. The flaw `-` stands for "none".
    ///
    /// # Errors
    /// The first line that cannot be understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut table = Self::default();
        for row in tsv_rows(text) {
            let cell = |column: usize| row.get(column).copied().unwrap_or_default();
            let (rule, flaw) = (cell(0), cell(1));
            let mappings = table.by_rule.entry(rule.to_owned()).or_default();
            if flaw == "-" {
                continue;
            }
            let clarity = match cell(2) {
                "says" => Clarity::Stated,
                "hints" => Clarity::Hinted,
                other => {
                    return Err(format!(
                        "`{rule}`, `{flaw}`: the strength is `says` or `hints`, not `{other}`"
                    ));
                }
            };
            let pattern = |column| match cell(column) {
                "" => Ok(None),
                text => Regex::new(text)
                    .map(Some)
                    .map_err(|error| format!("`{rule}`, `{flaw}`: {error}")),
            };
            mappings.push(FlawMapping {
                flaw: flaw.to_owned(),
                clarity,
                pattern: pattern(3)?,
                unless: pattern(5)?,
                prompts: listed(cell(4)).map(str::to_owned).collect(),
            });
        }
        Ok(table)
    }

    /// The flaws that a finding of this rule with this text (in lower case) reports.
    pub(super) fn reported<'a>(
        &'a self,
        rule: &str,
        text: &'a str,
        prompt: Option<&'a str>,
    ) -> impl Iterator<Item = ReportedFlaw> {
        let mappings = self.by_rule.get(rule).into_iter().flatten();
        mappings
            .filter(move |mapping| mapping.applies(text, prompt))
            .map(|mapping| ReportedFlaw {
                flaw: mapping.flaw.clone(),
                clarity: mapping.clarity,
            })
    }

    /// Whether some rule can report this flaw.
    pub(super) fn can_report(&self, flaw: &str) -> bool {
        let mut mappings = self.by_rule.values().flatten();
        missing_part_of(flaw).is_some() || mappings.any(|mapping| mapping.flaw == flaw)
    }

    /// Whether the table has a line for this rule.
    #[must_use]
    pub fn knows_rule(&self, rule: &str) -> bool {
        self.by_rule.contains_key(rule)
    }
}
