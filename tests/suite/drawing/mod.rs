//! How good drawings are that nobody placed by hand, in counts that do not depend on the machine, beside those that
//! Graphviz's `dot` makes of the same graphs.

mod dot;
mod graphs;
mod measure;
mod readable;
mod still;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use boxdrill::layout::tidy;
use boxdrill::model::Design;
use boxdrill::scenario::builtin;

use self::dot::Splines;
use self::measure::{counts, crossings, tidied};

/// What `dot` came to, by drawing: how often its lines cross.
const DOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/dot.txt");
/// Up to so many components, drawings must be at least as good as those of `dot`.
const EQUAL: usize = 60;

/// The accepted designs of all prompts.
fn accepted() -> Vec<(String, Design)> {
    let prompts = builtin().iter();
    let designs = prompts.flat_map(|prompt| prompt.designs.iter().map(move |d| (prompt, d)));
    designs
        .map(|(prompt, accepted)| {
            let name = format!("{}/{}", prompt.id, accepted.id);
            (name, accepted.design.clone())
        })
        .collect()
}

/// Generated graphs of 10 to `most` components.
fn generated(most: u64) -> Vec<(String, Design)> {
    let sizes = [10, 20, 40, 60, 100, 300, 1_000].into_iter();
    let graphs = sizes.filter(|&count| count <= most);
    let graphs = graphs.flat_map(|count| (1..=4).map(move |seed| (count, seed)));
    graphs
        .map(|(count, seed)| {
            let name = format!("generated/{count}.{seed}");
            (name, graphs::layered(count, seed))
        })
        .collect()
}

fn dots() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(DOT).expect("the figures of dot are kept");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, count) = line.split_once(' ').expect("a name and a number");
            (name.to_owned(), count.parse().expect("a number"))
        })
        .collect()
}

#[test]
fn lines_cross_no_more_often_than_those_of_graphviz() {
    let dots = dots();
    for drawings in [accepted(), generated(EQUAL as u64)] {
        let (mut own, mut theirs) = (0, 0);
        for (name, design) in drawings {
            let (design, lines) = tidied(&design);
            let counts = counts(&design, &lines);
            assert_eq!(counts.through, 0, "{name}: a line runs through a component");
            own += counts.crossings;
            theirs += dots.get(&name).unwrap_or_else(|| {
                panic!("{name}: run the ignored test `beside_graphviz` with BLESS=1")
            });
        }
        assert!(own <= theirs, "{own} crossings, and dot has {theirs}");
    }
}

#[test]
#[ignore = "needs Graphviz: writes a table of figures into the target folder, and with BLESS=1 keeps those of dot"]
fn beside_graphviz() {
    let heads = "drawing boxes lines | crossings bends area ms | dot crossings area ms | dot with splines=ortho crossings bends";
    let mut table = format!("{heads}\n");
    let mut kept =
        String::from("# How often lines cross in drawings by Graphviz's dot; see drawing/mod.rs\n");
    for (name, design) in accepted().into_iter().chain(generated(1_000)) {
        let started = Instant::now();
        let _edits = tidy(&design);
        let time = started.elapsed();
        let (tidy, lines) = tidied(&design);
        let own = counts(&tidy, &lines);
        let dot = dot::draw(&tidy, Splines::Curved);
        let theirs = crossings(&dot.lines, &dot.boxes);
        let ortho = dot::draw(&tidy, Splines::Orthogonal);
        let square = crossings(&ortho.lines, &ortho.boxes);
        let (boxes, wires) = (design.components().len(), design.connections().len());
        let (ours, its) = (time.as_millis(), dot.time.as_millis());
        _ = writeln!(
            table,
            "{name} {boxes} {wires} | {} {} {:.0} {ours} | {theirs} {:.0} {its} | {square} {}",
            own.crossings,
            own.bends,
            own.area,
            dot.area,
            ortho.bends(),
        );
        if boxes <= EQUAL {
            _ = writeln!(kept, "{name} {theirs}");
        }
    }
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/beside_graphviz.txt");
    fs::write(path, table).expect("the target folder can be written");
    if std::env::var_os("BLESS").is_some() {
        fs::write(DOT, kept).expect("the snapshots can be written");
    }
    assert!(dots().len() > accepted().len());
}
