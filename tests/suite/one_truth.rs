//! One truth on all screens: the check, the numbers, the window, the report on paper and the program in a terminal say the
//! same of how a flow does, of what breaks first, of which target is missed and of what a failure does.

use boxdrill::analysis::{
    Analysis, Estimate, Failure, FlowState, FlowVerdict, PASS_MARK, Report, WhatIf, analyze,
    estimate,
};
use boxdrill::model::{Component, Design, Edit, Id, format, parse_notation};
use boxdrill::scenario::{AcceptedDesign, Scenario, builtin};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::Value;
use std::collections::BTreeSet;

use super::cli::run;
use super::numbers::{opened, spoken, strike};
use super::ui::{Stage, click, folder, press, settle, stage};

/// The first accepted design of each prompt.
fn accepted() -> impl Iterator<Item = (&'static Scenario, &'static AcceptedDesign)> {
    builtin().iter().map(|prompt| (prompt, &prompt.designs[0]))
}

/// What is said of a drawing.
fn told(design: &Design, prompt: &Scenario) -> (Report, Estimate) {
    let analysis = Analysis::new(design, Some(prompt));
    (analysis.report(), analysis.estimate(&WhatIf::default()))
}

fn changed(design: &Design, id: Id, change: impl FnOnce(&mut Component)) -> Design {
    let mut design = design.clone();
    let mut component = design.component(id).expect("it is drawn").clone();
    change(&mut component);
    design
        .apply(Edit::PutComponent(id, component))
        .expect("a sound component");
    design
}

/// A file with this drawing in a folder of its own.
fn file_of(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::with_suffix(".txt").expect("a file");
    std::fs::write(file.path(), text).expect("it can be written");
    file
}

fn output(command: &str, text: &str, more: &[&str]) -> String {
    let file = file_of(text);
    let path = file.path().to_str().expect("a path");
    let (_, out, err) = run(&[&[command, path], more].concat());
    assert_eq!(err, "");
    out
}

/// The page that `export` writes for people.
fn page_of(text: &str) -> String {
    let (file, folder) = (file_of(text), folder());
    let page = folder.path().join("page.html");
    let path = |path: &std::path::Path| path.to_str().expect("a path").to_owned();
    let (code, _, err) = run(&["export", &path(file.path()), "--output", &path(&page)]);
    assert_eq!((code, err.as_str()), (0, ""));
    std::fs::read_to_string(page).expect("the page")
}

/// Whether a row of the window begins so, whatever its case.
fn has_row(stage: &Stage, text: &str) -> bool {
    let mut rows = stage.get_all_by_role(Role::Button);
    rows.any(|node| {
        let label = node.accesskit_node().label();
        label.is_some_and(|label| label.to_lowercase().starts_with(text))
    })
}

/// The part on the way of an important flow that takes most of its time and has a limit, with its load and the flow's
/// target.
fn slowest_part(prompt: &Scenario, numbers: &Estimate) -> Option<(Id, f64, Option<f64>)> {
    let important = |id: &str| {
        let mut flows = prompt.flows.iter();
        flows.any(|flow| flow.id == id && flow.critical && flow.follows.is_none())
    };
    let part = |id: Id| {
        let mut parts = numbers.components.iter();
        parts.find(|part| part.id == id && part.capacity.is_some() && part.rps > 0.0)
    };
    let flows = numbers.flows.iter().filter(|flow| important(&flow.id));
    let slow = flows.flat_map(|flow| {
        let shares = flow.latency.iter().flat_map(|found| &found.shares);
        shares.filter_map(|&(id, ms)| Some((part(id)?, ms, flow.latency_target)))
    });
    let slow = slow.max_by(|a, b| a.1.total_cmp(&b.1));
    slow.map(|(part, _, target)| (part.id, part.rps, target))
}

