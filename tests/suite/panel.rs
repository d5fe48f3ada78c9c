//! How well the check agrees with the interviewers who labelled `tests/panel/`: no figure becomes worse than the one kept in
//! `tests/panel/figures.json`. `BLESS=1 cargo test --test suite panel::` keeps the figures of now.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use boxdrill::evaluation::panel::{KeptFigure, PanelSubset, measure};
use boxdrill::scenario::Library;
use boxdrill::storage;

/// Disputed labels, at most.
const MAX_DISPUTED: f64 = 0.03;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/panel")
}

fn figures() -> Vec<KeptFigure> {
    let panel = storage::panel::open(&folder(), None).expect("the panel can be read");
    let library = Library::builtin();
    let checked = panel.check(|id| library.get(id)).expect("known prompts");
    measure(&PanelSubset::all(&checked, &panel.names), &panel.flaws)
        .figures
        .kept()
}

#[test]
fn no_figure_of_the_panel_is_worse_than_the_kept_one() {
    let path = folder().join("figures.json");
    let figures = figures();
    if std::env::var_os("BLESS").is_some() {
        let values: BTreeMap<&str, f64> = figures
            .iter()
            .map(|figure| (figure.name, figure.rounded()))
            .collect();
        let text = serde_json::to_string_pretty(&values).expect("numbers can be written");
        fs::write(&path, text + "\n").expect("the figures can be kept");
        return;
    }
    let text = fs::read_to_string(&path).expect("figures are kept: BLESS=1 writes them");
    let kept: BTreeMap<String, f64> = serde_json::from_str(&text).expect("figures by name");
    let (mut worse, mut other) = (Vec::new(), Vec::new());
    for figure in &figures {
        let (name, now) = (figure.name, figure.rounded());
        match kept.get(name) {
            Some(&then) if figure.is_worse_than(then) => {
                worse.push(format!("{name} was {then} and is {now}"));
            }
            Some(&then) if (then - now).abs() < 1e-9 => {}
            then => other.push(format!("{name} was {then:?} and is {now}")),
        }
    }
    assert!(worse.is_empty(), "figures became worse: {worse:#?}");
    assert!(
        other.is_empty() && kept.len() == figures.len(),
        "figures became better or are new; keep them with BLESS=1: {other:#?}"
    );
}

#[test]
fn few_labels_are_disputed() {
    let panel = storage::panel::open(&folder(), None).expect("the panel can be read");
    let labels: usize = panel
        .drawings
        .iter()
        .map(|drawing| {
            let label = &drawing.label;
            label.expect.len() + label.forbid.len() + label.tolerate.len() + label.plays.len()
        })
        .sum();
    let all = labels + panel.drawings.len() + panel.names.len();
    assert!(panel.disputes.len() as f64 <= MAX_DISPUTED * all as f64);
}
