//! Follow-up questions about every drawing of the panel: enough of them, with the drawing's own names, the same each time,
//! and none that the drawing already answers.

use std::path::Path;

use boxdrill::analysis::Analysis;
use boxdrill::model::{Connection, Design, Edit, Id, Safeguard, ZoneKind};
use boxdrill::practice::follow_ups::{DrawnQuestion, QuestionKind, questions_about};
use boxdrill::scenario::{Library, Scenario};
use boxdrill::storage;

/// The fewest questions about any drawing.
const FEWEST: usize = 5;

/// Every drawing of the panel with its prompt.
///
/// Some tests take one of so many: an analysis takes its time.
fn each_drawing(every: usize, mut look: impl FnMut(&str, &Design, Option<&Scenario>)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/panel");
    let panel = storage::panel::open(&folder, None).expect("the panel can be read");
    let library = Library::default();
    assert!(panel.drawings.len() > 100);
    for drawing in panel.drawings.iter().step_by(every) {
        let scenario = drawing.design.scenario().and_then(|id| library.get(id));
        look(&drawing.label.file, &drawing.design, scenario);
    }
}

fn connection<'a>(design: &'a Design, question: &DrawnQuestion) -> &'a Connection {
    let mut items = question.items.iter();
    items
        .find_map(|&id| design.connection(id))
        .expect("it is about a connection")
}

/// What is said where the question's items stand, and in notes and assumptions.
fn texts(design: &Design, items: &[Id]) -> String {
    let mut all: Vec<&str> = design.assumptions().iter().map(String::as_str).collect();
    all.extend(design.notes().map(|(_, note)| note.text.as_str()));
    for &id in items {
        if let Some(component) = design.component(id) {
            all.extend([component.note.as_str(), component.technology.as_str()]);
        }
    }
    all.join("\n").to_lowercase()
}

/// Why the drawing answers the question already; none where it does not. Written apart from the templates.
fn answered_by(design: &Design, question: &DrawnQuestion) -> Option<&'static str> {
    let items = &question.items;
    let said = texts(design, items);
    let kind = |id: Id| design.kind_of(id).id.as_str();
    match question.kind {
        QuestionKind::Owner => {
            let id = items[0];
            let team = design
                .ancestors(id)
                .any(|(_, zone)| zone.kind == ZoneKind::Team);
            let owned = design
                .component(id)
                .is_some_and(|c| !c.owner.trim().is_empty());
            (owned || team).then_some("it has an owner")
        }
        QuestionKind::SlowCallee => {
            let safe = &connection(design, question).safeguards;
            let limited = safe.contains(&Safeguard::Timeout) || safe.contains(&Safeguard::Breaker);
            (limited || said.contains("timeout")).then_some("the wait is limited")
        }
        QuestionKind::DoneTwice => {
            let link = connection(design, question);
            let safe = link.safeguards.contains(&Safeguard::Idempotent);
            (safe || said.contains("idempot")).then_some("it is idempotent")
        }
        QuestionKind::LostData => {
            let kept = design.connections().any(|(_, link)| {
                let ends = [link.from, link.to];
                ends.contains(&items[0]) && ends.iter().any(|&end| kind(end) == "backup")
            });
            (kept || said.contains("backup")).then_some("it has a backup")
        }
        QuestionKind::SinglePoint => {
            let component = design.component(items[0]).expect("a component");
            (component.replicas.count() > 1).then_some("several run")
        }
        QuestionKind::StaleCopy => said.contains("ttl").then_some("it has a time to live"),
        QuestionKind::Flood => {
            let limited = design
                .components()
                .any(|(id, _)| kind(id) == "rate_limiter" || kind(id) == "waf");
            (limited || said.contains("rate limit")).then_some("callers are limited")
        }
        QuestionKind::Rollout => said
            .contains("canary")
            .then_some("releases go out in steps"),
        QuestionKind::Alert => said.contains("on-call").then_some("somebody is called"),
        _ => None,
    }
}

