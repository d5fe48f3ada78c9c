//! Prompts made from drawings: what somebody draws becomes the accepted design of a prompt, so that it can be drawn again
//! from memory.

use std::collections::{BTreeMap, BTreeSet};

use super::known_mistake::MistakeIndexCell;
use super::parse::parse;
use super::validate::{MAX_NAME, is_id};
use super::{
    AcceptedDesign, EndPoint, Fact, Family, Flow, Hint, Need, Part, PromptProgram, Responsibility,
    Scenario, Targets, USUAL_PEAK,
};
use crate::model::{Access, Design, Edit, Flag, Id, Role, parse_notation, print_notation};

/// Flows that are suggested at most.
const MAX_SUGGESTED: usize = 6;
/// Requests a second of a suggested flow where the drawing does not say (rps).
const USUAL_RPS: f64 = 100.0;

/// A prompt whose accepted design is this drawing. Flows are those of the prompt it was drawn for, or else one to each sort
/// of store and outside system that users reach. `taken` says which ids other prompts have.
///
/// # Errors
/// One sentence, where nothing is drawn that could be asked for.
pub fn from_drawing(
    design: &Design,
    base: Option<&Scenario>,
    taken: impl Fn(&str) -> bool,
) -> Result<Scenario, String> {
    let title = match (design.title(), base) {
        ("", Some(base)) => format!("{}, my way", base.title),
        ("", None) => "My system".to_owned(),
        (title, _) => title.chars().take(MAX_NAME).collect(),
    };
    let accepted = accepted(design, base)?;
    let flows = match base {
        Some(base) => base.flows.clone(),
        None => suggested_flows(design),
    };
    let mut scenario = Scenario {
        id: fresh_id(&title, taken),
        summary: format!("Draw {title} from memory"),
        brief: format!("Draw {title}: its components, who calls whom, and where the data is kept."),
        title,
        family: base.map_or(Family::Software, |base| base.family),
        difficulty: 3,
        minutes: 35,
        icon: "e0e6".to_owned(),
        skills: vec!["Drawing from memory".to_owned()],
        prerequisites: Vec::new(),
        requirements: Vec::new(),
        questions: Vec::new(),
        facts: Vec::new(),
        estimates: Vec::new(),
        targets: Targets {
            availability: 0.99,
            monthly_budget: None,
            growth: 2.0,
            peak_over_mean: USUAL_PEAK,
            durability: "All acknowledged writes are kept".to_owned(),
            continents: 1,
            longest_chain: None,
            works_without_link: false,
            survives_region_loss: false,
            copies_follow_within_s: None,
            open_lines: None,
        },
        flows,
        responsibilities: jobs_of_parts(&accepted),
        designs: vec![accepted],
        traps: Vec::new(),
        mistakes: Vec::new(),
        mistake_index_cell: MistakeIndexCell::default(),
        not_needed: Vec::new(),
        hints: Vec::new(),
        follow_ups: Vec::new(),
        trade_offs: Vec::new(),
        twists: Vec::new(),
        program: program(design),
        sources: vec!["A drawing by the team that runs the system".to_owned()],
    };
    hint_at_parts(&mut scenario);
    Ok(scenario)
}

/// The drawing as an accepted design: everything but clients is required until its author says otherwise.
fn accepted(design: &Design, base: Option<&Scenario>) -> Result<AcceptedDesign, String> {
    let mut bare = design.clone();
    let known = |flow: &String| base.is_some_and(|base| base.flows.iter().any(|f| f.id == *flow));
    let mut edits = vec![Edit::SetScenario(None)];
    for (id, connection) in design.connections() {
        if let Some(flows) = &connection.flows
            && !flows.iter().all(known)
        {
            let mut connection = connection.clone();
            connection.flows = None;
            edits.push(Edit::PutConnection(id, connection));
        }
    }
    bare.apply_all(edits).map_err(|error| error.to_string())?;
    let text = print_notation(&bare);
    let parsed = parse_notation(&text).map_err(|error| error.to_string())?;
    let part = |(key, id): (&String, &Id)| {
        let kind = parsed
            .design
            .component(*id)
            .map(|_| parsed.design.kind_of(*id))?;
        let need = if kind.role == Role::Client {
            Need::Optional
        } else {
            Need::Required
        };
        let part = Part {
            need,
            accepts: Vec::new(),
            min_replicas: 1,
            why: format!("{}.", kind.purpose.trim_end_matches('.')),
        };
        Some((key.clone(), part))
    };
    let parts: BTreeMap<String, Part> = parsed.keys.iter().filter_map(part).collect();
    if parts.values().all(|part| part.need != Need::Required) {
        return Err(
            "there is nothing to check yet: draw at least one component other than a client"
                .to_owned(),
        );
    }
    Ok(AcceptedDesign {
        id: "as_drawn".to_owned(),
        title: "As drawn".to_owned(),
        trade_off: "The team that runs this system drew this design.".to_owned(),
        drawing: text.lines().map(str::to_owned).collect(),
        parts,
        design: parsed.design,
        keys: parsed.keys,
    })
}

