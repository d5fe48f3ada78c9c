//! Which of the mistakes that the prompt knows stand on the drawing, in words or as an arrow.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{
    sentences, sets_aside, texts_of_component, texts_of_connection,
};
use crate::analysis::graph::{Graph, Node};
use crate::analysis::periods;
use crate::model::text_match::words;
use crate::model::{Id, Role, catalogue};
use crate::scenario::{KnownMistake, ListsFound, MistakeIndex, Scenario};

/// A mistake that stands on the drawing.
#[derive(Debug)]
pub(crate) struct FoundMistake<'a> {
    /// The mistake.
    pub(crate) mistake: &'a KnownMistake,
    /// The words that tell of it; none where the arrow itself does.
    pub(crate) said: Option<String>,
    /// The components and connections that tell of it.
    pub(crate) items: Vec<Id>,
    /// Whether only the kinds of the boxes beside the texts make it whole, which nobody has written.
    pub(crate) is_inferred: bool,
}

/// The mistakes of the prompt that stand on the drawing, in the order of the prompt.
pub(crate) fn find_mistakes<'a>(
    graph: &Graph,
    scenario: Option<&'a Scenario>,
) -> Vec<FoundMistake<'a>> {
    let Some(scenario) = scenario.filter(|prompt| !prompt.mistakes.is_empty()) else {
        return Vec::new();
    };
    let index = scenario.mistake_index();
    let texts = read_texts(graph, index);
    let mut written = texts.iter().map(|text| &text.here);
    let Some(first) = written.next() else {
        return Vec::new();
    };
    let anywhere = written.fold(first.clone(), ListsFound::or);
    // What is said of a copy is not said of what it is copied from: "TTL 60 s" at a cache deletes no link.
    let of_caches = index.find("a cache");
    let mistakes = scenario.mistakes.iter().enumerate();
    mistakes
        .filter(|&(place, _)| !index.is_taken_back(place, &anywhere))
        .filter_map(|(place, mistake)| {
            let tells = |text: &&ReadText| {
                index.is_told(place, &text.here, &text.beside)
                    && text.stands_for(graph, mistake)
                    && !(text.is_at_cache(graph) && index.takes_back(place, &of_caches))
                    && text.names_time_of(index, place, mistake)
            };
            let telling: Vec<&ReadText> = texts.iter().filter(tells).collect();
            let first = telling.first()?;
            let said = first.text.trim();
            Some(FoundMistake {
                mistake,
                said: (!mistake.says.is_empty()).then(|| said.to_owned()),
                items: telling.iter().filter_map(|text| text.item).collect(),
                is_inferred: telling.iter().all(|text| {
                    !index.is_told(place, &text.here, &text.named_beside(graph, index))
                }),
            })
        })
        .collect()
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
enum TextPlace {
    Component(NodeIndex),
    Connection(NodeIndex, NodeIndex),
    Note,
}

/// A text of the drawing, with the lists of words that are found in it.
#[derive(Debug)]
struct ReadText {
    text: String,
    item: Option<Id>,
    place: TextPlace,
    here: ListsFound,
    /// In the names of the components that an arrow joins, and in those of their kinds.
    beside: ListsFound,
}

impl ReadText {
    /// Whether it stands where the mistake is made.
    fn stands_for(&self, graph: &Graph, mistake: &KnownMistake) -> bool {
        let is_at = |names: &[String], node: NodeIndex| is_one_of(&graph[node], names);
        match self.place {
            TextPlace::Component(node) => {
                !mistake.is_on_arrows() && (mistake.on.is_empty() || is_at(&mistake.on, node))
            }
            TextPlace::Connection(from, to) => {
                (mistake.on.is_empty() || is_at(&mistake.on, from) || is_at(&mistake.on, to))
                    && (mistake.from.is_empty() || is_at(&mistake.from, from))
                    && (mistake.to.is_empty() || is_at(&mistake.to, to))
            }
            // A note has no place; what it is about has to stand in its words.
            TextPlace::Note => {
                !mistake.is_on_arrows() && (mistake.on.is_empty() || mistake.says.len() > 1)
            }
        }
    }

    /// What is found in the written names of the components that an arrow joins, without their kinds.
    fn named_beside(&self, graph: &Graph, index: &MistakeIndex) -> ListsFound {
        let find = |node: NodeIndex| index.find(&written_name(&graph[node]));
        match self.place {
            TextPlace::Connection(from, to) => find(from).or(&find(to)),
            TextPlace::Component(_) | TextPlace::Note => ListsFound::default(),
        }
    }