#[test]
fn a_stated_overload_or_a_missed_target_stands_first_and_fails_the_drawing() {
    let mut wrong = Vec::new();
    for (prompt, accepted) in accepted() {
        let (_, numbers) = told(&accepted.design, prompt);
        let Some((id, rps, target)) = slowest_part(prompt, &numbers) else {
            continue;
        };
        let name = accepted.design.item_name(id);
        let mut fails = |what: &str, design: &Design| {
            let report = analyze(design, Some(prompt));
            let first = &report.findings[0];
            if !first.misses_target || report.score.total >= PASS_MARK {
                let total = report.score.total;
                wrong.push(format!(
                    "{}, {name} {what}: {total} points, first {} {}",
                    prompt.id, first.rule, first.why
                ));
            }
        };
        let small = changed(&accepted.design, id, |part| {
            part.overrides.capacity = Some(rps / f64::from(part.replicas.count()) / 2.0);
        });
        fails("with half the capacity that it needs", &small);
        if let Some(target) = target {
            let slow = changed(&accepted.design, id, |part| {
                part.overrides.latency_p50 = Some(2.0 * target);
                part.overrides.latency_p99 = Some(2.0 * target);
                // As many requests at the same time as its load keeps busy: it is slow, not overloaded.
                part.overrides.capacity = Some(10.0 * rps);
            });
            fails("twice as slow as the target", &slow);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_flow_that_cannot_keep_up_works_nowhere() {
    let mut tried = 0;
    for (prompt, accepted) in accepted() {
        let (report, numbers) = told(&accepted.design, prompt);
        let passes = |id: &Id| report.flows.iter().any(|flow| flow.components.contains(id));
        let mut queues = numbers.queues.iter();
        let Some(queue) = queues.find(|queue| queue.arrives > 0.0 && passes(&queue.consumer))
        else {
            continue;
        };
        let small = changed(&accepted.design, queue.consumer, |worker| {
            let each = queue.arrives / f64::from(worker.replicas.count().max(1));
            worker.overrides.capacity = Some(each / 4.0);
        });
        let (report, numbers) = told(&small, prompt);
        let hurt = numbers
            .flows
            .iter()
            .filter(|flow| flow.overloaded.contains(&queue.consumer));
        assert!(hurt.count() > 0, "{}: nobody notices", prompt.id);
        for (flow, found) in report.flows.iter().zip(&numbers.flows) {
            assert_eq!(
                flow.verdict(),
                found.verdict(),
                "{} {}",
                prompt.id,
                found.name
            );
            assert_eq!(
                flow.overloaded, found.overloaded,
                "{} {}",
                prompt.id, found.name
            );
        }
        let works = numbers
            .flows
            .iter()
            .filter(|flow| flow.verdict() == FlowVerdict::Works);
        assert_eq!(report.working_flows(), (works.count(), numbers.flows.len()));
        for queue in &numbers.queues {
            assert_eq!(queue.catch_up(10.0).is_none(), queue.grows() > 0.0);
        }
        tried += 1;
    }
    assert!(tried > 10, "{tried}");
}

/// A worker with a fortieth of what it needs.
const SLOW_COUNTER: &str = "scenario url_shortener
users: client \"Users\"
lb: load_balancer
api: service \"Link service\" x6 capacity=2000
links: sql \"Links DB\" x2
log: event_log \"Click log\" x3
counter: worker \"Click counter\" x2 capacity=100
clicks: warehouse \"Click store\"
users -> lb -> api
api -> links
api -> log: async
log -> counter
counter -> clicks
";

#[test]
fn the_terminal_the_page_and_the_window_call_a_slow_flow_overloaded() {
    for out in [
        output("estimate", SLOW_COUNTER, &[]),
        output("check", SLOW_COUNTER, &[]),
    ] {
        let mut lines = out.lines().filter(|line| line.contains("Count a click"));
        let first = lines.next().unwrap_or_else(|| panic!("the flow in {out}"));
        assert!(
            first.contains("overloaded") && !first.contains("works"),
            "{first}"
        );
    }
    let page = page_of(SLOW_COUNTER);
    let row = page.split("<tr>").find(|row| row.contains("Count a click"));
    let row = row.expect("the flow").to_lowercase();
    assert!(
        row.contains("overloaded") && !row.contains("works"),
        "{row}"
    );
    let (_folder, mut stage) = opened(SLOW_COUNTER);
    assert!(has_row(&stage, "count a click: overloaded"));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.get_by_label("2 of 3 flows work");
}

#[test]
fn there_is_one_answer_to_what_breaks_first() {
    let mut named = 0;
    for (prompt, accepted) in accepted() {
        let analysis = Analysis::new(&accepted.design, Some(prompt));
        let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
        let growth = analysis
            .growth(&WhatIf::default())
            .expect("there is traffic");
        assert_eq!(growth.breaks, numbers.breaks, "{}", prompt.id);
        if let Some(finding) = report.findings.iter().find(|f| f.rule == "breaks-first") {
            let (first, times) = numbers.breaks[0];
            assert_eq!(finding.item(), Some(first), "{}", prompt.id);
            let times = format!("at {}×", format::amount(times));
            assert!(finding.why.contains(&times), "{times}: {}", finding.why);
            named += 1;
        }
    }
    assert!(named > 0);
    let found: Value =
        serde_json::from_str(&output("estimate", SLOW_COUNTER, &["--format", "json"]))
            .expect("it is JSON");
    let first = &found["breaks"][0];
    assert_eq!(found["names"][first[0].to_string()], "Click counter");
    let times = format::factor(first[1].as_f64().expect("a number"));
    let (_folder, stage) = opened(SLOW_COUNTER);
    let sentence = format!("Overloaded now: Click counter from {times}");
    stage.get_by_label_contains(&sentence);
    let page = page_of(SLOW_COUNTER);
    assert!(
        page.contains("Click counter") && page.contains(&times),
        "{times}"
    );
}

/// Links are created through a gateway and opened through a content network.
const TWO_DOORS: &str = "scenario url_shortener
users: client \"Client\"
gate: api_gateway_self_run \"Create gateway\" x2
api: service \"Link service\" x4
opens: service \"Redirect service\" x4
links: sql \"Links DB\" x2
cdn: cdn \"CDN\"
lb: load_balancer \"Load balancer\"
users -> gate: \"create\"
gate -> api
api -> links
users -> cdn: \"open\"
cdn -> lb
lb -> api
lb -> opens
opens -> links: read
";

#[test]
fn a_flow_goes_on_where_what_fails_is_not_on_its_way() {
    let parsed = parse_notation(TWO_DOORS).expect("sound notation");
    let prompt = &builtin()[0];
    let (report, _) = told(&parsed.design, prompt);
    let create = prompt.flows.iter().position(|flow| flow.id == "create");
    let create = create.expect("the flow");
    for key in ["cdn", "lb"] {
        let id = parsed.keys[key];
        let mut effects = report.failures.effects.iter();
        let effect = effects.find(|effect| effect.failure == Failure::Component(id));
        assert_eq!(
            effect.expect("it is in the table").flows[create],
            FlowState::Ok
        );
        let what_if = WhatIf {
            failed: BTreeSet::from([id]),
            ..WhatIf::default()
        };
        let numbers = estimate(&parsed.design, Some(prompt), &what_if);
        assert_eq!(numbers.flows[create].verdict(), FlowVerdict::Works);
        let part = |key: &str| {
            let mut parts = numbers.components.iter();
            parts
                .find(|part| part.id == parsed.keys[key])
                .expect("a part")
        };
        for key in ["gate", "api", "links"] {
            assert!(
                part(key).rps > 0.0 && part(key).state != FlowState::Down,
                "{key}"
            );
        }
    }
    let out = output("estimate", TWO_DOORS, &["--fail", "CDN"]);
    let row = out
        .lines()
        .find(|line| line.contains("Create a short link"));
    assert!(row.expect("the flow").contains("works"), "{out}");
    let (_folder, mut stage) = opened(TWO_DOORS);
    press(&mut stage, Modifiers::NONE, Key::B);
    strike(&mut stage, "CDN");
    assert!(has_row(&stage, "create a short link: works"));
    assert!(has_row(&stage, "open a short link: down"));
    for name in ["Create gateway", "Link service", "Links DB"] {
        let said = spoken(&stage, name);
        assert!(!said.contains("down"), "{said}");
    }
}

#[test]
fn every_place_counts_the_same_findings_and_flows() {
    let (_folder, mut stage) = opened(TWO_DOORS);
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    let design = parse_notation(TWO_DOORS).expect("sound notation").design;
    let report = analyze(&design, builtin().first());
    // The line below the drawing and the head of the panel.
    stage.get_by_label(&report.describe_open());
    let (working, flows) = report.working_flows();
    stage.get_by_label(&format!("{working} of {flows} flows work"));
    let counted: usize = report
        .describe_open()
        .split(", ")
        .filter_map(|part| part.split(' ').next()?.parse::<usize>().ok())
        .sum();
    assert_eq!(counted, report.open().count());
    let json: Value = serde_json::from_str(&output("check", TWO_DOORS, &["--format", "json"]))
        .expect("it is JSON");
    let found = json[0]["report"]["findings"].as_array().expect("a list");
    assert_eq!(found.len(), report.findings.len());
    for (&id, &(_, count)) in &report.marks() {
        let naming = report.open().filter(|finding| finding.items.contains(&id));
        assert_eq!(count, naming.count());
    }
}

/// A service that waits for a store and tells a queue, from which a worker fills another store.
const ASKS_AND_TELLS: &str = "traffic 500
users: client \"Users\"
api: service \"Orders API\" x2
db: sql \"Orders DB\" x2
q: queue \"Order events\"
w: worker \"Mailer\" x2
sent: key_value_store \"Sent mail\" x3
users -> api: sync
api -> db: sync
api -> q: async
q -> w
w -> sent
";

#[test]
fn a_service_whose_calls_all_fail_is_down_and_sends_nothing_on() {
    let parsed = parse_notation(ASKS_AND_TELLS).expect("sound notation");
    let what_if = WhatIf {
        failed: BTreeSet::from([parsed.keys["db"]]),
        ..WhatIf::default()
    };
    let numbers = estimate(&parsed.design, None, &what_if);
    let part = |key: &str| {
        let mut parts = numbers.components.iter();
        parts
            .find(|part| part.id == parsed.keys[key])
            .expect("a part")
    };
    assert_eq!(part("api").state, FlowState::Down);
    for key in ["db", "q", "w", "sent"] {
        assert!(part(key).rps <= 0.0, "{key} gets {}", part(key).rps);
    }
    let (_folder, mut stage) = opened(ASKS_AND_TELLS);
    press(&mut stage, Modifiers::NONE, Key::B);
    strike(&mut stage, "Orders DB");
    let said = spoken(&stage, "Orders API");
    assert!(
        said.contains("down") && !said.contains("degraded"),
        "{said}"
    );
    for name in ["Order events", "Mailer", "Sent mail"] {
        let said = spoken(&stage, name);
        assert!(
            !said.contains("used") || said.contains(" 0% used"),
            "{said}"
        );
    }
}

#[test]
fn what_comes_out_by_asking_is_listed_and_no_longer_counted() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "URL shortener");
    settle(&mut stage);
    let prompt = &builtin()[0];
    let hidden = |stage: &Stage, count: usize| {
        let caption = format!("Requirements still hidden: {count}. Ask questions to uncover them");
        stage.query_by_label(&caption).is_some()
    };
    let all = prompt
        .requirements
        .iter()
        .filter(|one| !one.revealed)
        .count();
    assert!(hidden(&stage, all), "{all}");
    let mut questions = prompt.questions.iter();
    let question = questions.find(|question| question.reveals.len() > 1);
    let question = question.expect("one that tells much");
    click(&mut stage, &question.ask);
    settle(&mut stage);
    assert!(hidden(&stage, all - question.reveals.len()));
    for &place in &question.reveals {
        stage.get_by_label(&prompt.requirements[place].text);
    }
}
