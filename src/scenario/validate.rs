//! What every prompt must fulfill before it is used, and where it does not.

use std::collections::BTreeSet;

use super::known_mistake::unknown_group;
use super::responsibility::{AlternativeWay, BoxPattern};
use super::types::Scenario;
use crate::model::{Access, Role, catalogue};

/// What keeps a prompt from being used.
pub(super) struct ScenarioError {
    /// Where, as a JSON pointer.
    pub(super) at: String,
    /// What is wrong and what to do.
    pub(super) message: String,
}

pub(super) fn reject<T>(
    at: impl Into<String>,
    message: impl Into<String>,
) -> Result<T, ScenarioError> {
    Err(ScenarioError {
        at: at.into(),
        message: message.into(),
    })
}

/// Longer ids, titles and names are refused: nobody reads them in a list.
pub(super) const MAX_NAME: usize = 120;

/// Whether it can be an id: it names a file, and stands in reports and drawings.
pub(super) fn is_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(allowed)
}

/// What would make numbers and names of a prompt useless.
fn check_header(scenario: &Scenario) -> Result<(), ScenarioError> {
    if !is_id(&scenario.id) {
        let message = "an ID can have only lowercase letters, digits, and underscores";
        return reject("/id", message);
    }
    let title = scenario.title.chars().count();
    if !(1..=MAX_NAME).contains(&title) {
        return reject(
            "/title",
            format!("a title must have 1 to {MAX_NAME} characters"),
        );
    }
    let targets = &scenario.targets;
    if !(0.0..1.0).contains(&targets.availability) {
        let message = "availability must be 0 or more and below 1: 0.999 for 99.9%";
        return reject("/targets/availability", message);
    }
    let amount = |value: f64| value.is_finite() && value >= 0.0;
    if !amount(targets.growth) || !targets.monthly_budget.is_none_or(amount) {
        return reject("/targets", "growth and budget must be 0 or more");
    }
    Ok(())
}

/// What keeps a prompt with parsed drawings from being used.
pub(super) fn check_scenario(scenario: &Scenario) -> Result<(), ScenarioError> {
    check_header(scenario)?;
    if !(1..=5).contains(&scenario.difficulty) {
        let message = format!("difficulty must be 1 to 5, not {}", scenario.difficulty);
        return reject("/difficulty", message);
    }
    if scenario.flows.is_empty() {
        let message = "there is no flow: add at least one request from a client to a store";
        return reject("/flows", message);
    }
    if scenario.designs.is_empty() {
        let message = "there is no accepted design: add at least one";
        return reject("/designs", message);
    }
    let finite = |value: f64| value.is_finite() && value >= 0.0;
    let mut ids = BTreeSet::new();
    for (n, flow) in scenario.flows.iter().enumerate() {
        let at = format!("/flows/{n}");
        let times = [flow.latency_p99_ms, flow.within_s].map(Option::unwrap_or_default);
        let sizes = [
            flow.film_minutes,
            flow.versions,
            flow.tokens_in,
            flow.tokens_out,
        ];
        let amounts = [flow.rps, flow.megabytes, flow.items, times[0], times[1]];
        let amounts = amounts.into_iter().chain(sizes);
        if !amounts.into_iter().all(finite) {
            return reject(
                at,
                "rps, megabytes, items, sizes, and times must be 0 or more",
            );
        }
        if flow.access == Access::Read && (flow.holds || flow.limits_callers) {
            let message = format!(
                "the flow `{}` only reads, but a flow that holds something or counts calls also writes",
                flow.id
            );
            return reject(format!("{at}/access"), message);
        }
        if !ids.insert(flow.id.as_str()) {
            let message = format!("the flow `{}` occurs twice: give it another ID", flow.id);
            return reject(format!("{at}/id"), message);
        }
    }
    for (n, flow) in scenario.flows.iter().enumerate() {
        let leader = flow.follows.as_deref();
        if let Some(unknown) = leader.filter(|id| !ids.contains(id) || *id == flow.id) {
            let message =
                format!("`{unknown}` is not another flow: name the flow that triggers this one");
            return reject(format!("/flows/{n}/follows"), message);
        }
    }
    let mut ids = BTreeSet::new();
    for (n, design) in scenario.designs.iter().enumerate() {
        if !ids.insert(design.id.as_str()) {
            let message = format!(
                "the design `{}` occurs twice: give it another ID",
                design.id
            );
            return reject(format!("/designs/{n}/id"), message);
        }
    }
    let known = |key: &String| {
        let mut designs = scenario.designs.iter();
        designs.any(|design| design.keys.contains_key(key))
    };
    check_responsibilities(scenario, &known)?;
    check_mistakes(scenario)?;
    for (n, hint) in scenario.hints.iter().enumerate() {
        if let Some(part) = hint.part.as_ref().filter(|part| !known(part)) {
            let message = format!("`{part}` is in no accepted design: name a part that is in one");
            return reject(format!("/hints/{n}/part"), message);
        }
    }
    for (n, twist) in scenario.twists.iter().enumerate() {
        let change = twist.change.as_ref();
        if let Some(problem) = change.and_then(|change| change.find_problem(scenario)) {
            return reject(format!("/twists/{n}/change"), problem);
        }
    }
    for (n, not_needed) in scenario.not_needed.iter().enumerate() {
        check_kinds(format!("/not_needed/{n}/kinds"), &not_needed.kinds)?;
    }
    for (n, trade_off) in scenario.trade_offs.iter().enumerate() {
        for (m, option) in trade_off.options.iter().enumerate() {
            let at = format!("/trade_offs/{n}/options/{m}/shown_by");
            check_kinds(at, &option.shown_by)?;
        }
    }
    Ok(())
}

