//! What the words in names of boxes say (`assets/name_words.json`): which nouns stand for which kind, which of them say
//! little, and the words around them that say nothing about the kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::model::text_match::fold_word;
use serde::Deserialize;

/// The words, folded by [`fold_word`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameWords {
    /// What a name of this kind may end in, by the id of the kind: an "order consumer" is a worker. Under `custom` stands
    /// what is no component: docs, a subnet, a cache hit.
    nouns: BTreeMap<String, Vec<String>>,
    /// Nouns that say something only where nothing else is written: "Events" are a log, "Sales events" may be a table.
    pub(super) alone: BTreeSet<String>,
    /// Nouns that say less than a product before them: a "Kafka queue" is Kafka.
    pub(super) general: BTreeSet<String>,
    /// Words after a noun that say nothing about the kind: "cluster", "east", "standby".
    pub(super) filling: BTreeSet<String>,
    /// Words that begin what a thing is for, where it is, or what it works with.
    pub(super) joining: BTreeSet<String>,
    /// Words that tell what a thing does: "owns", "keeps".
    pub(super) verbs: BTreeSet<String>,
    /// Words that begin a step: "Check the cache".
    pub(super) steps: BTreeSet<String>,
    /// Words that begin a step or a name: "Read from the cache", "Read API".
    pub(super) imperatives: BTreeSet<String>,
    /// Last words of names that begin like a step and are none: "Read API".
    pub(super) agents: BTreeSet<String>,
    /// Products that say where or with what a thing runs, and little about what it is.
    pub(super) platforms: BTreeSet<String>,
    /// Products whose name is an everyday word, or a word of something else: they count where nothing else is written.
    pub(super) everyday: BTreeSet<String>,
}

static WORDS: LazyLock<(NameWords, BTreeMap<String, String>)> = LazyLock::new(|| {
    let read: NameWords = serde_json::from_str(include_str!("../../../assets/name_words.json"))
        .expect("assets/name_words.json is part of the program and checked by its tests");
    let words = NameWords {
        alone: folded(&read.alone),
        general: folded(&read.general),
        filling: folded(&read.filling),
        joining: folded(&read.joining),
        verbs: folded(&read.verbs),
        steps: folded(&read.steps),
        imperatives: folded(&read.imperatives),
        agents: folded(&read.agents),
        platforms: folded(&read.platforms),
        everyday: folded(&read.everyday),
        nouns: read.nouns,
    };
    let kinds = words.nouns.iter().flat_map(|(kind, nouns)| {
        nouns
            .iter()
            .map(move |noun| (fold_word(noun), kind.clone()))
    });
    let kinds = kinds.collect();
    (words, kinds)
});

fn folded(words: &BTreeSet<String>) -> BTreeSet<String> {
    words.iter().map(|word| fold_word(word)).collect()
}

/// The built-in words.
pub(super) fn name_words() -> &'static NameWords {
    &WORDS.0
}

/// The id of the kind that a noun stands for, `custom` where it is no component.
pub(super) fn kind_of_noun(folded: &str) -> Option<&'static str> {
    WORDS.1.get(folded).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue;

    #[test]
    fn every_noun_stands_for_one_kind_of_the_catalogue() {
        let mut meaning: BTreeMap<String, &str> = BTreeMap::new();
        for (kind, nouns) in &name_words().nouns {
            assert!(catalogue().get(kind).is_some(), "{kind}");
            for noun in nouns {
                let earlier = meaning.insert(fold_word(noun), kind);
                assert!(
                    earlier.is_none_or(|other| other == kind),
                    "\"{noun}\": {earlier:?} and {kind}"
                );
            }
        }
    }
}
