//! Parts that nobody plays although somebody does their work: a box whose words say so, whoever stands in front, and one
//! box of messages that says that there are several in it.

use std::collections::BTreeSet;

use crate::analysis::reference::cost::KindFit;
use crate::analysis::reference::share::Assignment;
use crate::analysis::reference::task::MatchProblem;
use crate::model::Role;

/// Gives parts that nobody plays to boxes that carry them beside their own.
pub(crate) fn take_over(task: MatchProblem, reading: &mut Assignment) {
    let mut search = TakeOver { task, reading };
    search.by_words();
    search.in_front();
    search.several_in_one();
}

struct TakeOver<'t, 'a> {
    task: MatchProblem<'a>,
    reading: &'t mut Assignment,
}

impl TakeOver<'_, '_> {
    /// Lets a box play a part beside its own. What nothing says is no more than a guess.
    fn give(&mut self, part: usize, node: usize, is_said: bool) {
        let mut all = self.reading.players.iter().flatten();
        if all.any(|known| *known == node) {
            self.reading.merged.insert(part);
        }
        if !is_said {
            self.reading.guessed.insert(part);
        }
        self.reading.players[part] = vec![node];
    }

    /// Parts that nobody plays or only something similar whose words do not say so.
    fn open_parts(&self) -> Vec<usize> {
        let fits = self.task.fits;
        let is_open = |part: &usize| {
            let mut players = self.reading.players[*part].iter();
            players.all(|&node| {
                fits.fit(*part, node) == KindFit::Substitute
                    && fits.words(*part, node).strength == 0
            })
        };
        (0..self.task.parts()).filter(is_open).collect()
    }

    fn by_words(&mut self) {
        let fits = self.task.fits;
        for part in self.open_parts() {
            let says = |node: &usize| fits.is_named_after(part, *node);
            let speaking = (0..self.task.boxes()).filter(says);
            let best = speaking.max_by_key(|&node| {
                let cost = fits.cost(part, node);
                (
                    fits.words(part, node).by_name,
                    -cost,
                    std::cmp::Reverse(node),
                )
            });
            if let Some(node) = best {
                self.give(part, node, true);
            }
        }
    }

    /// Whoever stands first before something stands for all that the accepted design has in front of it.
    fn in_front(&mut self) {
        let (fits, wires) = (self.task.fits, self.task.wires);
        let fronts = self.open_parts();
        let fronts = fronts.into_iter().filter(|&part| self.is_front(part));
        for part in fronts.collect::<Vec<usize>>() {
            let (before, behind) = (self.beyond(part, false), self.beyond(part, true));
            let leads = |from: &BTreeSet<usize>, to: &BTreeSet<usize>| {
                from.iter()
                    .any(|&a| to.iter().any(|&b| wires.get(a, b).is_some()))
            };
            let stands = |node: &usize| {
                let this = BTreeSet::from([*node]);
                fits.stands_in_front[*node]
                    && leads(&before, &this)
                    && (behind.contains(node) || leads(&this, &behind))
            };
            if let Some(node) = (0..self.task.boxes()).find(stands) {
                self.give(part, node, true);
            }
        }
    }

    fn is_front(&self, part: usize) -> bool {
        let role = self.task.reference.parts[part].kind.role;
        matches!(role, Role::Balancer | Role::Gateway | Role::Shield)
    }

    /// Whether requests only pass here on their way to what serves them.
    fn is_passed(&self, part: usize) -> bool {
        let role = self.task.reference.parts[part].kind.role;
        let asks = matches!(
            role,
            Role::Cdn | Role::Dns | Role::Limiter | Role::Auth | Role::Mesh
        );
        asks || self.is_front(part)
    }

