//! What a design has no place for, gathered so that the user is told once about each sort.

use std::collections::BTreeMap;

/// The most examples that a sentence names.
const EXAMPLES: usize = 3;

/// What was not carried over, by its sort.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// What was lost, as a plural noun, and every thing of this sort.
    by_sort: BTreeMap<&'static str, Vec<String>>,
}

impl Losses {
    /// Adds one thing that was lost: its sort as a plural noun ("arrows from a box to itself") and what it is called.
    pub(super) fn add(&mut self, sort: &'static str, name: impl Into<String>) {
        self.by_sort.entry(sort).or_default().push(name.into());
    }

    /// One sentence for each sort: "Not carried over: 2 arrows from a box to itself (API, Worker)".
    pub(super) fn sentences(&self) -> Vec<String> {
        let sentence = |(sort, names): (&&str, &Vec<String>)| {
            let named = names.iter().filter(|name| !name.is_empty());
            let mut examples: Vec<&str> = named.map(String::as_str).take(EXAMPLES).collect();
            if examples.len() == EXAMPLES && names.len() > EXAMPLES {
                examples.push("…");
            }
            let examples = match examples.as_slice() {
                [] => String::new(),
                named => format!(" ({})", named.join(", ")),
            };
            format!("Not carried over: {} {sort}{examples}", names.len())
        };
        self.by_sort.iter().map(sentence).collect()
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
        for name in ["A", "B", "C", "D"] {
            losses.add("arrows from a box to itself", name);
        }
        assert_eq!(
            losses.sentences(),
            [
                "Not carried over: 4 arrows from a box to itself (A, B, C, …)",
                "Not carried over: 1 styles",
            ]
        );
    }
}