    /// Whether it stands at a cache.
    fn is_at_cache(&self, graph: &Graph) -> bool {
        let is_cache = |node: NodeIndex| graph[node].effective_kind.role == Role::Cache;
        match self.place {
            TextPlace::Component(node) => is_cache(node),
            TextPlace::Connection(from, to) => is_cache(from) || is_cache(to),
            TextPlace::Note => false,
        }
    }

    /// Whether it names such a time, where the mistake depends on one. Of what semicolons set apart, only what speaks of the
    /// mistake counts: "position every 4 s; asks again after 20 s".
    fn names_time_of(&self, index: &MistakeIndex, place: usize, mistake: &KnownMistake) -> bool {
        if mistake.longer_than_s.is_none() && mistake.shorter_than_s.is_none() {
            return true;
        }
        let clauses = self.text.split(';');
        let speaking = clauses.filter(|clause| index.has_first_list(place, &index.find(clause)));
        let mut speaking: Vec<&str> = speaking.collect();
        if speaking.is_empty() {
            speaking.push(&self.text);
        }
        let longest = speaking
            .iter()
            .filter_map(|text| periods::longest_time_in(text));
        let shortest = speaking
            .iter()
            .filter_map(|text| periods::shortest_span_in(text));
        let (longest, shortest) = (
            longest.max_by(f64::total_cmp),
            shortest.min_by(f64::total_cmp),
        );
        mistake
            .longer_than_s
            .is_none_or(|limit| longest.is_some_and(|time| time > limit))
            && mistake
                .shorter_than_s
                .is_none_or(|limit| shortest.is_some_and(|time| time < limit))
    }
}

fn is_one_of(node: &Node, names: &[String]) -> bool {
    names.iter().any(|name| {
        node.kind.id == *name
            || node.effective_kind.id == *name
            || Role::named(name) == Some(node.effective_kind.role)
    })
}

/// Whether a piece of the second line of a box says what the box is; others say how it works, which is not what the arrows at
/// it speak of.
fn is_product_like(piece: &str) -> bool {
    const MOST_WORDS: usize = 3;
    words(piece).count() <= MOST_WORDS && catalogue().recognize(piece).is_some()
}

/// What is written of what a component is.
fn written_name(node: &Node) -> String {
    let [name, technology, _] = texts_of_component(node.component);
    let products = technology.split(',').filter(|part| is_product_like(part));
    let products: Vec<&str> = products.collect();
    format!("{name} {}", products.join(","))
}

fn read_texts(graph: &Graph, index: &MistakeIndex) -> Vec<ReadText> {
    let mut all = Vec::new();
    let names = graph.node_indices().map(|node| {
        // "the complete list" from a read replica, whatever that is called
        let kind = &graph[node].effective_kind.label;
        index.find(&format!("{}, {kind}", written_name(&graph[node])))
    });
    let names: Vec<ListsFound> = names.collect();
    for node in graph.node_indices() {
        let text = texts_of_component(graph[node].component).map(str::trim);
        let text = text.iter().filter(|text| !text.is_empty());
        let text = text.copied().collect::<Vec<_>>().join(", ");
        let here = index.find(&text);
        all.push(ReadText {
            text,
            item: Some(graph.id(node)),
            place: TextPlace::Component(node),
            here,
            beside: ListsFound::default(),
        });
    }
    for link in graph.links() {
        let text = texts_of_connection(link.connection).join(" ");
        let here = index.find(&text);
        all.push(ReadText {
            text,
            item: Some(link.id),
            place: TextPlace::Connection(link.from, link.to),
            here,
            beside: names[link.from.index()].clone().or(&names[link.to.index()]),
        });
    }
    let notes = graph.design.notes().map(|(_, note)| note.text.as_str());
    let assumptions = graph.design.assumptions().iter().map(String::as_str);
    let claims = notes.chain(assumptions).flat_map(sentences);
    for sentence in claims.filter(|sentence| !sets_aside(sentence)) {
        let here = index.find(sentence);
        all.push(ReadText {
            text: sentence.to_owned(),
            item: None,
            place: TextPlace::Note,
            here,
            beside: ListsFound::default(),
        });
    }
    all
}