    /// Who plays the parts before or behind this one, past others in front.
    fn beyond(&self, part: usize, behind: bool) -> BTreeSet<usize> {
        let reference = self.task.reference;
        let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![part]);
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            for &link in &reference.links_of[at] {
                let link = &reference.links[link];
                let (here, next) = if behind {
                    (link.from, link.to)
                } else {
                    (link.to, link.from)
                };
                if here != at {
                    continue;
                }
                found.extend(&self.reading.players[next]);
                if self.is_passed(next) {
                    open.push(next);
                }
            }
        }
        found
    }

    /// One box that keeps or carries things for several: it says that there are several in it, or says nothing about what
    /// is in it, and somebody who needs the part is connected with it.
    fn several_in_one(&mut self) {
        let (fits, reference) = (self.task.fits, self.task.reference);
        for part in self.open_parts() {
            let role = reference.parts[part].kind.role;
            let holds = |node: &usize| {
                let messages = fits.roles[*node].carries_messages() && role.carries_messages();
                let kept = fits.is_general(*node) && fits.fit(part, *node) != KindFit::Substitute;
                let waits = fits.holds_jobs[*node] && role.carries_messages();
                let several = (fits.is_several[*node] && messages) || waits || kept;
                several && self.is_connected(part, *node)
            };
            if let Some(node) = (0..self.task.boxes()).find(holds) {
                let is_said = fits.is_several[node] || fits.holds_jobs[node];
                self.give(part, node, is_said);
            }
        }
    }

    fn is_connected(&self, part: usize, node: usize) -> bool {
        let (reference, wires) = (self.task.reference, self.task.wires);
        let mut links = reference.links_of[part]
            .iter()
            .map(|&link| &reference.links[link]);
        links.any(|link| {
            let mut others = self.reading.players[link.other_end(part)].iter();
            others.any(|&other| {
                let (from, to) = if link.from == part {
                    (node, other)
                } else {
                    (other, node)
                };
                wires.get(from, to).is_some()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::graph::Graph;
    use crate::analysis::reference::compare;
    use crate::analysis::report::{PartMatch, PartMatchKind};
    use crate::analysis::testing::accepted;
    use crate::model::parse_notation;
    use crate::scenario::Need;

    const PARCELS: &str = r#"
people: client "Senders"
people -> edge -> door -> intake
edge: load_balancer "Entrance"
door: api_gateway "Front gate"
intake: service "Parcel intake"
intake -> weighed -> scales
weighed: queue "Weighing jobs"
scales: worker "Weigher"
intake -> printed -> labels
printed: queue "Label jobs"
labels: worker "Label printer"
labels -> book
book: sql "Parcel book"
"#;

    fn part(drawn: &str, part: &str) -> (PartMatch, Vec<String>) {
        let design = parse_notation(drawn).unwrap().design;
        let accepted = accepted(PARCELS, &[Need::Required]);
        let comparison = compare(&Graph::new(&design), &accepted, &[]);
        let mut parts = comparison.parts.into_iter();
        let found = parts.find(|known| known.part == part).unwrap();
        let names = found
            .by
            .iter()
            .map(|&id| design.component(id).unwrap().name.clone());
        let names = names.collect();
        (found, names)
    }

    #[test]
    fn names_decide_among_boxes_of_one_kind_against_the_wiring() {
        let drawn = "in: service \"Parcel intake\"\na: worker \"Printer of labels\"\nb: worker \"Weigher\"\n\
                     in -> a\nin -> b\nb -> db\ndb: sql";
        let (found, by) = part(drawn, "labels");
        assert_eq!(by, ["Printer of labels"]);
        assert_eq!(found.reason, "its name says “label”");
        assert_eq!(part(drawn, "scales").1, ["Weigher"]);
    }

    #[test]
    fn whoever_stands_first_is_all_that_stands_in_front() {
        let drawn = "people: client\npeople -> proxy -> in\nproxy: reverse_proxy \"nginx\"\n\
                     in: service \"Parcel intake\"";
        for front in ["edge", "door"] {
            assert_eq!(part(drawn, front).1, ["nginx"], "{front}");
        }
        let bare = "people: client\npeople -> in\nin: service \"Parcel intake\"";
        assert_eq!(part(bare, "edge").0.played, PartMatchKind::Missing);
    }

    #[test]
    fn one_log_with_topics_is_several_queues_and_a_table_holds_jobs() {
        let rest =
            "in: service \"Parcel intake\"\na: worker \"Label printer\"\nb: worker \"Weigher\"\n";
        let log = format!("{rest}k: event_log \"Kafka, topics per step\"\nin -> k\nk -> a\nk -> b");
        for queue in ["weighed", "printed"] {
            assert_eq!(part(&log, queue).1, ["Kafka, topics per step"], "{queue}");
        }
        let table = format!(
            "{rest}db: sql \"Parcel book\"\nin -> db: \"INSERT job\"\na -> db: \"take jobs\""
        );
        assert_eq!(part(&table, "printed").1, ["Parcel book"]);
        let plain = table
            .replace("INSERT job", "save")
            .replace("take jobs", "status");
        assert_eq!(part(&plain, "printed").0.played, PartMatchKind::Missing);
    }
}