/// One job for each part of the drawing, until its author says better what the system takes care of.
fn jobs_of_parts(accepted: &AcceptedDesign) -> Vec<Responsibility> {
    let keys = accepted.parts.keys();
    let mut jobs: Vec<Responsibility> = keys
        .filter_map(|key| Responsibility::of_part(accepted, key))
        .collect();
    let plain: BTreeSet<String> = accepted.parts.keys().cloned().collect();
    let mut numbered = (1..)
        .map(|number| format!("job_{number}"))
        .filter(|id| !plain.contains(id));
    for job in jobs.iter_mut().filter(|job| !is_id(&job.id)) {
        // Names in other scripts than Latin are names in the notation, but no ids.
        job.id = numbered.next().unwrap_or_default();
    }
    jobs
}

/// A job that has yet to be described.
#[must_use]
pub fn fresh_job(scenario: &Scenario) -> Responsibility {
    let taken = |id: &str| scenario.responsibilities.iter().any(|job| job.id == id);
    let parts = scenario.designs.iter().flat_map(|design| &design.parts);
    let mut required = parts.filter(|(_, part)| part.need == Need::Required);
    Responsibility {
        id: fresh_id("job", taken),
        title: "New item".to_owned(),
        missing: "Nothing covers the new job".to_owned(),
        need: Need::Recommended,
        why: String::new(),
        advice: String::new(),
        parts: required
            .next()
            .map(|(key, _)| key.clone())
            .into_iter()
            .collect(),
        names: Vec::new(),
        only_told: false,
        within_s: None,
        ways: Vec::new(),
        leads_to: None,
    }
}

/// Says how much a part of the first accepted design matters; a job that only this part does matters as much.
pub fn set_need(scenario: &mut Scenario, key: &str, need: Need) {
    let mut designs = scenario.designs.iter_mut();
    if let Some(part) = designs.next().and_then(|design| design.parts.get_mut(key)) {
        part.need = need;
    }
    for job in &mut scenario.responsibilities {
        if job.parts.len() == 1 && job.parts[0] == key {
            job.need = need;
        }
    }
}

/// Who answers for what, as far as the drawing says.
fn program(design: &Design) -> PromptProgram {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, item) in design
        .components()
        .filter(|(_, item)| !item.owner.is_empty())
    {
        owners.entry(&item.owner).or_default().push(&item.name);
    }
    let owner = |(team, names): (&str, Vec<&str>)| Fact {
        label: team.to_owned(),
        value: names.join(", "),
    };
    PromptProgram {
        success: Vec::new(),
        owners: owners.into_iter().map(owner).collect(),
        dependencies: Vec::new(),
        milestones: Vec::new(),
        risks: Vec::new(),
        rollout: Vec::new(),
        cost_driver: String::new(),
        executive_summary: String::new(),
    }
}

/// Lower case words of a title joined by underscores, with a number where another prompt has them.
fn fresh_id(title: &str, taken: impl Fn(&str) -> bool) -> String {
    const LONGEST: usize = 40;
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let joined: String = words.join("_").chars().take(LONGEST).collect();
    let base = match joined.trim_matches('_') {
        "" => "my_system",
        base => base,
    };
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.to_owned())
        .chain(numbered)
        .find(|id| !taken(id))
        .unwrap_or_else(|| base.to_owned())
}

