//! Which of the jobs that a good answer does are done in the drawing, by whom, and what shows it.
//!
//! A job is done by a part of any accepted design that is drawn, by a box whose words say so, by another kind that serves as
//! well, by a safeguard in words, or by a pattern of boxes and arrows; or the candidate has ruled it out.

use std::borrow::Cow;

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::graph::Graph;
use crate::analysis::reference::ability::{Ability, is_connected};
use crate::analysis::reference::mistakes::FoundMistake;
use crate::analysis::report::{
    Comparison, PartMatch, PartMatchKind, ResponsibilityEvidence, ResponsibilityMatch,
};
use crate::model::text_match;
use crate::model::{Component, Id, Kind, Role};
use crate::scenario::{AlternativeWay, BoxPattern, Responsibility, Scenario};

/// All jobs of the prompt, in its order, each with what does it.
pub(crate) fn match_responsibilities(
    graph: &Graph,
    scenario: Option<&Scenario>,
    comparisons: &[Comparison],
    mistakes: &[FoundMistake],
) -> Vec<ResponsibilityMatch> {
    let Some(scenario) = scenario else {
        return Vec::new();
    };
    let evidence = EvidenceSearch {
        graph,
        scenario,
        comparisons,
        is_silent: drawing_text::is_without_sentences(graph.design),
    };
    let all = responsibilities_of(scenario, comparisons.first());
    let mut matches: Vec<ResponsibilityMatch> =
        all.iter().map(|job| evidence.look_for(job)).collect();
    for (place, job) in all.iter().enumerate() {
        let mut targets = matches.iter();
        let target = targets.find(|other| Some(&other.id) == job.leads_to.as_ref());
        if let Some(goal) = target.and_then(|target| target.evidence.as_ref())
            && let Some(found) = &matches[place].evidence
            && !evidence.leads_to(&found.by, &goal.by)
        {
            matches[place].evidence = None;
        }
    }
    for found in mistakes {
        let mut undone = matches.iter_mut();
        let job = undone.find(|job| Some(&job.id) == found.mistake.job.as_ref());
        if let Some(job) = job.filter(|job| !is_claimed(graph, &job.id)) {
            job.evidence = None;
            let said = found.said.as_ref().map(|said| format!("“{said}”"));
            job.contradicted_by = Some(said.unwrap_or_else(|| found.mistake.title.clone()));
        }
    }
    matches
}

/// Whether the name or the technology of a component has a word of a job.
pub(crate) fn is_named_after(component: &Component, job: &Responsibility) -> bool {
    [&component.name, &component.technology]
        .iter()
        .any(|text| has_word_of(text, job))
}

fn has_word_of(text: &str, job: &Responsibility) -> bool {
    let words: Vec<&str> = job.names.iter().map(String::as_str).collect();
    text_match::mentions(text, &words)
}

/// Whether the user says that something on the drawing does a job.
fn is_claimed(graph: &Graph, job: &str) -> bool {
    let mut claims = graph.design.job_claims().iter();
    claims.any(|claim| claim.does && claim.job == job && graph.find(claim.component).is_some())
}

/// What the prompt lists or, where it lists nothing, one job for each part of the nearest accepted design.
pub(crate) fn responsibilities_of<'a>(
    scenario: &'a Scenario,
    nearest: Option<&Comparison>,
) -> Cow<'a, [Responsibility]> {
    if !scenario.responsibilities.is_empty() {
        return Cow::Borrowed(&scenario.responsibilities);
    }
    let accepted = nearest.and_then(|nearest| nearest.accepted_in(scenario));
    let (Some(nearest), Some(accepted)) = (nearest, accepted) else {
        return Cow::Borrowed(&[]);
    };
    let parts = nearest.parts.iter();
    let of_parts = parts.filter_map(|matched| Responsibility::of_part(accepted, &matched.part));
    Cow::Owned(of_parts.collect())
}

pub(super) struct EvidenceSearch<'a, 'g> {
    pub(super) graph: &'a Graph<'g>,
    scenario: &'a Scenario,
    comparisons: &'a [Comparison],
    /// Whether it is a sketch of boxes and arrows alone, which tells nothing in words.
    is_silent: bool,
}

