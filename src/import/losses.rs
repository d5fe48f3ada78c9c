//! What a design has no place for or shows in another way, gathered so that the user is told once about each sort.

use std::collections::BTreeMap;

use crate::model::text_match::one_line;

/// The most examples that a sentence names.
const EXAMPLES: usize = 3;
/// The longest example, in characters.
const LONGEST_EXAMPLE: usize = 60;

/// What was not carried over as it was drawn, by its sort.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// Which of several diagrams was opened, in a sentence.
    opened: Option<String>,
    /// What was left out, as a plural noun.
    left_out: BTreeMap<&'static str, Examples>,
    /// What is there in another form, as a plural noun and that form.
    changed: BTreeMap<&'static str, Examples>,
}

/// How many things of one sort there are, and what the first of them are called.
#[derive(Debug, Default)]
struct Examples {
    count: usize,
    names: Vec<String>,
}

impl Losses {
    /// Says which of several diagrams was opened.
    pub(super) fn set_opened(&mut self, sentence: String) {
        self.opened = Some(sentence);
    }

    /// Adds one thing that was left out: its sort as a plural noun ("arrows from a box to itself") and what it is called,
    /// where it is called something.
    pub(super) fn add(&mut self, sort: &'static str, name: impl Into<String>) {
        self.left_out
            .entry(sort)
            .or_default()
            .add_example(&name.into());
    }

    /// Adds one thing that is shown in another way: its sort and the other way ("arrows at a frame, now at a box in it") and
    /// what it is called, where it is called something.
    pub(super) fn add_changed(&mut self, sort: &'static str, name: impl Into<String>) {
        self.changed
            .entry(sort)
            .or_default()
            .add_example(&name.into());
    }

    /// One sentence for each sort: "Not carried over: arrows from a box to itself (2: API, Worker)".
    pub(super) fn sentences(&self) -> Vec<String> {
        let tell = |begin: &'static str| {
            move |(sort, examples): (&&str, &Examples)| format!("{begin}: {sort} ({examples})")
        };
        let left_out = self.left_out.iter().map(tell("Not carried over"));
        (self.opened.iter().cloned())
            .chain(left_out)
            .chain(self.changed.iter().map(tell("Shown differently")))
            .collect()
    }
}

impl Examples {
    fn add_example(&mut self, name: &str) {
        self.count += 1;
        let name = one_line(name);
        if self.names.len() <= EXAMPLES && !name.is_empty() && !self.names.contains(&name) {
            self.names.push(shorten_example(name));
        }
    }
}

fn shorten_example(name: String) -> String {
    match name.char_indices().nth(LONGEST_EXAMPLE) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name,
    }
}

/// The count and the names: "4: A, B, C, …".
impl std::fmt::Display for Examples {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.count)?;
        let shown = &self.names[..self.names.len().min(EXAMPLES)];
        if !shown.is_empty() {
            write!(f, ": {}", shown.join(", "))?;
        }
        if shown.len() < self.names.len() {
            f.write_str(", …")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sort_is_one_sentence_with_its_count_and_a_few_names() {
        let mut losses = Losses::default();
        assert!(losses.sentences().is_empty());
        losses.add("styles", "");
        for name in ["A", "B", "B", "C", "D", "E"] {
            losses.add("arrows from a box to itself", name);
        }
        losses.add_changed("two-way arrows, now one call", "A long\nname ".repeat(20));
        let long = "A long name ".repeat(5);
        assert_eq!(
            losses.sentences(),
            [
                "Not carried over: arrows from a box to itself (6: A, B, C, …)".to_owned(),
                "Not carried over: styles (1)".to_owned(),
                format!(
                    "Shown differently: two-way arrows, now one call (1: {}…)",
                    long.trim_end()
                ),
            ]
        );
    }
}