/// Every name in a list is the id of a kind.
pub(super) fn check_kinds(at: impl Into<String>, kinds: &[String]) -> Result<(), ScenarioError> {
    let mut kinds = kinds.iter();
    match kinds.find(|id| catalogue().get(id).is_none()) {
        Some(kind) => reject(
            at,
            format!("`{kind}` is not a kind: choose one from `boxdrill kinds`"),
        ),
        None => Ok(()),
    }
}

/// What keeps a list of responsibilities from being used. `known` says whether an accepted design has a part.
fn check_responsibilities(
    scenario: &Scenario,
    known: &impl Fn(&String) -> bool,
) -> Result<(), ScenarioError> {
    let mut ids = BTreeSet::new();
    for (n, responsibility) in scenario.responsibilities.iter().enumerate() {
        let at = format!("/responsibilities/{n}");
        let id = responsibility.id.as_str();
        if !is_id(id) || !ids.insert(id) {
            let message = format!(
                "`{id}` is used twice or is not a valid ID: use lowercase letters, digits, and underscores"
            );
            return reject(format!("{at}/id"), message);
        }
        if let Some(part) = responsibility.parts.iter().find(|part| !known(part)) {
            let message = format!("`{part}` is in no accepted design: name a part that is in one");
            return reject(format!("{at}/parts"), message);
        }
        if responsibility.parts.is_empty() && responsibility.ways.is_empty() {
            let message = format!("nothing can cover `{id}`: name a part or a way");
            return reject(at, message);
        }
        if let Some(target) = &responsibility.leads_to {
            let mut jobs = scenario.responsibilities.iter();
            if target == id || !jobs.any(|job| job.id == *target) {
                let message =
                    format!("`{target}` is not another responsibility: name the ID of one");
                return reject(format!("{at}/leads_to"), message);
            }
        }
        for (m, way) in responsibility.ways.iter().enumerate() {
            let at = format!("{at}/ways/{m}");
            check_way(&at, way)?;
            if let Some(flow) = &way.carries
                && !scenario.flows.iter().any(|known| known.id == *flow)
            {
                let message = format!("`{flow}` is not a flow: name the ID of one");
                return reject(format!("{at}/carries"), message);
            }
        }
    }
    Ok(())
}

/// What keeps a list of known mistakes from being used.
fn check_mistakes(scenario: &Scenario) -> Result<(), ScenarioError> {
    let mut ids = BTreeSet::new();
    for (n, mistake) in scenario.mistakes.iter().enumerate() {
        let at = format!("/mistakes/{n}");
        let id = mistake.id.as_str();
        if !is_id(id) || !ids.insert(id) {
            let message = format!(
                "`{id}` is used twice or is not a valid ID: use lowercase letters, digits, and underscores"
            );
            return reject(format!("{at}/id"), message);
        }
        if mistake.says.is_empty() && !mistake.is_on_arrows() {
            let message =
                format!("nothing identifies `{id}`: add `says`, or `from` and `to` of an arrow");
            return reject(at, message);
        }
        if mistake.says.iter().any(Vec::is_empty) {
            return reject(format!("{at}/says"), "an empty list of words never matches");
        }
        let words = mistake.says.iter().flatten();
        let words = words.chain(&mistake.unless).chain(&mistake.unless_anywhere);
        if let Some(group) = unknown_group(words) {
            let message = format!("`@{group}` is not a group of words");
            return reject(at, message);
        }
        let places = [
            ("on", &mistake.on),
            ("from", &mistake.from),
            ("to", &mistake.to),
        ];
        for (field, names) in places {
            if let Some(unknown) = names.iter().find(|name| !is_kind_or_role(name)) {
                let message = format!("`{unknown}` is neither a kind nor a role");
                return reject(format!("{at}/{field}"), message);
            }
        }
        let mut jobs = scenario.responsibilities.iter();
        if let Some(job) = &mistake.job
            && !jobs.any(|known| known.id == *job)
        {
            let message = format!("`{job}` is not a responsibility: name the ID of one");
            return reject(format!("{at}/job"), message);
        }
    }
    Ok(())
}

fn is_kind_or_role(name: &str) -> bool {
    catalogue().get(name).is_some() || Role::named(name).is_some()
}

fn check_way(at: &str, way: &AlternativeWay) -> Result<(), ScenarioError> {
    let given = [&way.kinds, &way.words, &way.pattern, &way.assumed].map(|list| !list.is_empty());
    let given = given.into_iter().chain([!way.says.is_empty()]);
    if given.filter(|&is_given| is_given).count() != 1 {
        let message =
            "a way must have exactly one of `kinds`, `words`, `says`, `pattern`, and `assumed`";
        return reject(at, message);
    }
    if way.says.iter().any(Vec::is_empty) {
        return reject(format!("{at}/says"), "an empty list of words never matches");
    }
    check_kinds(format!("{at}/kinds"), &way.kinds)?;
    let pattern = BoxPattern::parse(&way.pattern)
        .or_else(|message| reject(format!("{at}/pattern"), message))?;
    if let Some(unknown) = pattern.boxes.iter().find(|name| !is_kind_or_role(name)) {
        let message = format!("`{unknown}` is neither a kind nor a role");
        return reject(format!("{at}/pattern"), message);
    }
    Ok(())
}
