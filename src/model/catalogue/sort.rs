//! Sorts of a kind whose figures differ: a card provider and a mail provider are both services of others, and a language
//! model of our own machines costs something else than a bought one. What a box is called, the product that it names, and
//! who runs it decide which sort it is.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::kind::Kind;
use super::provider::says_provider_run;
use super::role::Flag;
use crate::model::replicas::Replicas;
use crate::model::text_match::mentions;

/// A sort of a kind, with the kind as it is for that sort.
#[derive(Debug, Clone, PartialEq)]
pub struct KindSort {
    /// What it is called beside the kind: "Card payments".
    pub name: String,
    /// What says that a box is of this sort, as in [`mentions`]; none where it only depends on who runs it.
    words: Vec<String>,
    /// Who has to run it; none where that is the same.
    run_by: Option<RunBy>,
    /// The kind with the figures of this sort.
    pub kind: Kind,
}

/// Who runs a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RunBy {
    Us,
    Provider,
}

/// A sort as `assets/kinds.json` holds it: what differs from the kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSort {
    name: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    run_by: Option<RunBy>,
    figures: Map<String, Value>,
}

/// Reads the kinds, each with its sorts.
pub(super) fn read_kinds(text: &str) -> serde_json::Result<Vec<Kind>> {
    let kinds: Vec<Map<String, Value>> = serde_json::from_str(text)?;
    kinds.into_iter().map(read_kind).collect()
}

fn read_kind(mut written: Map<String, Value>) -> serde_json::Result<Kind> {
    let sorts = written.remove("sorts").unwrap_or(Value::Array(Vec::new()));
    let sorts: Vec<WrittenSort> = serde_json::from_value(sorts)?;
    let mut kind: Kind = serde_json::from_value(Value::Object(written.clone()))?;
    let read_sort = |sort: WrittenSort| {
        let mut whole = written.clone();
        whole.extend(sort.figures);
        Ok(KindSort {
            name: sort.name,
            words: sort.words,
            run_by: sort.run_by,
            kind: serde_json::from_value(Value::Object(whole))?,
        })
    };
    kind.sorts = sorts
        .into_iter()
        .map(read_sort)
        .collect::<serde_json::Result<_>>()?;
    Ok(kind)
}

impl Kind {
    /// The kind with the figures that hold for a box with this name, technology and count: the first of its sorts that fits,
    /// or the kind itself.
    #[must_use]
    pub fn for_box(&self, name: &str, technology: &str, replicas: Replicas) -> &Self {
        if self.sorts.is_empty() {
            return self;
        }
        let run_by = self.who_runs(says_provider_run(name, technology), replicas);
        let says = |words: &[String]| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            words.is_empty() || mentions(technology, &words) || mentions(name, &words)
        };
        let fits =
            |sort: &&KindSort| sort.run_by.is_none_or(|who| who == run_by) && says(&sort.words);
        let sort = self.sorts.iter().find(fits);
        sort.map_or(self, |sort| &sort.kind)
    }

    /// Nobody counts the machines of a provider: several of what could be either are our own.
    fn who_runs(&self, says_provider: Option<bool>, replicas: Replicas) -> RunBy {
        let is_counted = matches!(replicas, Replicas::Exactly(count) if count > 1);
        let usually = self.has(Flag::Managed) && !is_counted;
        if says_provider.unwrap_or(usually) {
            RunBy::Provider
        } else {
            RunBy::Us
        }
    }

    /// Whether another is this kind, of whatever sort.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
