//! `no-rollout-control`: a rollout plan in which every step reaches all users at once.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::written_text::{
    WrittenText, says_in_order, says_together, written_texts,
};
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::text_match::mentions;
use crate::model::{CallCondition, Flag, Group, Id, Replicas, Role, format};
use crate::scenario::Family;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-rollout-control",
    title: "All-or-nothing launch",
    severity: Severity::High,
    category: Category::Security,
    why: "Most outages come from changes. If a bad change reaches all users at once, all of them are affected before you can roll it back",
    for_stakeholders: "A bad release reaches every customer before we can stop it",
    fix: "Put the change behind a feature flag, or send it a small share of the traffic first (canary). Say at what error rate you roll it back",
    exempt: "Drawings without rollout stages, unless they say that a release goes to all users at once; drawings with feature flags, another configuration control, or a traffic split in front of the changed component; and drawings that mention canaries, shares, groups, flags, or rollback",
    references: &[
        publications::SRE_INTRODUCTION.supports("About 70% of outages come from changes"),
        publications::SRE_CANARIES
            .supports("A change goes to a few users before it reaches everyone"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> db
shop: service x2 "Shop" step=1
db: sql x2
shop -> flags: sync
flags: feature_flags x2
"#,
    ),
    bad: "
- shop -> flags: sync
- flags: feature_flags x2
",
    check,
    apply_fix: Some(apply_fix),
};

/// What goes out: words of releases to machines and devices.
const RELEASED: &[&str] = &[
    "release ",
    "releases ",
    "rollout",
    "roll out",
    "rolled out",
    "deploy ",
    "deploys ",
    "install ",
    "installs ",
    "upgrade",
    "firmware",
    "flash",
    "new model",
    "new weights",
    "new version",
    "new image",
    "new prompt",
    "new build",
    "takes effect",
    "goes live",
    "go live",
    "switch over",
    "switch on ",
    "switches over",
    "cut over",
    "cutover",
    "migrat",
];
/// To whom: words for everybody at the same time.
const EVERYBODY: &[&str] = &[
    "everybody",
    "everyone",
    "all at once",
    "at once for all",
    "at once to all",
    "all users",
    "all customers",
    "every user",
    "every customer",
    "whole fleet",
    "entire fleet",
    "to all ",
    "big bang",
    "in one night",
    "in a single night",
    "the same night",
    "over one weekend",
    "in one weekend",
    "stop all",
    "stops all",
    "restart all",
    "restarts all",
];
/// To which machines: these words in a row.
const ALL_MACHINES: &[&[&str]] = &[
    &["all ", "every ", "each "],
    &[
        "device ",
        "devices",
        "server",
        "machine",
        "node",
        "car ",
        "cars ",
        "home",
        "station",
        "plant",
        "robot",
        "vehicle",
        "truck",
        "trailer",
        "van ",
        "vans ",
        "meter",
        "lock ",
        "locks ",
        "thermostat",
        "till",
        "shop",
        "scooter",
        "gpu",
        "engine",
        "million",
        "thousand",
        "teams",
        "tenants",
        "regions",
        "sites",
        "branches",
    ],
];
/// Machines that take whatever is newest by themselves.
const TAKES_NEWEST: &[&[&[&str]]] = &[
    &[
        &["publish", "push ", "pushes ", "offer"],
        &["whole fleet", "entire fleet"],
    ],
    &[
        &["latest", "newest", "firmware"],
        &[
            "pull",
            "fetch",
            "flash",
            "install",
            "download",
            "restart",
            "auto update",
            "load",
        ],
        &[
            "server", "image", "model", "firmware", "build", "version", "tag ", "bin ", "device ",
            "devices", "weights", "at start", "on start",
        ],
        &[
            "every night",
            "each night",
            "nightly",
            "at night",
            "on start",
            "at start",
            "pulled by",
            "pull of",
            "auto update",
        ],
    ],
    &[
        &["broadcast"],
        &["install", "upgrade", "update now", "firmware"],
    ],
    &[&["install now", "update now", "upgrade now"]],
];
/// Boxes that send releases out.
const SENDS_RELEASES: &[&str] = &[
    "release",
    "rollout",
    "update",
    "firmware",
    "campaign",
    "ota ",
    "weights",
    "model registry",
    "model version",
];