impl EvidenceSearch<'_, '_> {
    fn look_for(&self, job: &Responsibility) -> ResponsibilityMatch {
        let ability = Ability::for_job(job, self.scenario);
        let by_part = |is_named| self.by_part(job, &ability, is_named);
        let has_to_be_told = job.only_told && !self.is_silent;
        let evidence = self
            .by_claim(job)
            .or_else(|| self.by_name(job, &ability))
            .or_else(|| by_part(has_to_be_told))
            .or_else(|| self.by_spare_box(job).filter(|_| !has_to_be_told))
            .or_else(|| {
                let mut ways = job.ways.iter().filter_map(|way| self.by_way(job, way));
                ways.find(|found| !found.by.iter().any(|&id| self.is_denied(job, id)))
            });
        // Whatever stands in the right place was taken already, unless it has to be told.
        let is_untold = has_to_be_told && evidence.is_none();
        let may_be_done = is_untold.then(|| by_part(false)).flatten();
        ResponsibilityMatch {
            id: job.id.clone(),
            title: job.title.clone(),
            need: job.need,
            parts: job.parts.clone(),
            evidence,
            contradicted_by: None,
            may_be_done_by: may_be_done.map(|found| found.by).unwrap_or_default(),
        }
    }

    /// Whether arrows lead from one of these to one of those or to what stands beside it, not through people; or both are
    /// the same. What is done in words has no place.
    fn leads_to(&self, doers: &[Id], goals: &[Id]) -> bool {
        let nodes = |ids: &[Id]| -> Vec<NodeIndex> {
            let found = ids.iter().filter_map(|&id| self.graph.index_of(id));
            found.collect()
        };
        let (doers, goals) = (nodes(doers), nodes(goals));
        if doers.is_empty() || goals.is_empty() {
            return true;
        }
        // What everybody tells, and nobody is told by, joins nothing.
        let joins = |node: NodeIndex| {
            let role = self.graph[node].effective_kind.role;
            !matches!(role, Role::Client | Role::Observability | Role::DeadLetter)
        };
        let reached = self.graph.reach(&doers, |link| joins(link.to));
        let mut near = goals.iter().flat_map(|&goal| {
            let beside = self.neighbors(goal).filter(|&other| joins(other));
            beside.chain([goal])
        });
        near.any(|node| reached[node])
    }

    /// What the user says does it.
    fn by_claim(&self, job: &Responsibility) -> Option<ResponsibilityEvidence> {
        let claims = self.graph.design.job_claims().iter();
        let by: Vec<Id> = claims
            .filter(|claim| claim.does && claim.job == job.id)
            .map(|claim| claim.component)
            .filter(|&id| self.graph.find(id).is_some())
            .collect();
        let first = self.graph.find(*by.first()?)?.name();
        Some(ResponsibilityEvidence {
            reason: format!("You said that “{first}” covers it"),
            by,
        })
    }

    /// Whether the user says that a component does not do a job.
    fn is_denied(&self, job: &Responsibility, id: Id) -> bool {
        let mut claims = self.graph.design.job_claims().iter();
        claims.any(|claim| !claim.does && claim.job == job.id && claim.component == id)
    }

    /// A box that can do the job and whose words say so. A person who uses the system does none.
    fn by_name(&self, job: &Responsibility, ability: &Ability) -> Option<ResponsibilityEvidence> {
        let by: Vec<Id> = self
            .workers()
            .filter(|&node| is_named_after(self.graph[node].component, job))
            .map(|node| self.graph.id(node))
            .filter(|&id| !self.is_denied(job, id) && ability.has(self.graph, id))
            .collect();
        let first = self.graph.find(*by.first()?)?.name();
        Some(ResponsibilityEvidence {
            reason: format!("The name “{first}” implies it"),
            by,
        })
    }

    /// A part of an accepted design that somebody plays, with `is_named` by its name. A client alone does no job that other parts
    /// could do.
    fn by_part(
        &self,
        job: &Responsibility,
        ability: &Ability,
        is_named: bool,
    ) -> Option<ResponsibilityEvidence> {
        let only_clients = job
            .parts
            .iter()
            .all(|part| self.scenario.is_played_by_users(part));
        self.comparisons.iter().find_map(|comparison| {
            let mut played = comparison.parts.iter().filter(|part| {
                job.parts.contains(&part.part)
                    && (part.is_named || !is_named)
                    && matches!(part.played, PartMatchKind::Matched | PartMatchKind::Merged)
                    && (only_clients || !self.scenario.is_played_by_users(&part.part))
            });
            played.find_map(|part| {
                let players = part.by.iter().copied();
                let does = |&id: &Id| {
                    !self.is_denied(job, id)
                        && self.can_guard(&part.part, id)
                        && match part.played {
                            PartMatchKind::Matched => self.stands(id, is_connected),
                            _ => ability.has(self.graph, id),
                        }
                        && !self.has_other_work(job, id, false)
                        && (part.is_named || !self.is_named_after_other_job(job, id))
                };
                let by: Vec<Id> = players.filter(does).collect();
                let first = self.graph.find(*by.first()?)?.name();
                Some(ResponsibilityEvidence {
                    reason: format!("“{first}” acts as {}", part.name),
                    by,
                })
            })
        })
    }