#[test]
fn every_drawing_of_the_panel_is_asked_about_with_its_own_names() {
    each_drawing(1, |name, design, scenario| {
        let analysis = Analysis::new(design, scenario);
        let questions = questions_about(&analysis);
        assert!(
            questions.len() >= FEWEST,
            "{name}: {} questions",
            questions.len()
        );
        assert_eq!(questions, questions_about(&analysis), "{name}");
        let report = analysis.report();
        for question in &questions {
            let ask = question.ask();
            let named = question.items.iter().map(|&id| design.name_of(id));
            let links = question
                .items
                .iter()
                .filter_map(|&id| design.connection(id));
            let ends = links
                .flat_map(|link| [link.from, link.to])
                .map(|id| design.name_of(id));
            let flows = report.flows.iter().map(|flow| flow.name.as_str());
            let is_own = named
                .chain(ends)
                .chain(flows)
                .any(|name| ask.to_lowercase().contains(&name.to_lowercase()));
            assert!(
                is_own || question.kind == QuestionKind::Growth,
                "{name}: {ask}"
            );
            assert!(ask.ends_with('?'), "{name}: {ask}");
            for step in &question.steps {
                assert!(!step.key_points.is_empty(), "{name}: {}", step.ask);
                let points = step.key_points.iter();
                assert!(
                    points.clone().all(|point| !point.trim().is_empty()),
                    "{name}: {}",
                    step.ask
                );
                for text in points.chain([&step.ask]) {
                    assert!(
                        !text.contains("NaN") && !text.contains("inf "),
                        "{name}: {text}"
                    );
                }
            }
            let answer = answered_by(design, question);
            assert_eq!(answer, None, "{name}: {ask}");
        }
        let mut asks: Vec<&str> = questions.iter().map(DrawnQuestion::ask).collect();
        asks.sort_unstable();
        asks.dedup();
        assert_eq!(asks.len(), questions.len(), "{name}: asked twice");
    });
}

/// A sentence that answers a question of a kind; none where only the drawing itself does.
fn answer_to(kind: QuestionKind) -> Option<&'static str> {
    Some(match kind {
        QuestionKind::SinglePoint => "A standby takes over within 30 seconds",
        QuestionKind::SlowCallee => "Every call has a timeout of 200 ms and a circuit breaker",
        QuestionKind::DoneTwice => "All writes carry an idempotency key",
        QuestionKind::LostData => "Hourly snapshots, restored on trial every month",
        QuestionKind::StaleCopy => "TTL 60 s everywhere",
        QuestionKind::ColdCache => {
            "Reads of one key are coalesced, caches are warmed before a switch"
        }
        QuestionKind::BadRelease | QuestionKind::Rollout => {
            "Canary to 5% first, rollback within a minute"
        }
        QuestionKind::Flood => "Rate limit of 100 requests a second for each caller",
        QuestionKind::Vendor => "If a vendor is down we fall back to the second provider",
        QuestionKind::Alert => "On-call engineer is paged when the error budget burns",
        QuestionKind::ZoneLoss => "Failover to the other zone by health checks",
        QuestionKind::Backlog => "Backlog of a day fits, retention is a week",
        QuestionKind::ErrorBudget => "Error budget: 21 minutes a month",
        QuestionKind::Owner => "Owner of everything: the platform team, on call",
        _ => return None,
    })
}

#[test]
fn a_question_is_not_asked_once_the_drawing_answers_it() {
    each_drawing(4, |name, design, scenario| {
        let questions = questions_about(&Analysis::new(design, scenario));
        let mut kinds: Vec<QuestionKind> = questions.iter().map(|question| question.kind).collect();
        kinds.dedup();
        // One note that answers everything that a sentence can.
        let mut answered = design.clone();
        let sentences: Vec<String> = kinds
            .iter()
            .filter_map(|&kind| answer_to(kind))
            .map(str::to_owned)
            .collect();
        answered
            .apply(Edit::SetAssumptions(sentences))
            .expect("assumptions");
        for question in questions_about(&Analysis::new(&answered, scenario)) {
            let asked_again = kinds.contains(&question.kind) && answer_to(question.kind).is_some();
            assert!(!asked_again, "{name}: {}", question.ask());
        }
    });
}