/// A prompt about moving a running system, on a drawing that shows only what will be there in the end.
fn ask_how_the_move_goes(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let moves = analysis
        .scenario
        .is_some_and(|scenario| scenario.family == Family::Migration);
    if !moves || analysis.link_count() == 0 {
        return;
    }
    let why = "The drawing shows only the end state. What are the migration steps, and how do you roll back each one?";
    let advice =
        "Number the steps, and for each step, say what you check before the next one".to_owned();
    findings.push(Finding {
        variant: Some("migration-steps".into()),
        title: "Migration steps not shown".to_owned(),
        ..RULE.finding(Severity::Info, Vec::new(), why.to_owned(), advice)
    });
}

/// Says that a release goes to everybody where words say so. Where machines in the field or model servers get releases and
/// no word says in which order, it is asked.
fn check_words(analysis: &Analysis, findings: &mut Vec<Finding>) -> bool {
    let design = analysis.design;
    if mentions_rollout_control(analysis)
        || drawing_text::in_any_text(design, keywords::ROLLOUT_STEPS)
    {
        return false;
    }
    ask_how_the_move_goes(analysis, findings);
    let texts = written_texts(analysis);
    let tells = |said: &&WrittenText| {
        said.clauses().any(|clause| {
            says_together(clause, &[RELEASED, EVERYBODY])
                || (mentions(clause, RELEASED) && says_in_order(clause, ALL_MACHINES, 1))
        }) || TAKES_NEWEST
            .iter()
            .any(|words| says_together(&said.text, words))
    };
    let told: Vec<&WrittenText> = texts.iter().filter(tells).collect();
    if let Some(first) = told.first() {
        let mut items: Vec<Id> = told
            .iter()
            .flat_map(|said| said.item.into_iter().chain(said.around.iter().copied()))
            .collect();
        items.sort_unstable();
        items.dedup();
        let why = format!(
            "“{}”: a bad release reaches all users at the same time, and nothing in the drawing can stop it",
            first.text.trim()
        );
        let advice =
            "Release to a small group first, monitor it, and continue in growing groups with a way to stop"
                .to_owned();
        // What is in the field cannot be repaired from the office.
        let severity = if analysis.with_role(&[Role::Device]).next().is_some() {
            Severity::Critical
        } else {
            Severity::High
        };
        findings.push(RULE.finding(severity, items, why, advice));
        return true;
    }
    let has_fleet = analysis
        .with_role(&[Role::Device, Role::Model])
        .next()
        .is_some();
    let senders: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| {
            let outside = matches!(analysis.role(node), Role::Client | Role::Device);
            !outside && mentions(&analysis[node].component.name, SENDS_RELEASES)
        })
        .collect();
    if has_fleet && !senders.is_empty() {
        let names = format::join_names(senders.iter().map(|&node| analysis.name(node)));
        let why = format!("Which users get a new release from {names} first, and what stops it?");
        let advice =
            "Note which groups get the release first, and at what error rate the rollout stops"
                .to_owned();
        let items = senders.iter().map(|&node| analysis.id(node)).collect();
        findings.push(RULE.finding(Severity::Info, items, why, advice));
    }
    false
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if check_words(analysis, findings) {
        return;
    }
    let Some(first) = first_changed(analysis) else {
        return;
    };
    // Locks and secrets also belong to this role, but answer only; flags and configuration steer.
    let steers = |node: NodeIndex| !analysis[node].has(Flag::Passive);
    let controlled = analysis.with_role(&[Role::Control]).any(steers);
    if controlled || has_traffic_share(analysis) || mentions_rollout_control(analysis) {
        return;
    }
    let name = analysis.name(first);
    let why = format!(
        "{name} is rolled out to all users at once, and nothing in the drawing can stop it"
    );
    let advice = format!(
        "Put the change in {name} behind a feature flag, or try it on a small share first (canary)"
    );
    let for_stakeholders =
        format!("If the new {name} has a bug, it affects every user before we notice");
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(Severity::High, vec![analysis.id(first)], why, advice)
    });
}

