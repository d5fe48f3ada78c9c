//! How well the check agrees with the interviewers who labeled `tests/panel/`: no figure becomes worse than the one kept in
//! `tests/panel/figures.json`. `BLESS=1 cargo test --test suite panel::` keeps the figures of now.

use std::path::{Path, PathBuf};

use boxdrill::evaluation::KeptFigure;
use boxdrill::evaluation::panel::{PanelSubset, measure};
use boxdrill::scenario::Library;
use boxdrill::storage;

use crate::ratchet::hold_figures;

/// Disputed labels, at most.
const MAX_DISPUTED: f64 = 0.03;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/panel")
}

fn figures() -> Vec<KeptFigure> {
    let panel = storage::panel::open(&folder(), None).expect("the panel can be read");
    let library = Library::default();
    let checked = panel.check(|id| library.get(id)).expect("known prompts");
    measure(&PanelSubset::all(&checked, &panel.names), &panel.flaws)
        .figures
        .kept()
}

#[test]
fn no_figure_of_the_panel_is_worse_than_the_kept_one() {
    let command = "cargo test --test suite panel::";
    hold_figures(&folder().join("figures.json"), &figures(), command);
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
