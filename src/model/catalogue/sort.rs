//! Sorts of a kind whose figures differ: a card provider and a mail provider are both services of others, and a language
//! model of our own machines costs something else than a bought one. What a box is called, the product that it names, and
//! who runs it decide which sort it is.

use super::kind::{Kind, KindSort, RunBy};
use super::provider::says_provider_run;
use super::role::Flag;
use crate::model::replicas::Replicas;
use crate::model::text_match::mentions;

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

    /// Nobody counts the machines of a provider: what could be either and has a count is our own.
    fn who_runs(&self, says_provider: Option<bool>, replicas: Replicas) -> RunBy {
        let is_counted = matches!(replicas, Replicas::Exactly(count) if count > 0);
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