/// The service that is rolled out first or, where only other parts have steps, the first of those.
fn first_changed(analysis: &Analysis) -> Option<NodeIndex> {
    let changed = analysis.node_indices().filter_map(|node| {
        let this = &analysis[node];
        let service = this.kind.group == Group::Compute;
        Some((!service, this.component.rollout_stage?, node))
    });
    changed.min().map(|(_, _, node)| node)
}

/// Whether a changed part is called with a share of the requests.
fn has_traffic_share(analysis: &Analysis) -> bool {
    analysis.links().any(|link| {
        let changed = analysis[link.to].component.rollout_stage.is_some();
        changed && matches!(link.connection.when, Some(CallCondition::Fraction(_)))
    })
}

fn mentions_rollout_control(analysis: &Analysis) -> bool {
    let design = analysis.design;
    let labels = design.connections().map(|(_, c)| c.label.as_str());
    let notes = design.notes().map(|(_, note)| note.text.as_str());
    let component_notes = design.components().map(|(_, c)| c.note.as_str());
    let assumptions = design.assumptions().iter().map(String::as_str);
    let mut texts = labels
        .chain(notes)
        .chain(component_notes)
        .chain(assumptions);
    texts.any(|text| text.contains('%'))
        || drawing_text::in_any_text(design, keywords::ROLLOUT_CONTROL)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let changed = analysis.find(finding.item()?)?;
    let flags = draft.add(kinds::FEATURE_FLAGS, changed.id, PlacementSide::Below)?;
    draft.change(flags, |component| {
        component.replicas = Replicas::Exactly(2);
        component.owner.clone_from(&changed.component.owner);
    })?;
    draft.connect(changed.id, flags)?;
    Some(format!("Put {} behind a feature flag", changed.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn a_share_or_a_word_is_enough() {
        let check = |more: &str, expected: &[Severity]| {
            check_rule(&RULE, &format!("{}\n{more}", RULE.bad_text()), expected);
        };
        check("", &[RULE.severity]);
        check("note \"Cheap and simple\"", &[RULE.severity]);
        check("note \"5% of users in week 1\"", &[]);
        check("assume \"Blue-green deployment\"", &[]);
        check("client -> shop: 5%", &[]);
    }

    #[test]
    fn words_tell_that_everybody_gets_it_at_once() {
        let critical = &[Severity::Critical];
        let vans = "vans: device\nvans -> hub\nhub: pub_sub";
        check_rule(
            &RULE,
            &format!("{vans}\nhub -> vans: \"install on all devices\""),
            critical,
        );
        check_rule(
            &RULE,
            &format!("{vans}\nvans -> disk: \"every night: fetch the latest build\"\ndisk: s3"),
            critical,
        );
        let pool = "client -> pool\npool: llm_service x8 \"GPU pool\"\njob: scheduler";
        check_rule(
            &RULE,
            &format!("{pool}\njob -> pool: \"the new model goes to all servers at night\""),
            &[Severity::High],
        );
    }

    #[test]
    fn groups_silence_it_and_silence_is_asked_about() {
        let vans = "vans: device\nvans -> ota\nota: service x2 \"Update service\"";
        check_rule(&RULE, vans, &[Severity::Info]);
        check_rule(
            &RULE,
            &format!("{vans}\nnote \"Install on all devices in waves\""),
            &[],
        );
        check_rule(
            &RULE,
            "client -> api\napi: service x2\nnote \"Posts go to all followers\"",
            &[],
        );
    }
}
