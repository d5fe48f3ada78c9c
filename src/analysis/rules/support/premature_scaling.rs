//! Parts that a load can ask for, held against a load that does not: what `over-engineered` says by numbers, apart from
//! what a prompt says itself.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::load_threshold::TinyLoad;
use crate::analysis::rules::support::thresholds::{CACHED_READS_RPS, FOUR_NINES, SLOW_WORK_MS};
use crate::model::{Access, Design, Flag, Group, Id, Role, ZoneKind, format, text_match};
use crate::scenario::{Family, Scenario};

/// A way to scale that costs more than it brings while the load is tiny.
struct ScalingStep {
    /// What is drawn for it.
    roles: &'static [Role],
    /// How many instances of one component make it that: one, or more than safety asks for.
    min_instances: u32,
    /// Whether a component with such a role is there for the load alone.
    is_for_load: fn(&Analysis, NodeIndex) -> bool,
    /// From which load it pays.
    pays_from: PaysFrom,
    /// What follows the numbers of the load, with `{names}` and `{threshold}` to be filled in.
    why: &'static str,
    /// What to do instead.
    advice: &'static str,
}

/// The load from which a scaling step pays.
enum PaysFrom {
    /// More than one instance of the store behind it carries.
    OneStoreFull,
    /// So many reads a second.
    Reads(f64),
}

static STEPS: &[ScalingStep] = &[
    ScalingStep {
        roles: &[Role::Queue, Role::Log, Role::Topic],
        min_instances: 1,
        is_for_load: |analysis, part| !is_for_more_than_load(analysis, part),
        pays_from: PaysFrom::OneStoreFull,
        why: "{names}, used to smooth peaks, would pay off only at about {threshold}",
        advice: "Have the components on both sides of {names} call each other directly, or say what you queue in {names} and why",
    },
    ScalingStep {
        roles: &[Role::Cache],
        min_instances: 1,
        is_for_load: only_spares_reads,
        pays_from: PaysFrom::Reads(CACHED_READS_RPS),
        why: "{names} would pay off only at about {threshold}",
        advice: "Leave {names} out, and read from the database",
    },
    ScalingStep {
        roles: &[Role::Processor],
        min_instances: 1,
        is_for_load: |_, _| true,
        pays_from: PaysFrom::OneStoreFull,
        why: "{names} would pay off only at about {threshold}",
        advice: "Have a service or a query do the job of {names} until there is more load",
    },
    // A majority of three needs three instances; a fourth is there for load.
    ScalingStep {
        roles: &[Role::Store, Role::Replica],
        min_instances: 4,
        is_for_load: |_, _| true,
        pays_from: PaysFrom::OneStoreFull,
        why: "4 or more instances of {names} would pay off only at about {threshold}",
        advice: "Run 2 or 3 instances of {names}, which is enough to survive a failure",
    },
    ScalingStep {
        roles: &[Role::Mesh],
        min_instances: 1,
        is_for_load: |_, _| true,
        pays_from: PaysFrom::OneStoreFull,
        why: "{names} would pay off only with dozens of services and about {threshold}",
        advice: "Let the services call each other without {names}",
    },
    // With three machines of a cluster that spreads by itself one has three machines to run where two would do.
    ScalingStep {
        roles: &[Role::Store],
        min_instances: 3,
        is_for_load: |analysis, part| {
            let part = &analysis[part];
            // Who draws three of a kind that providers sell runs it alone.
            let spreads = !part.has(Flag::SingleLeader) && part.says_provider_run != Some(true);
            spreads && part.component.replicas.count() < 4
        },
        pays_from: PaysFrom::OneStoreFull,
        why: "a cluster such as {names} would pay off only at about {threshold}",
        advice: "Keep the data of {names} in one relational database with a standby",
    },
];

/// Parts of one scaling step that the load does not ask for.
pub(crate) struct PrematurePart {
    /// The components.
    pub(crate) parts: Vec<NodeIndex>,
    /// One sentence with the numbers.
    pub(crate) why: String,
    /// One sentence: what to do instead.
    pub(crate) advice: String,
}

/// All parts that the load of the prompt or, without one, the stated traffic does not ask for, by scaling step; none where
/// no load is named.
pub(crate) fn find_premature_parts(analysis: &Analysis) -> Vec<PrematurePart> {
    let scenario = analysis.scenario;
    let by_step = STEPS.iter().map(|step| step.find(analysis, scenario));
    let regions = std::iter::once_with(|| second_region(analysis, scenario?));
    by_step.chain(regions).flatten().collect()
}

impl ScalingStep {
    fn find(&self, analysis: &Analysis, scenario: Option<&Scenario>) -> Option<PrematurePart> {
        if scenario.is_some_and(|scenario| self.is_asked_for(scenario)) {
            return None;
        }
        let parts: Vec<NodeIndex> = analysis
            .with_role(self.roles)
            .filter(|&part| analysis[part].component.replicas.count() >= self.min_instances)
            .filter(|&part| (self.is_for_load)(analysis, part))
            .collect();
        if parts.is_empty() {
            return None;
        }
        let load = TinyLoad::measure(analysis, scenario, &parts)?;
        let threshold = match self.pays_from {
            PaysFrom::OneStoreFull => format::requests_a_second(load.rps_of_one_store()),
            PaysFrom::Reads(rps) => format!("{} reads a second", format::amount(rps)),
        };
        let names = format::join_names(parts.iter().map(|&part| analysis.name(part)));
        let why = self.why.replace("{threshold}", &threshold);
        Some(PrematurePart {
            parts,
            why: format!("{}: {}", load.sentence(), why.replace("{names}", &names)),
            advice: self.advice.replace("{names}", &names),
        })
    }