/// One flow to each sort of store and outside system that users reach, or to whatever stands at the ends of the drawing.
fn suggested_flows(design: &Design) -> Vec<Flow> {
    let called: BTreeSet<Id> = design.connections().map(|(_, c)| c.to).collect();
    let calling: BTreeSet<Id> = design.connections().map(|(_, c)| c.from).collect();
    let all = || design.components().map(|(id, _)| id);
    let is_client = |id: &Id| design.kind_of(*id).role == Role::Client;
    let mut starts: BTreeSet<Id> = all().filter(is_client).collect();
    if starts.is_empty() {
        starts = all().filter(|id| !called.contains(id)).collect();
    }
    let from: BTreeSet<Role> = starts.iter().map(|id| design.kind_of(*id).role).collect();
    let reached = reached(design, &starts);
    let is_end = |id: &Id| {
        let kind = design.kind_of(*id);
        kind.has(Flag::Writable)
            || matches!(kind.role, Role::Objects | Role::Analytics | Role::External)
    };
    let mut ends: Vec<Id> = reached.iter().copied().filter(is_end).collect();
    if ends.is_empty() {
        ends = reached
            .iter()
            .copied()
            .filter(|id| !calling.contains(id))
            .collect();
    }
    let mut roles = BTreeSet::new();
    ends.retain(|id| roles.insert(design.kind_of(*id).role));
    ends.truncate(MAX_SUGGESTED);
    let semantics = design.all_semantics();
    let writes = |end: Id| {
        let mut into = design.connections().filter(|(_, c)| c.to == end);
        into.any(|(id, _)| semantics[&id].access != Access::Read)
    };
    let flow = |(number, end): (usize, Id)| {
        let kind = design.kind_of(end);
        let name = match design.component(end) {
            Some(item) if !item.name.is_empty() => item.name.clone(),
            _ => kind.label.clone(),
        };
        let access = if writes(end) {
            Access::Write
        } else {
            Access::Read
        };
        Flow {
            from: from.iter().copied().collect(),
            ..Flow::new(
                format!("flow_{}", number + 1),
                format!("Reach {name}"),
                vec![EndPoint {
                    name,
                    roles: vec![kind.role],
                    kept_gb: 0.0,
                }],
                access,
                design.traffic().unwrap_or(USUAL_RPS),
            )
        }
    };
    ends.into_iter().enumerate().map(flow).collect()
}

/// What can be reached from these along connections, without these themselves. Written by hand: the graph of the analysis
/// is made of what is authored here, and a second one for this question would be longer than the search.
fn reached(design: &Design, starts: &BTreeSet<Id>) -> BTreeSet<Id> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<Id> = starts.iter().copied().collect();
    while let Some(at) = open.pop() {
        for (_, connection) in design.connections().filter(|(_, c)| c.from == at) {
            if !starts.contains(&connection.to) && seen.insert(connection.to) {
                open.push(connection.to);
            }
        }
    }
    seen
}

/// Brings the hints that follow from required parts up to date; hints somebody wrote stay as they are.
pub fn hint_at_parts(scenario: &mut Scenario) {
    let mut parts: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for accepted in &scenario.designs {
        for (key, part) in &accepted.parts {
            let id = accepted.keys.get(key);
            if let Some(id) = id.filter(|id| accepted.design.component(**id).is_some()) {
                let label = &accepted.design.kind_of(*id).label;
                let text = format!(
                    "The design needs a component of this kind: {}.",
                    label.to_lowercase()
                );
                parts.insert(key.clone(), (text, part.need == Need::Required));
            }
        }
    }
    let follows = |hint: &Hint| {
        let part = hint.part.as_ref().and_then(|key| parts.get(key));
        part.is_some_and(|(text, _)| *text == hint.text)
    };
    scenario.hints.retain(|hint| !follows(hint));
    let hinted: BTreeSet<String> = scenario
        .hints
        .iter()
        .filter_map(|h| h.part.clone())
        .collect();
    for (key, (text, required)) in parts {
        if required && !hinted.contains(&key) {
            scenario.hints.push(Hint {
                text,
                part: Some(key),
                rule: None,
            });
        }
    }
}

