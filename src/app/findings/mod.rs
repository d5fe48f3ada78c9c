//! The check panel: the score with every point explained, what was found, and how the drawing stands to the accepted designs.

mod card;
mod comparison;
mod score;

use std::collections::BTreeSet;

use egui::Ui;

use super::command::Command;
use super::session::Session;
use super::widgets::{Button, Kind, empty, heading, paragraph};
use crate::analysis::{Finding, Severity};
use crate::model::{Design, Id, Item};
use crate::scene::{Palette, icon};

/// What tells a finding from the others: its rule, the part that is missing, and the item most to blame.
pub(crate) type FindingKey = (&'static str, Option<String>, Option<Id>);

/// What the user did in the panel, applied when the report is no longer borrowed.
#[derive(Default)]
struct Acts {
    /// Items of the drawing to ring.
    highlight: BTreeSet<Id>,
    /// Items of the accepted design on show to ring.
    reference: BTreeSet<Id>,
    reveal: Option<BTreeSet<Id>>,
    toggle: Option<FindingKey>,
    explain: Option<&'static str>,
    hide: Option<Severity>,
    show_design: Option<usize>,
    put_away: bool,
    sums: bool,
}

/// Shows the panel.
pub(crate) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session, given: &mut Vec<Command>) {
    let Some(checked) = &session.checked else {
        not_run(ui, p, given);
        return;
    };
    let mut acts = Acts {
        sums: session.sums,
        ..Acts::default()
    };
    let report = &checked.report;
    let design = session.document.design();
    score::ui(ui, p, report);
    ui.add_space(10.0);
    score::filters_ui(ui, p, report, &session.hidden, &mut acts);
    if acts.sums {
        score::sums_ui(ui, p, report);
    }
    ui.add_space(2.0);
    let shown = |finding: &&Finding| !session.hidden.contains(&finding.severity);
    for finding in report.findings.iter().filter(shown) {
        let open = session.open_finding == Some(key(finding));
        card::ui(ui, p, design, finding, open, &mut acts);
    }
    if report.findings.is_empty() {
        let only = session.scenario.is_none() && design.components().len() == 0;
        paragraph(ui, p, if only { NOTHING_DRAWN } else { "Nothing found" });
    }
    if let Some(scenario) = &session.scenario {
        let on_show = session.showcase.as_ref().map(|showcase| showcase.index);
        comparison::ui(ui, p, (design, scenario), report, on_show, &mut acts);
    }
    apply(session, acts);
}

const NOTHING_DRAWN: &str = "Draw one flow from a client to a store, then check it";

fn not_run(ui: &mut Ui, p: &Palette, given: &mut Vec<Command>) {
    empty(
        ui,
        p,
        NOTHING_DRAWN,
        "Check names the risks and compares with accepted designs",
        |ui| {
            let check = Button::new(Kind::Normal, "Check now").with_icon(icon::CHECK_CIRCLE);
            if check.show(ui, p).clicked() {
                given.push(Command::Check);
            }
        },
    );
}

fn apply(session: &mut Session, acts: Acts) {
    session.highlighted.extend(acts.highlight);
    session.sums = acts.sums;
    if let Some(items) = acts.reveal {
        session.canvas.reveal(session.document.design(), &items);
    }
    if let Some(key) = acts.toggle {
        let key = Some(key);
        session.open_finding = if session.open_finding == key {
            None
        } else {
            key
        };
    }
    session.explained = acts.explain.or(session.explained);
    if let Some(severity) = acts.hide
        && !session.hidden.remove(&severity)
    {
        session.hidden.insert(severity);
    }
    if acts.show_design.is_some() || acts.put_away {
        session.show_design(acts.show_design);
    }
    if let Some(showcase) = &mut session.showcase {
        showcase.highlighted = acts.reference;
    }
}

fn key(finding: &Finding) -> FindingKey {
    (
        finding.rule,
        finding.part.clone(),
        finding.items.first().copied(),
    )
}

/// What an item is called in lists, with its icon.
fn name_of(design: &Design, id: Id) -> Option<(Option<char>, String)> {
    let name = |id: Id| {
        design
            .component(id)
            .map_or("?", |component| component.name.as_str())
    };
    Some(match design.item(id)? {
        Item::Component(component) => {
            (Some(design.kind_of(id).icon_char()), component.name.clone())
        }
        Item::Connection(c) => (None, format!("{} → {}", name(c.from), name(c.to))),
        Item::Zone(zone) => (None, zone.name.clone()),
        Item::Note(_) => (None, "Note".to_owned()),
    })
}

/// The names of some items in a row.
fn names(design: &Design, ids: &[Id]) -> String {
    let names = ids.iter().filter_map(|&id| Some(name_of(design, id)?.1));
    names.collect::<Vec<_>>().join(", ")
}

/// A heading within the panel.
fn part(ui: &mut Ui, p: &Palette, title: &str) {
    ui.add_space(12.0);
    heading(ui, p, title);
}