    /// Whether a flow of the prompt ends at such a part or an accepted design has one.
    fn is_asked_for(&self, scenario: &Scenario) -> bool {
        let mut ends = scenario.flows.iter().flat_map(|flow| &flow.to);
        let by_flow = ends.any(|end| end.roles.iter().any(|role| self.roles.contains(role)));
        let by_design = scenario.designs.iter().any(|accepted| {
            accepted.design.components().any(|(id, component)| {
                self.roles.contains(&accepted.design.kind_of(id).role)
                    && component.replicas.count() >= self.min_instances
            })
        });
        // A flow that ends at a store asks for one instance, not for many.
        (by_flow && self.min_instances == 1) || by_design
    }
}

/// Whether a queue is there because its work is slow, may be done later, must not be lost or comes from elsewhere.
fn is_for_more_than_load(analysis: &Analysis, part: NodeIndex) -> bool {
    let quick_code = |node: NodeIndex| {
        let this = &analysis[node];
        let time = this.component.overrides.latency_p50;
        let time = time.unwrap_or(this.kind.latency_p50.value);
        let calls_out = analysis
            .outgoing(node)
            .any(|link| analysis.role(link.to) == Role::External);
        let code = matches!(this.role(), Role::Compute | Role::Processor);
        code && time < SLOW_WORK_MS && !this.has(Flag::Deferrable) && !calls_out
    };
    let own_code = |node: NodeIndex| analysis[node].kind.group == Group::Compute;
    let put_off = analysis
        .flows
        .iter()
        .any(|flow| flow.spec.is_some_and(|spec| spec.deferrable) && flow.passes(part));
    let mut takers = analysis.callees(part).iter();
    put_off
        || analysis.callees(part).is_empty()
        || !takers.all(|&taker| quick_code(taker))
        || analysis.incoming(part).any(|link| !own_code(link.from))
}

/// Whether a cache holds copies of what a store answers as well, and nobody needs the answer faster than a store gives it.
fn only_spares_reads(analysis: &Analysis, cache: NodeIndex) -> bool {
    let users: Vec<NodeIndex> = analysis.incoming(cache).map(|link| link.from).collect();
    let behind = || {
        users
            .iter()
            .chain([&cache])
            .flat_map(|&user| analysis.outgoing(user))
    };
    let slow = |role| {
        matches!(
            role,
            Role::External | Role::Model | Role::Search | Role::Analytics | Role::Objects
        )
    };
    let written = analysis
        .incoming(cache)
        .any(|link| matches!(link.access, Some(Access::Write | Access::Both)));
    let by_code = users
        .iter()
        .all(|&user| analysis.role(user) == Role::Compute);
    let is_hurried = || {
        let mut with_target = analysis.flows.iter().filter_map(|flow| {
            let target = flow.spec?.latency_p99_ms?;
            flow.passes(cache).then_some((flow, target))
        });
        with_target.any(|(flow, target)| {
            let nodes = flow.components.iter();
            let stores = nodes.filter(|&&n| analysis.role(n) == Role::Store);
            let slowest = stores
                .map(|&n| analysis[n].kind.latency_p99.value)
                .fold(0.0, f64::max);
            target <= 2.0 * slowest
        })
    };
    let texts = drawing_text::texts_of_component(analysis[cache].component);
    by_code
        && !written
        && !is_hurried()
        && !behind().any(|link| slow(analysis.role(link.to)))
        && !texts
            .iter()
            .any(|text| text_match::mentions(text, keywords::STATE_IN_MEMORY))
}

/// A second full region where neither the load nor the promise nor the users ask for it.
fn second_region(analysis: &Analysis, scenario: &Scenario) -> Option<PrematurePart> {
    let targets = &scenario.targets;
    let asked_for = targets.availability >= FOUR_NINES
        || targets.continents > 1
        || scenario.family != Family::Software
        || text_match::mentions(&targets.durability, keywords::OTHER_SITE)
        || scenario
            .designs
            .iter()
            .any(|accepted| full_regions(&accepted.design).len() > 1);
    let regions = full_regions(analysis.design);
    let second = regions.get(1)?;
    if asked_for {
        return None;
    }
    let everything: Vec<NodeIndex> = analysis.node_indices().collect();
    let load = TinyLoad::measure(analysis, Some(scenario), &everything)?;
    let parts = everything.into_iter().filter(|&node| {
        let mut around = analysis.design.ancestors(analysis.id(node));
        around.any(|(id, _)| id == *second)
    });
    let name = analysis.design.zone(*second)?.name.trim();
    let name = if name.is_empty() {
        "the second region"
    } else {
        name
    };
    Some(PrematurePart {
        why: format!(
            "{}: {name} as a second region would pay off only with users on two continents or an availability target of 99.99%",
            load.sentence()
        ),
        advice: "Use two zones of one region, and keep a copy of the data in another region"
            .to_owned(),
        parts: parts.collect(),
    })
}

/// The regions with code and a store of their own, in order.
fn full_regions(design: &Design) -> Vec<Id> {
    let holds = |region: Id, test: &dyn Fn(Id) -> bool| {
        let mut inside = design
            .components()
            .filter(|(id, _)| design.ancestors(*id).any(|(zone, _)| zone == region));
        inside.any(|(id, _)| test(id))
    };
    let regions = design
        .zones()
        .filter(|(_, zone)| zone.kind == ZoneKind::Region);
    regions
        .map(|(id, _)| id)
        .filter(|&region| {
            holds(region, &|id| design.kind_of(id).role == Role::Compute)
                && holds(region, &|id| design.kind_of(id).role == Role::Store)
        })
        .collect()
}
