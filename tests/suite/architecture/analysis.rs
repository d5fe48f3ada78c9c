//! One analysis for each revision of a drawing: who may make one, and of which drawing.

use std::collections::BTreeMap;

use super::{Source, assert_none, is_name, sources};

/// What makes a graph of a drawing.
const DOORS: [&str; 5] = [
    "Analysis::new(",
    "TracedFlows::new(",
    "Graph::new(",
    "analyze(",
    "estimate(",
];

/// The files that make one, with in how many places and of which drawing: one that nobody else has a graph of.
const MAKERS: [(&str, usize, &str); 36] = [
    ("src/analysis/check.rs", 1, "`analyze`, for those below"),
    (
        "src/practice/scorecard/twist_check.rs",
        1,
        "the drawing against a changed prompt",
    ),
    (
        "src/analysis/performance/estimate.rs",
        1,
        "`estimate`, below",
    ),
    (
        "src/analysis/revision.rs",
        1,
        "the one graph that an analysis holds",
    ),
    (
        "src/analysis/flow/traced.rs",
        1,
        "the graph of traced flows",
    ),
    (
        "src/analysis/flow/disambiguate.rs",
        1,
        "the accepted design that is nearest",
    ),
    ("src/analysis/reference/cost.rs", 1, "an accepted design"),
    ("src/analysis/fix/mod.rs", 1, "the drawing with a fix"),
    (
        "src/analysis/plan/search.rs",
        1,
        "the drawing with some fixes",
    ),
    (
        "src/analysis/plan/steps.rs",
        1,
        "the drawing with some fixes",
    ),
    (
        "src/analysis/sensitivity/mod.rs",
        1,
        "the drawing with other numbers",
    ),
    (
        "src/analysis/rules/load/slow_work_inline.rs",
        1,
        "the drawing with a fix",
    ),
    (
        "src/analysis/rules/reliability/availability_miss.rs",
        1,
        "the drawing with a fix",
    ),
    (
        "src/analysis/rules/reliability/retry_storm.rs",
        1,
        "the drawing with part of a fix",
    ),
    (
        "src/analysis/rules/reference/missing_flow.rs",
        1,
        "the drawing with a fix",
    ),
    (
        "src/analysis/rules/reference/missing_part.rs",
        1,
        "the drawing with a fix",
    ),
    (
        "src/analysis/rules/structure/no_path_to_storage.rs",
        1,
        "the drawing with part of a fix",
    ),
    (
        "src/analysis/rules/security/no_throttle.rs",
        1,
        "the drawing with part of a fix",
    ),
    (
        "src/evaluation/subject.rs",
        2,
        "an accepted design, whole and without a part",
    ),
    ("src/evaluation/measure.rs", 1, "a design with a fault"),
    ("src/evaluation/instances.rs", 1, "a design with a fault"),
    ("src/evaluation/spoil.rs", 1, "a design with a fault"),
    (
        "src/practice/drills/mod.rs",
        2,
        "an accepted design that a drill asks about",
    ),
    (
        "src/app/progress/kept.rs",
        1,
        "the drawing of an earlier attempt",
    ),
    (
        "src/app/progress/flow.rs",
        1,
        "the drawing of an earlier round",
    ),
    (
        "src/evaluation/disguise/measure.rs",
        2,
        "a design in disguise, and with a fault",
    ),
    (
        "src/evaluation/panel/panel_set.rs",
        1,
        "a drawing of the panel",
    ),
    (
        "src/scenario_lint/sizes.rs",
        2,
        "an accepted design, for its bill and for its loads",
    ),
    (
        "src/scenario_lint/designs.rs",
        4,
        "accepted designs and what is left of them",
    ),
    ("src/app/document/analyzed.rs", 1, "the open drawing"),
    (
        "src/app/files/export.rs",
        1,
        "the drawing of a report, beside the window",
    ),
    (
        "src/app/modals/prompt/mod.rs",
        1,
        "the accepted design that is being written",
    ),
    ("src/cli/check/mod.rs", 1, "the drawing in the file"),
    ("src/cli/estimate.rs", 1, "the drawing in the file"),
    ("src/cli/program.rs", 1, "the drawing in the file"),
    ("src/cli/export.rs", 2, "the drawing in the file"),
];

/// Where a file goes through one of the doors.
fn doors_used(source: &Source) -> impl Iterator<Item = (usize, &'static str)> + '_ {
    let code = source.shipped();
    DOORS.into_iter().flat_map(move |door| {
        let found = code.match_indices(door);
        found.filter_map(move |(at, _)| {
            let before = &code[..at];
            let is_other = before.ends_with(is_name) || before.ends_with(['.', '>']);
            (!is_other && !before.ends_with("fn ")).then_some((at, door))
        })
    })
}

#[test]
fn a_drawing_is_analyzed_once() {
    let sources = sources();
    let mut problems = Vec::new();
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources.iter().filter(|source| !source.is_test(&sources)) {
        let maker = MAKERS.iter().find(|(path, ..)| *path == source.path);
        let allowed = maker.map_or(0, |(_, places, _)| *places);
        for (index, (at, door)) in doors_used(source).enumerate() {
            *made.entry(&source.path).or_default() += 1;
            if index >= allowed {
                let advice = "ask the `Analysis` of the drawing that is at hand";
                problems.push(format!("{}: `{door}`: {advice}", source.at(at)));
            }
        }
    }
    for (path, places, of) in MAKERS {
        let found = made.get(path).copied().unwrap_or_default();
        if found < places {
            problems.push(format!("{path}: {found} of {places} analyses of {of}"));
        }
    }
    assert_none(&problems);
}

/// The reader of source above would prove nothing if it overlooked a door.
#[test]
fn doors_are_found_and_what_looks_like_them_is_not() {
    let source = Source {
        path: "src/a.rs".to_owned(),
        text: String::new(),
        code: "fn estimate(a: u8) { super::Analysis::new(b, None); a.estimate(&c); analyze(&d, None) }\n\
               fn g() { TaskGraph::new(h); estimate_traced(&t, w) }\n#[cfg(test)]\nmod tests { fn t() { analyze(x) } }"
            .to_owned(),
    };
    let doors: Vec<&str> = doors_used(&source).map(|(_, door)| door).collect();
    assert_eq!(doors, ["Analysis::new(", "analyze("]);
}
