//! Parts that a load can ask for, held against a load that does not: what `over-engineered` says
//! by numbers, apart from what a prompt says itself.

use crate::analysis::context::Context;
use crate::analysis::rules::support::load_threshold::tiny_load;
use crate::analysis::rules::support::other_reasons::{is_for_more_than_load, only_spares_reads};
use crate::analysis::rules::support::text_match;
use crate::analysis::rules::support::thresholds::CACHED_READS_RPS;
use crate::analysis::rules::words;
use crate::model::{Design, Id, Role, ZoneKind};
use crate::scenario::{Family, Flow, Scenario};

/// More instances of a store than a majority of three needs are there for load.
const SHARDS: u32 = 4;
/// From this promise on a second region may be needed whatever the load: a single region of a large provider is promised
/// at 99.99 % (AWS EC2 region SLA).
const FOUR_NINES: f64 = 0.9999;

/// Parts of one kind that the load does not ask for.
pub(crate) struct TooEarly {
    /// The components.
    pub(crate) parts: Vec<usize>,
    /// One sentence with the numbers.
    pub(crate) why: String,
    /// One sentence: what to do instead.
    pub(crate) advice: String,
}

/// All kinds of part that the load of the prompt does not ask for; none where it names no load.
pub(crate) fn too_early(context: &Context, scenario: &Scenario) -> Vec<TooEarly> {
    let found = [
        carriers(context, scenario),
        caches(context, scenario),
        processors(context, scenario),
        shards(context, scenario),
        regions(context, scenario),
    ];
    found.into_iter().flatten().collect()
}

/// Whether an accepted design of the prompt has something like it.
fn is_accepted(scenario: &Scenario, like: impl Fn(&Design, Id) -> bool) -> bool {
    scenario.designs.iter().any(|accepted| {
        let mut parts = accepted.design.components();
        parts.any(|(id, _)| like(&accepted.design, id))
    })
}

fn has_role(scenario: &Scenario, roles: &[Role]) -> bool {
    let is_asked_for = |flow: &Flow| {
        flow.to
            .iter()
            .any(|end| end.roles.iter().any(|role| roles.contains(role)))
    };
    scenario.flows.iter().any(is_asked_for)
        || is_accepted(scenario, |design, id| {
            roles.contains(&design.kind_of(id).role)
        })
}

fn named(context: &Context, parts: &[usize]) -> String {
    words::list(parts.iter().map(|&part| context.name(part)))
}

/// Queues, logs and topics between parts that could call each other.
fn carriers(context: &Context, scenario: &Scenario) -> Option<TooEarly> {
    const CARRIERS: [Role; 3] = [Role::Queue, Role::Log, Role::Topic];
    if has_role(scenario, &CARRIERS) {
        return None;
    }
    let parts: Vec<usize> = context
        .with_role(&CARRIERS)
        .filter(|&part| !is_for_more_than_load(context, part))
        .collect();
    let load = tiny_load(context, scenario, &parts).filter(|_| !parts.is_empty())?;
    let names = named(context, &parts);
    Some(TooEarly {
        why: format!(
            "{}: to smooth peaks, {names} would pay from about {}",
            load.sentence(),
            words::rate(load.pays_from())
        ),
        advice: format!(
            "Let the parts around {names} call each other, or say what waits there and why"
        ),
        parts,
    })
}

/// Caches that only spare a store some reads.
fn caches(context: &Context, scenario: &Scenario) -> Option<TooEarly> {
    if has_role(scenario, &[Role::Cache]) {
        return None;
    }
    let copies: Vec<usize> = context
        .with_role(&[Role::Cache])
        .filter(|&cache| only_spares_reads(context, cache))
        .collect();
    let load = tiny_load(context, scenario, &copies).filter(|_| !copies.is_empty())?;
    let names = named(context, &copies);
    Some(TooEarly {
        why: format!(
            "{}: {names} would pay from about {} reads a second",
            load.sentence(),
            words::amount(CACHED_READS_RPS)
        ),
        advice: format!("Leave {names} out, and read the store"),
        parts: copies,
    })
}

/// Continuous processing of what a plain service could do.
fn processors(context: &Context, scenario: &Scenario) -> Option<TooEarly> {
    if has_role(scenario, &[Role::Processor]) {
        return None;
    }
    let parts: Vec<usize> = context.with_role(&[Role::Processor]).collect();
    let load = tiny_load(context, scenario, &parts).filter(|_| !parts.is_empty())?;
    let names = named(context, &parts);
    Some(TooEarly {
        why: format!(
            "{}: {names} would pay from about {}",
            load.sentence(),
            words::rate(load.pays_from())
        ),
        advice: format!("Let a service or a query do what {names} does, until there is more of it"),
        parts,
    })
}

/// Stores cut into more pieces than safety asks for.
fn shards(context: &Context, scenario: &Scenario) -> Option<TooEarly> {
    let is_cut =
        |role, replicas: u32| matches!(role, Role::Store | Role::Replica) && replicas >= SHARDS;
    let accepted = is_accepted(scenario, |design, id| {
        let replicas = design.component(id).map_or(0, |c| c.replicas);
        is_cut(design.kind_of(id).role, replicas)
    });
    let parts: Vec<usize> = (0..context.nodes.len())
        .filter(|&node| is_cut(context.role(node), context.nodes[node].component.replicas))
        .collect();
    let load = tiny_load(context, scenario, &parts).filter(|_| !accepted && !parts.is_empty())?;
    let names = named(context, &parts);
    Some(TooEarly {
        why: format!(
            "{}: {SHARDS} or more instances of {names} would pay from about {}",
            load.sentence(),
            words::rate(load.pays_from())
        ),
        advice: format!("Run two or three of {names}, which is enough for a machine to fail"),
        parts,
    })
}