/// The prompt as the text of its file.
///
/// # Errors
/// One sentence, where a reader of the file would refuse it.
pub fn write(scenario: &Scenario) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(scenario).map_err(|error| error.to_string())?;
    text.push('\n');
    parse(&text).map_err(|problem| {
        // Lines of a file that is not there yet say nothing.
        let says = problem
            .split_once(": ")
            .map_or(problem.as_str(), |(_, says)| says);
        says.to_owned()
    })?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    fn drawn(text: &str) -> Design {
        parse_notation(text).unwrap().design
    }

    fn shop() -> Design {
        drawn(
            "title \"Our shop\"\nclient -> shop\nshop: service \"Shop\" owner=\"Team A\"\nshop -> orders: write\norders: sql \"Orders\"\nshop -> bank\nbank: payment_provider \"Bank\"",
        )
    }

    #[test]
    fn a_drawing_becomes_a_prompt_that_a_reader_accepts() {
        let made = from_drawing(&shop(), None, |id| id == "our_shop").unwrap();
        assert_eq!(
            (made.id.as_str(), made.title.as_str()),
            ("our_shop_2", "Our shop")
        );
        let ends: Vec<&str> = made
            .flows
            .iter()
            .map(|flow| flow.to[0].name.as_str())
            .collect();
        assert_eq!(ends, ["Orders", "Bank"]);
        let parts = &made.designs[0].parts;
        assert_eq!(parts["shop"].need, Need::Required);
        assert_eq!(parts["client"].need, Need::Optional);
        assert_eq!(made.program.owners[0].label, "Team A");
        assert_eq!(made.hints.len(), 3);
        let jobs = &made.responsibilities;
        let of = |id: &str| jobs.iter().find(|job| job.id == id).unwrap();
        assert_eq!(jobs.len(), parts.len());
        assert_eq!(
            of("orders").title,
            "Orders: stores records in related tables"
        );
        assert_eq!(of("orders").missing, "Orders is missing");
        for (key, part) in parts {
            assert_eq!(
                (of(key).need, &of(key).parts),
                (part.need, &vec![key.clone()])
            );
        }
        let again = parse(&write(&made).unwrap()).unwrap();
        assert_eq!(again, made);
    }

    #[test]
    fn parts_in_any_script_become_jobs() {
        let text = "client -> app\napp: service \"Заказы\"\napp -> db\ndb: sql \"注文\"";
        let made = from_drawing(&drawn(text), None, |_| false).unwrap();
        assert_eq!(made.responsibilities.len(), 3);
        assert_eq!(parse(&write(&made).unwrap()).unwrap(), made);
    }

    #[test]
    fn the_need_of_a_part_is_that_of_the_job_it_does_alone() {
        let mut made = from_drawing(&shop(), None, |_| false).unwrap();
        let alone = made.responsibilities[0].clone();
        let shared = Responsibility {
            id: "both".to_owned(),
            parts: vec!["bank".to_owned(), "orders".to_owned()],
            ..alone.clone()
        };
        assert_eq!((alone.parts.len(), alone.need), (1, Need::Required));
        made.responsibilities = vec![alone, shared.clone()];
        set_need(&mut made, "bank", Need::Optional);
        assert_eq!(made.designs[0].parts["bank"].need, Need::Optional);
        assert_eq!(made.responsibilities[0].need, Need::Optional);
        assert_eq!(made.responsibilities[1], shared);
    }

    #[test]
    fn a_drawing_for_a_prompt_keeps_its_flows() {
        let base = &builtin()[0];
        let made = from_drawing(&base.designs[0].design, Some(base), |_| false).unwrap();
        assert_eq!(made.flows, base.flows);
        assert!(write(&made).is_ok());
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        let refused = from_drawing(&drawn("client"), None, |_| false).unwrap_err();
        assert!(refused.contains("draw at least one component"));
        let mut broken = from_drawing(&shop(), None, |_| false).unwrap();
        broken.flows.clear();
        assert!(write(&broken).unwrap_err().starts_with("there is no flow"));
    }

    #[test]
    fn hints_follow_the_parts_that_are_required() {
        let mut made = from_drawing(&shop(), None, |_| false).unwrap();
        made.hints[0].text = "Written by somebody".to_owned();
        let kept = made.hints[0].clone();
        for part in made.designs[0].parts.values_mut() {
            part.need = Need::Optional;
        }
        hint_at_parts(&mut made);
        assert_eq!(made.hints, [kept]);
    }
}
