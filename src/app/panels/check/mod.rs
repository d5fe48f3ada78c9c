//! The check panel: the score with every point explained, what was found, and how the drawing stands to the accepted designs.

mod accept;
mod card;
mod comparison;
pub(crate) mod explain;
mod failures;
mod mend;
mod offers;
mod plan;
mod score;

use std::collections::BTreeSet;

use egui::Ui;

pub(crate) use accept::AcceptanceForm;
pub(crate) use mend::BEST_HEIGHT;
pub(crate) use offers::FixOffers;
pub(crate) use plan::PlanSearch;

use crate::analysis::{Finding, Severity};
use crate::app::canvas::ops;
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::widgets::{Button, ButtonKind, empty, heading, paragraph};
use crate::app::workspace::PanelContext;
use crate::model::{Design, Edit, Id, Item};
use crate::scene::{Palette, icon};
use accept::AcceptanceChange;

/// What tells a finding from the others: its rule, the part that is missing, and the item most to blame.
pub(crate) type FindingKey = (&'static str, Option<String>, Option<Id>);

/// A change that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfferedChange {
    /// The fix of the finding at a place of the report.
    Fix(usize),
    /// The cheapest way to the targets.
    Plan,
}

/// What the user did in the panel, applied when the report is no longer borrowed.
#[derive(Default)]
struct CheckActions {
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
    /// What is pointed at.
    preview: Option<OfferedChange>,
    /// What is to be made so.
    apply: Option<OfferedChange>,
    /// The cheapest way to the targets is asked for.
    plan: bool,
    /// The form that is open.
    accepting: Option<AcceptanceForm>,
    /// A finding to accept, or to accept no longer.
    verdict: Option<(Finding, AcceptanceChange)>,
}

/// Shows the panel.
pub(crate) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session, around: &mut PanelContext<'_>) {
    let trying = try_fixes(session);
    let planning = session.continue_planning();
    if trying || planning {
        ui.ctx().request_repaint();
    }
    let (fresh, gained) = (session.is_fresh(), session.shown_score());
    let Some(checked) = &session.checked else {
        not_run_ui(ui, p, around.commands);
        return;
    };
    let mut acts = CheckActions {
        sums: session.unfolded.sums,
        accepting: session.accepting.take(),
        ..CheckActions::default()
    };
    let report = &checked.report;
    let design = session.document.design();
    let hidden = around.preferences.hidden.clone();
    score::ui(ui, p, report, gained);
    ui.add_space(10.0);
    score::filters_ui(ui, p, report, &hidden, &mut acts);
    if acts.sums {
        score::sums_ui(ui, p, report);
    }
    ui.add_space(2.0);
    if fresh && !trying {
        let top = ui.cursor().top();
        if let Some(best) = checked.offers.best(session.order) {
            mend::best_ui(ui, p, best, &mut acts);
            mend::order_ui(ui, p, &mut session.order);
        }
        plan::ui(ui, p, report, checked.plan.as_ref(), &mut acts);
        session.best_height = ui.cursor().top() - top;
    } else {
        ui.add_space(session.best_height);
    }
    ui.add_space(2.0);
    let audience = around.preferences.audience;
    score::audience_ui(ui, p, &mut around.preferences.audience);
    if report.findings.is_empty() {
        let only = session.scenario.is_none() && design.components().len() == 0;
        paragraph(ui, p, if only { NOTHING_DRAWN } else { "Nothing found" });
    }
    for (index, finding) in report.findings.iter().enumerate() {
        if finding.accepted.is_some() || hidden.contains(&finding.severity) {
            continue;
        }
        let entry = card::FindingCard {
            finding,
            open: session.open_finding == Some(finding_key(finding)),
            fix: checked
                .offers
                .get(index)
                .filter(|_| fresh)
                .map(|fix| (index, fix)),
            audience,
        };
        card::ui(ui, p, design, &entry, &mut acts);
    }
    let accepted: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|f| f.accepted.is_some())
        .collect();
    accept::list_ui(ui, p, &accepted, &mut session.unfolded.accepted, &mut acts);
    failures::ui(
        ui,
        p,
        design,
        report,
        &mut session.unfolded.failures,
        &mut acts,
    );
    if let Some(scenario) = &session.scenario {
        let on_show = session
            .reference_view
            .as_ref()
            .map(|showcase| showcase.index);
        comparison::ui(ui, p, (design, scenario), report, on_show, &mut acts);
    }
    apply(session, around, acts);
}

const NOTHING_DRAWN: &str = "Draw one flow from a client to a store, then check it";

fn not_run_ui(ui: &mut Ui, p: &Palette, given: &mut Vec<Command>) {
    empty(
        ui,
        p,
        NOTHING_DRAWN,
        "Check names the risks and compares with accepted designs",
        |ui| {
            let check = Button::new(ButtonKind::Normal, "Check now").with_icon(icon::CHECK_CIRCLE);
            if check.show(ui, p).clicked() {
                given.push(Command::Check);
            }
        },
    );
}

/// Goes on trying out fixes while they are in sight; says whether there is more to try.
fn try_fixes(session: &mut Session) -> bool {
    let findings = session
        .checked
        .as_ref()
        .map(|checked| &checked.report.findings);
    let is_opened = |finding: &Finding| session.open_finding == Some(finding_key(finding));
    let opened = findings.and_then(|findings| findings.iter().position(is_opened));
    session.try_fixes(opened)
}

fn apply(session: &mut Session, around: &mut PanelContext<'_>, acts: CheckActions) {
    session.highlighted.extend(acts.highlight);
    session.pointed = acts.preview;
    if acts.plan {
        session.begin_planning();
    }
    session.accepting = acts.accepting;
    session.unfolded.sums = acts.sums;
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
        && !around.preferences.hidden.remove(&severity)
    {
        around.preferences.hidden.insert(severity);
    }
    if acts.show_design.is_some() || acts.put_away {
        session.show_reference(acts.show_design);
    }
    if let Some(showcase) = &mut session.reference_view {
        showcase.highlighted = acts.reference;
    }
    if let Some(label) = acts
        .apply
        .and_then(|offered| session.apply_offered(offered))
    {
        say_step(session, around, label);
    }
    if let Some((finding, verdict)) = acts.verdict {
        let (label, told) = match verdict {
            AcceptanceChange::Accept(_) => ("Accept finding", "Accepted"),
            AcceptanceChange::Reopen => ("Reopen finding", "No longer accepted"),
        };
        let all = accept::acceptances(session.document.design(), &finding, verdict);
        ops::apply(
            &mut session.document,
            label,
            vec![Edit::SetAcceptances(all)],
        );
        say_step(session, around, format!("{told}: {}", finding.title));
    }
}

fn say_step(session: &Session, around: &mut PanelContext<'_>, text: String) {
    let revision = session.document.revision();
    around.toasts.say_step(text, revision);
}

fn finding_key(finding: &Finding) -> FindingKey {
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
fn section_ui(ui: &mut Ui, p: &Palette, title: &str) {
    ui.add_space(12.0);
    heading(ui, p, title);
}