/// A second full region where neither the load nor the promise nor the users ask for it.
fn regions(context: &Context, scenario: &Scenario) -> Option<TooEarly> {
    let targets = &scenario.targets;
    let elsewhere = [
        "region",
        "site",
        "disaster",
        "data centre",
        "data center",
        "zone",
        "continent",
    ];
    let asked_for = targets.availability >= FOUR_NINES
        || targets.continents > 1
        || scenario.family != Family::Software
        || text_match::mentions(&targets.durability, &elsewhere)
        || scenario
            .designs
            .iter()
            .any(|accepted| full_regions(&accepted.design).len() > 1);
    let regions = full_regions(context.design);
    let second = regions.get(1).filter(|_| !asked_for)?;
    let everything: Vec<usize> = (0..context.nodes.len()).collect();
    let load = tiny_load(context, scenario, &everything)?;
    let parts = everything.into_iter().filter(|&node| {
        let mut around = context.design.ancestors(context.id(node));
        around.any(|(id, _)| id == *second)
    });
    let name = context.design.zone(*second)?.name.trim();
    let name = if name.is_empty() {
        "the second region"
    } else {
        name
    };
    Some(TooEarly {
        why: format!(
            "{}: {name} as a second region would pay when users live on two continents or four nines are promised",
            load.sentence()
        ),
        advice: "Use two zones of one region, and keep a copy of the data in another".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::example_prompt;
    use crate::analysis::rules::load::over_engineered;
    use crate::analysis::{analyze, fix};
    use crate::model::{Edit, parse_notation};

    /// The album for a family: four requests a second, and an accepted design that is as small.
    fn family_album(times: f64) -> Scenario {
        let mut prompt = example_prompt().clone();
        prompt.flows.retain(|flow| flow.id != "shrink");
        for flow in &mut prompt.flows {
            flow.rps *= 0.0005 * times;
            flow.latency_p99_ms = None;
        }
        prompt.targets.continents = 1;
        let accepted = &mut prompt.designs[0];
        let large = ["cache", "jobs", "shrinker", "failed"].map(|key| accepted.keys[key]);
        accepted.design.apply(Edit::Remove(large.into())).unwrap();
        prompt
    }

    fn said(prompt: &Scenario, more: &str) -> Vec<String> {
        let text = format!(
            "users: client\nusers -> lb -> api -> db\nusers -> photos\nphotos: object_storage\nlb: load_balancer\napi: service x2\ndb: sql x2 \"Albums\"\n{more}"
        );
        let design = parse_notation(&text).unwrap().design;
        let report = analyze(&design, Some(prompt));
        let mine = report
            .findings
            .iter()
            .filter(|f| f.rule == over_engineered::RULE.id);
        for finding in mine.clone() {
            let fixed = fix(&design, Some(prompt), &report, finding);
            assert!(fixed.is_some(), "{} has no fix", finding.why);
        }
        mine.map(|finding| finding.why.clone()).collect()
    }

    #[test]
    fn a_tiny_load_asks_for_no_cache_queue_or_shards() {
        let prompt = family_album(1.0);
        assert!(said(&prompt, "").is_empty());
        let cache = "api -> cache: read\ncache: cache x2";
        assert_eq!(
            said(&prompt, cache),
            [
                "One instance of Albums carries about 10,000 requests a second, and this prompt brings 5.1 with all its growth: Cache would pay from about 1,000 reads a second"
            ]
        );
        assert_eq!(
            said(
                &prompt,
                "api -> log -> other\nlog: event_log x3\nother: service x2\nother -> db"
            )
            .len(),
            1
        );
        assert_eq!(said(&prompt, "api -> shards\nshards: sql x6").len(), 1);
        assert!(said(&family_album(100.0), cache).is_empty());
        assert!(said(example_prompt(), cache).is_empty());
    }

    #[test]
    fn slow_work_state_and_accepted_parts_need_no_load() {
        let prompt = family_album(1.0);
        for fine in [
            "api -> mails -> mailer\nmails: queue\nmailer: worker x2",
            "api -> calls -> caller -> bank\ncalls: queue\ncaller: service x2\nbank: third_party_api",
            "api -> cache: both\ncache: cache x2",
            "api -> cache: read\ncache: cache x2 \"Sessions\"",
        ] {
            assert_eq!(said(&prompt, fine), [""; 0], "{fine}");
        }
        let accepted = Scenario {
            designs: example_prompt().designs.clone(),
            ..prompt
        };
        assert!(said(&accepted, "api -> cache: read\ncache: cache x2").is_empty());
    }

    #[test]
    fn a_second_region_needs_a_reason() {
        let region = |name: &str| {
            format!(
                "zone {name}: region {{\n{name}_api: service x2\n{name}_db: sql x2\n}}\nusers -> {name}_api -> {name}_db\n"
            )
        };
        let text = format!("users: client\n{}{}", region("east"), region("west"));
        let design = parse_notation(&text).unwrap().design;
        let count = |prompt: &Scenario| {
            let report = analyze(&design, Some(prompt));
            report
                .findings
                .iter()
                .filter(|f| f.why.contains("second region"))
                .count()
        };
        let mut prompt = family_album(1.0);
        assert_eq!(count(&prompt), 1);
        prompt.targets.continents = 2;
        assert_eq!(count(&prompt), 0);
    }
}
