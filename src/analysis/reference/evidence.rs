//! What the words of a drawing say about who plays which part: names, technologies and the labels of arrows against the
//! name of the part and the words of the jobs that it does.

use std::borrow::Cow;
use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use crate::analysis::graph::Graph;
use crate::model::phrase_index::PhraseIndex;
use crate::model::text_match::{lower_words, plain};
use crate::scenario::Responsibility;

/// Words that clearly mean this part and no other, in hundredths.
pub(crate) const CLEAR: i64 = 100;
/// The very name of the part.
const SAME_NAME: i64 = 120;
/// What words are worth that stand at an arrow: they speak of what is sent as often as of who does it.
const AT_ARROWS: i64 = 30;

/// How a store or a cache, or an arrow at it, says that it holds jobs.
pub(crate) const HOLDS_JOBS: [&str; 10] = [
    "queue",
    "job",
    "outbox",
    "skip locked",
    "pull",
    "lane ",
    "lanes",
    "task",
    "pending",
    "work list",
];

/// Words that say what sort of box it is, which its kind says better, or nothing at all.
const GENERAL: [&str; 52] = [
    "a", "all", "and", "api", "app", "at", "balancer", "box", "by", "cache", "cluster", "data",
    "database", "db", "each", "for", "from", "function", "gateway", "in", "job", "load", "log",
    "machine", "manager", "new", "node", "of", "off", "on", "one", "or", "out", "own", "per",
    "queue", "server", "service", "site", "store", "stream", "svc", "system", "table", "that",
    "the", "to", "topic", "two", "who", "with", "worker",
];

/// How clearly a box speaks of a part, and by which words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Words {
    /// In hundredths of [`CLEAR`] words.
    pub(crate) strength: i64,
    /// The same by its own name and technology alone.
    pub(crate) by_name: i64,
    /// The words, by their place in the vocabulary.
    said: Option<usize>,
}

/// Words that mean a part.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    part: usize,
    strength: i64,
    /// Whether it is a word of the part's own name, of which several together say more.
    adds_up: bool,
}

/// All words that mean some part of an accepted design.
#[derive(Debug)]
pub(crate) struct Vocabulary<'a> {
    /// As in [`Responsibility::names`].
    texts: Vec<Cow<'a, str>>,
    /// What each of the texts means.
    phrases: Vec<Phrase>,
    index: PhraseIndex<'a>,
    /// The whole names of the parts.
    names: Vec<String>,
}

impl<'a> Vocabulary<'a> {
    /// The words of parts, given as key and name, and of the jobs that they do.
    pub(crate) fn new(parts: &[(&str, &str)], jobs: &'a [Responsibility]) -> Self {
        let (mut texts, mut phrases): (Vec<Cow<str>>, Vec<Phrase>) = Default::default();
        for job in jobs {
            let doers: Vec<usize> = (0..parts.len())
                .filter(|&part| job.parts.iter().any(|key| key == parts[part].0))
                .collect();
            // What several parts do together says little about each of them.
            let strength = match doers.len() {
                1 => CLEAR,
                2 => 70,
                _ => 30,
            };
            for &part in &doers {
                texts.extend(job.names.iter().map(|name| Cow::Borrowed(name.as_str())));
                phrases.extend(job.names.iter().map(|_| Phrase {
                    part,
                    strength,
                    adds_up: false,
                }));
            }
        }
        let names: Vec<Vec<String>> = parts.iter().map(|(_, name)| name_phrases(name)).collect();
        let mut users: BTreeMap<&str, i64> = BTreeMap::new();
        for word in names.iter().flatten() {
            *users.entry(word).or_default() += 1;
        }
        for (part, words) in names.iter().enumerate() {
            texts.extend(words.iter().map(|word| Cow::Owned(word.clone())));
            phrases.extend(words.iter().map(|word| Phrase {
                part,
                strength: CLEAR / users[word.as_str()],
                adds_up: true,
            }));
        }
        Self {
            index: PhraseIndex::new(texts.iter().cloned()),
            names: parts.iter().map(|(_, name)| plain(name)).collect(),
            texts,
            phrases,
        }
    }

    /// What a component says about each part.
    pub(crate) fn read(&self, graph: &Graph, node: NodeIndex, parts: usize) -> Vec<Words> {
        let mut found = vec![Words::default(); parts];
        let component = graph[node].component;
        let name = plain(&component.name);
        self.read_text(&(name.clone() + &plain(&component.technology)), &mut found);
        for (words, own) in found.iter_mut().zip(&self.names) {
            words.strength = words.strength.min(CLEAR);
            if !own.is_empty() && *own == name {
                words.strength = SAME_NAME;
            }
            words.by_name = words.strength;
        }
        let mut at_arrows = vec![Words::default(); parts];
        for link in graph.incoming(node).chain(graph.outgoing(node)) {
            self.read_text(&plain(&link.connection.label), &mut at_arrows);
        }
        for (words, arrow) in found.iter_mut().zip(at_arrows) {
            let strength = arrow.strength.min(CLEAR) * AT_ARROWS / CLEAR;
            if strength > words.strength {
                words.strength = strength;
                words.said = arrow.said;
            }
        }
        found
    }

    fn read_text(&self, text: &str, found: &mut [Words]) {
        let mut summed = vec![0; found.len()];
        self.index.find(text, |place, _| {
            let phrase = self.phrases[place];
            let strength = if phrase.adds_up {
                summed[phrase.part] += phrase.strength;
                summed[phrase.part]
            } else {
                phrase.strength
            };
            let words = &mut found[phrase.part];
            if strength > words.strength {
                words.strength = strength;
                words.said = Some(place);
            }
        });
    }

    /// The words by which a box speaks of a part.
    pub(crate) fn matched_text(&self, words: Words) -> Option<&str> {
        Some(self.texts[words.said?].trim())
    }
}

/// The words of a name that mean something, as phrases; each once.
fn name_phrases(name: &str) -> Vec<String> {
    let mut words: Vec<String> = lower_words(name)
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.len() > 2 => one.to_owned(),
            _ => word,
        })
        .filter(|word| !GENERAL.contains(&word.as_str()))
        .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|word| if word.len() < 4 { word + " " } else { word })
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn words_mean_the_part_that_alone_has_them() {
        let parts = [("a", "Ticket mail worker"), ("b", "Ticket store")];
        let vocabulary = Vocabulary::new(&parts, &[]);
        let text =
            "x: worker \"Mails out tickets\"\ny: worker \"Confirmations\"\nx -> y: \"mail it\"";
        let design = parse_notation(text).unwrap().design;
        let graph = Graph::new(&design);
        let read = |index| {
            let words = vocabulary.read(&graph, NodeIndex::new(index), 2);
            [words[0].strength, words[1].strength]
        };
        assert_eq!(read(0), [CLEAR, CLEAR / 2]);
        assert_eq!(read(1), [AT_ARROWS, 0]);
    }
}
