//! Labels that are disputed (`disputed.md`): they stay in their files, and the count leaves them out.

use super::labels::{DrawingLabel, NameLabel};

/// A label that is left out of the count: a line of `disputed.md`, which explains its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The labeled file, or `names.tsv`.
    pub file: String,
    /// Which of its labels.
    pub what: String,
    /// Why the label is wrong.
    pub why: String,
}

impl Dispute {
    /// Reads `disputed.md`; lines that do not begin with a star and a backtick are prose.
    ///
    /// # Errors
    /// The first line without a file, a label and a reason.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        let lines = text.lines().enumerate();
        let disputes = lines.filter(|(_, line)| line.starts_with("* `"));
        disputes
            .map(|(index, line)| {
                Self::parse(line).ok_or_else(|| {
                    format!(
                        "line {}: write \"* `file` `what` why\" with a reason",
                        index + 1
                    )
                })
            })
            .collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut cells = line.splitn(5, '`').skip(1);
        let (file, _, what, why) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let why = why.trim();
        (!why.is_empty()).then(|| Self {
            file: file.to_owned(),
            what: what.to_owned(),
            why: why.to_owned(),
        })
    }

    /// Takes the label out; whether there was one.
    pub(super) fn apply_to_drawing(&self, label: &mut DrawingLabel) -> bool {
        if label.file != self.file {
            return false;
        }
        let (list, item) = self.what.split_once(' ').unwrap_or((&self.what, ""));
        match list {
            "score" => label.score.take().is_some(),
            "expect" => remove_where(&mut label.expect, |expected| expected.flaw == item),
            "forbid" => remove_where(&mut label.forbid, |opinion| opinion.flaw == item),
            "tolerate" => remove_where(&mut label.tolerate, |opinion| opinion.flaw == item),
            "plays" => label.plays.remove(item).is_some(),
            "not_played" => remove_where(&mut label.not_played, |part| part == item),
            _ => false,
        }
    }

    /// Whether it is about this label of a box.
    pub(super) fn is_about_name(&self, label: &NameLabel) -> bool {
        self.file == "names.tsv" && label.label == self.what
    }
}

/// Removes disputed items; whether there was one.
pub(super) fn remove_where<T>(items: &mut Vec<T>, is_disputed: impl Fn(&T) -> bool) -> bool {
    let before = items.len();
    items.retain(|item| !is_disputed(item));
    items.len() < before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_skipped_and_a_reason_is_required() {
        let text = "# Disputed\n* prose\n* `a/b.txt` `expect no_backup` It is drawn.\n";
        let expected = Dispute {
            file: "a/b.txt".to_owned(),
            what: "expect no_backup".to_owned(),
            why: "It is drawn.".to_owned(),
        };
        assert_eq!(Dispute::parse_all(text), Ok(vec![expected]));
        assert!(Dispute::parse_all("* `a/b.txt` `score`").is_err());
        assert!(Dispute::parse_all("* `a/b.txt` score").is_err());
    }
}