    /// A box of the kind of a part that plays no part at all: whoever draws it has thought of the job.
    fn by_spare_box(&self, job: &Responsibility) -> Option<ResponsibilityEvidence> {
        let spare = &self.comparisons.first()?.extra;
        let kinds: Vec<&Kind> = (job.parts.iter())
            .flat_map(|key| self.scenario.kinds_of_part(key))
            .filter(|kind| kind.role != Role::Client)
            .collect();
        let fits = |id: &&Id| {
            let node = self.graph.find(**id);
            !self.is_denied(job, **id)
                && node
                    .is_some_and(|node| kinds.iter().any(|kind| kind.id == node.effective_kind.id))
        };
        let &id = spare.iter().find(fits)?;
        let this = self.graph.find(id)?;
        Some(ResponsibilityEvidence {
            reason: format!(
                "“{}” has the kind “{}” and no other role",
                this.name(),
                this.effective_kind.label
            ),
            by: vec![id],
        })
    }

    pub(super) fn stands(&self, id: Id, how: impl Fn(&Graph, NodeIndex) -> bool) -> bool {
        let node = self.graph.index_of(id);
        node.is_some_and(|node| how(self.graph, node))
    }

    /// Whether the nearest accepted design knows a component as what does other jobs than this one: another design, or a
    /// kind that says little, then does not make it do this one too. With `by_name`, its name has to say so.
    fn has_other_work(&self, job: &Responsibility, id: Id, by_name: bool) -> bool {
        let Some(nearest) = self.comparisons.first() else {
            return false;
        };
        let mut plays = nearest.parts.iter().filter(|part| part.by.contains(&id));
        let is_other =
            |part: &PartMatch| part.played == PartMatchKind::Matched && (part.is_named || !by_name);
        plays.clone().any(is_other) && !plays.any(|part| job.parts.contains(&part.part))
    }

    /// Whether the name of a component tells of another job of the prompt: "Webhook worker" is not the nightly comparison, although
    /// both are workers beside the database. What a gateway of sockets or a cache does, its kind tells better.
    fn is_named_after_other_job(&self, job: &Responsibility, id: Id) -> bool {
        let Some(node) = self.graph.find(id) else {
            return false;
        };
        let may_do_anything = matches!(
            node.effective_kind.role,
            Role::Compute
                | Role::Worker
                | Role::Processor
                | Role::Store
                | Role::External
                | Role::Model
                | Role::Observability
        );
        if !may_do_anything {
            return false;
        }
        let mut others = self.scenario.responsibilities.iter();
        others.any(|other| other.id != job.id && has_word_of(&node.component.name, other))
    }

    /// Whether a player is more than a plain balancer where the part has to look at requests: spreading them limits nobody.
    fn can_guard(&self, part: &str, player: Id) -> bool {
        let mut kinds = self.scenario.kinds_of_part(part);
        let guards =
            kinds.any(|kind| matches!(kind.role, Role::Gateway | Role::Limiter | Role::Shield));
        let role = self.graph.find(player).map(|node| node.effective_kind.role);
        !guards || role != Some(Role::Balancer)
    }

    fn workers(&self) -> impl Iterator<Item = NodeIndex> {
        let graph = self.graph;
        graph
            .node_indices()
            .filter(|&node| graph[node].effective_kind.role != Role::Client)
    }

    fn by_way(&self, job: &Responsibility, way: &AlternativeWay) -> Option<ResponsibilityEvidence> {
        if !way.kinds.is_empty() {
            self.by_kind(job, way)
        } else if !way.words.is_empty() {
            let words: Vec<&str> = way.words.iter().map(String::as_str).collect();
            self.by_words(|text| text_match::affirms(text, &words))
        } else if !way.says.is_empty() {
            self.by_words(|text| drawing_text::says_each(text, &way.says))
                .or_else(|| self.by_box_and_arrow(&way.says))
        } else if !way.pattern.is_empty() {
            self.by_pattern(&way.pattern)
        } else {
            self.ruled_out(&way.assumed)
        }
    }

    /// A box of another kind that does it. What runs code, or belongs to somebody else, may do anything, so it counts only
    /// where it does not do something else.
    fn by_kind(
        &self,
        job: &Responsibility,
        way: &AlternativeWay,
    ) -> Option<ResponsibilityEvidence> {
        let fits = |&node: &NodeIndex| {
            let kind = self.graph[node].effective_kind;
            let may_do_anything =
                matches!(kind.role, Role::Compute | Role::Worker | Role::External);
            way.kinds.contains(&kind.id)
                && !self.has_other_work(job, self.graph.id(node), !may_do_anything)
                && (way.next_to.is_empty()
                    || self
                        .neighbors(node)
                        .any(|other| way.next_to.contains(&self.effective_role(other))))
                && (way.carries.as_ref()).is_none_or(|flow| self.carries(node, flow))
        };
        let node = self.graph.node_indices().find(fits)?;
        let this = &self.graph[node];
        Some(ResponsibilityEvidence {
            reason: format!(
                "“{}” has the kind “{}”",
                this.name(),
                this.effective_kind.label
            ),
            by: vec![this.id],
        })
    }

    /// Whether the machines that the drawing counts carry the peak of a flow several times over by themselves, keys spread
    /// over them.
    fn carries(&self, node: NodeIndex, flow: &str) -> bool {
        /// Fewer hold all keys on the same two machines.
        const SPREAD_OVER: u32 = 3;
        /// So that a few popular keys overload none of them.
        const TIMES: f64 = 5.0;
        let this = &self.graph[node];
        let crate::model::Replicas::Exactly(count) = this.component.replicas else {
            return false;
        };
        let set = this.component.overrides.capacity;
        let each = set.or(this
            .effective_kind
            .capacity
            .as_ref()
            .map(|figure| figure.value));
        let mut flows = self.scenario.flows.iter();
        let peak = flows.find(|known| known.id == flow).map(|flow| flow.rps);
        count >= SPREAD_OVER
            && (each.zip(peak)).is_some_and(|(each, peak)| f64::from(count) * each >= TIMES * peak)
    }

    fn effective_role(&self, node: NodeIndex) -> Role {
        self.graph[node].effective_kind.role
    }

    /// What is connected with a component, in whatever direction.
    fn neighbors(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        let out = self.graph.outgoing(node).map(|link| link.to);
        out.chain(self.graph.incoming(node).map(|link| link.from))
    }

    fn by_pattern(&self, lines: &[String]) -> Option<ResponsibilityEvidence> {
        let pattern = BoxPattern::parse(lines).ok()?;
        let mut found = Vec::new();
        if !self.extend(&pattern, &mut found) {
            return None;
        }
        let by: Vec<Id> = found.iter().map(|&node| self.graph.id(node)).collect();
        let names: Vec<&str> = found.iter().map(|&node| self.graph.name(node)).collect();
        Some(ResponsibilityEvidence {
            reason: format!("“{}” are connected that way", names.join("”, “")),
            by,
        })
    }

    /// Finds a box for the next place of a pattern and for all after it, so that its arrows are drawn, in whatever direction
    /// and at most past one other box.
    fn extend(&self, pattern: &BoxPattern, found: &mut Vec<NodeIndex>) -> bool {
        let place = found.len();
        let Some(wanted) = pattern.boxes.get(place) else {
            return true;
        };
        for node in self.graph.node_indices() {
            let kind = self.graph[node].effective_kind;
            let role = Role::named(wanted);
            let may_run_it = matches!(role, Some(Role::Compute | Role::Worker))
                && kind.role == Role::Other
                && self.hands_on(node);
            let fits = kind.id == *wanted || role == Some(kind.role) || may_run_it;
            if !fits || found.contains(&node) {
                continue;
            }
            found.push(node);
            let mut arrows = pattern
                .arrows
                .iter()
                .filter(|(from, to)| (*from).max(*to) == place);
            if arrows.all(|&(from, to)| self.is_near(found[from], found[to]))
                && self.extend(pattern, found)
            {
                return true;
            }
            found.pop();
        }
        false
    }

    /// Whether somebody calls a component and it calls others in turn, as code does: "Cash desk" between the front door and the
    /// books.
    fn hands_on(&self, node: NodeIndex) -> bool {
        let this = &self.graph[node];
        !this.into.is_empty() && !this.out.is_empty()
    }

    fn is_near(&self, one: NodeIndex, other: NodeIndex) -> bool {
        self.neighbors(one)
            .any(|next| next == other || self.neighbors(next).any(|last| last == other))
    }
}
