//! The panel of numbers: how much traffic, what each flow takes, who is busy, what breaks first, what it costs; and the mode
//! in which parts of the drawing are stopped to see what still works.

mod cost;
mod drill;
mod explain;
mod flows;
mod growth;
mod load;
mod over;
mod ranges;
mod readings;
mod slider;
mod steps;
mod trouble;
mod waterfall;

use std::collections::{BTreeMap, BTreeSet};

use egui::{Align, Layout, Ui};

use super::inspector::number_field;
use crate::analysis::{Fault, WhatIf};
use crate::app::App;
use crate::app::canvas::{Pulse, ops};
use crate::app::commands::Command;
use crate::app::document::session::{DetailsTab, Session};
use crate::app::widgets::{Button, caption, empty, heading, paragraph, words};
use crate::app::workspace::PanelContext;
use crate::model::{Design, Document, Edit, Id, MAX_TRAFFIC};
use crate::scenario::Scenario;
use crate::scene::{Face, Health, Palette, icon, say};
use drill::Drill;
use growth::GrowthSection;
pub(crate) use over::ui as over;
use ranges::RangesSection;
use readings::Readings;
use steps::FlowWalk;

/// What the user has asked of the numbers, and the answer.
#[derive(Debug, Default)]
pub(crate) struct NumbersPanel {
    what_if: WhatIf,
    breaking: bool,
    /// Requests move along the connections.
    moving: bool,
    /// What a press does while things are broken.
    makes: Fault,
    /// All loads are listed, not only the highest.
    all_loads: bool,
    /// The row that explains itself.
    open: Option<NumbersRow>,
    readings: Option<Readings>,
    /// Whether it is shown how sure they are.
    ranges: RangesSection,
    growth: GrowthSection,
    /// A request that is told hop by hop.
    steps: Option<FlowWalk>,
    /// A failure that the user predicts.
    drill: Option<Drill>,
}

/// A row that can explain its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum NumbersRow {
    Flow(String),
    Load(Id),
    Cost(Id),
}

/// What the user did in the panel, applied when the numbers are no longer borrowed.
#[derive(Debug, Default)]
struct NumbersActions {
    /// Items of the drawing to ring.
    highlight: BTreeSet<Id>,
    reveal: Option<Id>,
    /// The row to open or to close.
    toggle: Option<NumbersRow>,
    all_loads: bool,
    mend: Option<Id>,
    mend_all: bool,
    predict: bool,
    /// The flow of which a request is to be told hop by hop.
    walk: Option<String>,
    /// What the panel asks the window for.
    given: Vec<Command>,
}

impl NumbersPanel {
    /// Whether a press on the canvas stops and starts parts.
    pub(crate) fn is_breaking(&self) -> bool {
        self.breaking
    }

    /// Brings the numbers up to the drawing, the traffic and what is stopped, unless they are already.
    pub(crate) fn measure(&mut self, document: &Document, scenario: Option<&Scenario>) {
        let design = document.design();
        self.what_if.retain(|id| design.contains(id));
        let fresh = self
            .readings
            .as_ref()
            .is_some_and(|readings| readings.fit(document, &self.what_if));
        if !fresh {
            self.steps = self
                .steps
                .take()
                .and_then(|steps| steps.renewed(design, scenario));
            self.readings = Some(Readings::new(document, scenario, &self.what_if));
        }
    }

    /// What moves along the connections, where it is to.
    pub(crate) fn pulses(&self) -> Option<&BTreeMap<Id, Pulse>> {
        let shown = self.moving && !self.is_hidden();
        let readings = self.readings.as_ref().filter(|_| shown)?;
        Some(&readings.pulses)
    }

    /// What the step of a request that is told rings on the canvas.
    pub(crate) fn highlighted(&self) -> impl Iterator<Item = Id> {
        let asked = self.drill.iter().filter(|drill| drill.asks());
        let failed = asked.map(Drill::failed);
        self.steps
            .iter()
            .flat_map(FlowWalk::highlighted)
            .chain(failed)
    }

    /// Whether the numbers are hidden, because the user predicts them.
    fn is_hidden(&self) -> bool {
        self.drill.as_ref().is_some_and(Drill::asks)
    }

    /// What the canvas shows of the numbers.
    pub(crate) fn health(&self) -> Option<&BTreeMap<Id, Health>> {
        let readings = self.readings.as_ref().filter(|_| !self.is_hidden());
        readings.map(|readings| &readings.health)
    }

    /// Makes or ends the trouble that was chosen for an item; a sentence where the item cannot have it.
    pub(crate) fn toggle_fault(&mut self, design: &Design, id: Id) -> Option<String> {
        if !self.makes.applies_to(design, id) {
            return Some("Only a cache or a CDN can be emptied".to_owned());
        }
        self.what_if.toggle(self.makes, id);
        None
    }

    /// Leaves the mode in which parts are stopped; what is stopped stays so.
    pub(crate) fn leave_breaking(&mut self) {
        self.breaking = false;
    }
}

impl App {
    /// Whether presses stop and start parts, and nothing can be changed.
    pub(crate) fn is_breaking(&self) -> bool {
        let session = self.session.as_ref();
        session.is_some_and(|session| session.numbers.is_breaking())
    }

    /// Begins or ends the mode in which parts are stopped.
    pub(crate) fn toggle_breaking(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        let begins = !session.numbers.breaking && session.document.design().components().len() > 0;
        session.numbers.drill = None;
        session.numbers.breaking = begins;
        if begins {
            session.tab = DetailsTab::Numbers;
            session.canvas.cancel_all(&mut session.document);
            // A step cannot be taken back meanwhile.
            self.toasts.forget_steps();
        }
    }

    /// Ends that mode by key, and where the user has gone elsewhere.
    pub(crate) fn leave_breaking(&mut self, ctx: &egui::Context) {
        let free = self.modal.is_none() && !egui::Popup::is_any_open(ctx);
        let Some(session) = &mut self.session else {
            return;
        };
        let escape = |input: &mut egui::InputState| {
            input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)
        };
        if session.tab != DetailsTab::Numbers
            || (session.numbers.breaking && free && ctx.input_mut(escape))
        {
            session.numbers.leave_breaking();
        }
    }
}

/// Shows the panel.
pub(crate) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session, around: &mut PanelContext<'_>) {
    let reduce_motion = around.preferences.reduce_motion;
    if session.document.design().components().len() == 0 {
        let plain = "Draw a flow and its numbers appear here";
        empty(ui, p, "Nothing to measure yet", plain, |_| {});
        return;
    }
    if session.scenario.is_none() && session.numbers.drill.is_none() {
        own_traffic_ui(ui, p, session);
    }
    let scenario = session.scenario.as_ref();
    let numbers = &mut session.numbers;
    let drill = numbers.drill.take();
    numbers.drill = drill.and_then(|drill| drill.renewed(&session.document, scenario));
    if let Some(drill) = &mut numbers.drill {
        let acts = drill::ui(ui, p, &session.document, scenario, drill);
        numbers.what_if = drill.what_if();
        around.graded = acts.graded;
        session.highlighted.extend(acts.highlight);
        if acts.ended {
            numbers.drill = None;
            numbers.what_if.repair_all();
        }
        return;
    }
    numbers.measure(&session.document, scenario);
    let design = session.document.design();
    let mut acts = NumbersActions::default();
    traffic_ui(ui, p, design, numbers);
    let moved = (&mut *numbers, reduce_motion);
    trouble::ui(ui, p, design, moved, around.commands, &mut acts);
    numbers.measure(&session.document, scenario);
    if let Some(readings) = &numbers.readings {
        let shown = NumbersView {
            p,
            design,
            scenario,
            readings,
            open: numbers.open.as_ref(),
            breaking: numbers.breaking,
        };
        flows::ui(ui, &shown, &mut acts);
        if readings.has_traffic {
            load::ui(ui, &shown, numbers.all_loads, &mut acts);
            load::breaks_ui(ui, &shown, &mut acts);
        }
        cost::ui(ui, &shown, &mut acts);
        if readings.has_traffic {
            let (what_if, growing) = (&numbers.what_if, &mut numbers.growth);
            growth::ui(ui, &shown, &session.document, what_if, growing);
        }
        let (what_if, ranges) = (&numbers.what_if, &mut numbers.ranges);
        ranges::ui(ui, &shown, &session.document, what_if, ranges);
    }
    apply(session, acts, around);
}

/// What the parts of the panel look at.
struct NumbersView<'a> {
    p: &'a Palette,
    design: &'a Design,
    scenario: Option<&'a Scenario>,
    readings: &'a Readings,
    open: Option<&'a NumbersRow>,
    /// Nothing can be changed.
    breaking: bool,
}

impl<'a> NumbersView<'a> {
    fn name(&self, id: Id) -> &'a str {
        name(self.design, id)
    }
}

/// What a component, zone or connection is called: "Api → Links DB".
fn title(design: &Design, id: Id) -> String {
    match design.connection(id) {
        Some(c) => format!("{} → {}", name(design, c.from), name(design, c.to)),
        None => name(design, id).to_owned(),
    }
}

/// What a component or zone is called.
fn name(design: &Design, id: Id) -> &str {
    let component = design.component(id).map(|component| &component.name);
    let name = component.or(design.zone(id).map(|zone| &zone.name));
    match name {
        Some(name) if !name.trim().is_empty() => name,
        _ => &design.kind_of(id).label,
    }
}

fn apply(session: &mut Session, acts: NumbersActions, around: &mut PanelContext<'_>) {
    session.highlighted.extend(acts.highlight);
    if let Some(id) = acts.reveal {
        let design = session.document.design();
        session.canvas.reveal(design, &BTreeSet::from([id]));
    }
    let numbers = &mut session.numbers;
    if acts.toggle.is_some() {
        numbers.open = acts.toggle.filter(|row| numbers.open.as_ref() != Some(row));
    }
    numbers.all_loads ^= acts.all_loads;
    around.commands.extend(acts.given);
    if let Some(id) = acts.mend {
        numbers.what_if.repair(id);
    }
    if acts.mend_all {
        numbers.what_if.repair_all();
    }
    if acts.predict {
        numbers.drill = Drill::new(&session.document, session.scenario.as_ref(), around.rounds);
        if numbers.drill.is_some() {
            (numbers.steps, numbers.breaking) = (None, false);
        } else {
            around
                .toasts
                .say("No flow arrives yet, so there is nothing to predict".to_owned());
        }
    }
    if let Some(flow) = acts.walk {
        let design = session.document.design();
        numbers.steps = FlowWalk::new(design, session.scenario.as_ref(), &flow);
    }
}

/// How much traffic there is, where no prompt says so.
fn own_traffic_ui(ui: &mut Ui, p: &Palette, session: &mut Session) {
    heading(ui, p, "Traffic of your system");
    let now = session.document.design().traffic();
    let mut traffic = now.map(|rps| rps.round() as u32);
    let before = traffic;
    let name = "Requests a second at the peak hour";
    number_field(
        ui,
        &mut session.document,
        name,
        &mut traffic,
        MAX_TRAFFIC as u32,
    );
    if traffic != before {
        let edit = Edit::SetTraffic(traffic.map(f64::from));
        ops::apply(&mut session.document, "Set the traffic", vec![edit]);
    }
    ui.add_space(6.0);
}

/// The slider, or why there is none.
fn traffic_ui(ui: &mut Ui, p: &Palette, design: &Design, numbers: &mut NumbersPanel) {
    let traffic = &mut numbers.what_if.traffic;
    let total = numbers.readings.as_ref();
    let total = total.map_or(0.0, |readings| readings.estimate.peak_rps);
    if total <= 0.0 {
        let text = "Say how much there is to see loads, waits and what breaks first. A request goes to everything that \
                    your connections lead to; shares on connections say otherwise.";
        paragraph(ui, p, text);
        return;
    }
    ui.horizontal(|ui| {
        heading(ui, p, "Traffic");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let changed = traffic.total_cmp(&1.0).is_ne();
            let factor = say::times(*traffic);
            ui.label(words(factor, Face::SemiBold, 18.0, p.text_primary));
            let all = format!("{} at the peak hour", say::rate(total * *traffic));
            caption(ui, p, all);
            if changed {
                let back = Button::icon(icon::ARROW_COUNTER_CLOCKWISE, "Back to ×1").small();
                if back.show(ui, p).clicked() {
                    *traffic = 1.0;
                }
            }
        });
    });
    ui.add_space(2.0);
    let breaks = numbers.readings.as_ref();
    let breaks = breaks.and_then(|readings| readings.breaks().next());
    let breaking = breaks.map(|(id, at)| slider::BreakingPoint {
        at,
        name: name(design, id),
    });
    let response = slider::slider(ui, p, traffic, breaking.as_ref());
    // Whoever is at it already knows how.
    if !response.has_focus() && !response.is_pointer_button_down_on() {
        response.on_hover_text("Drag, or use the arrow keys. Double-click for ×1.");
    }
}

/// The heading of a part of the panel, with quiet words at its right end.
fn section_ui(ui: &mut Ui, p: &Palette, title: &str, end: &str) {
    ui.add_space(14.0);
    ui.horizontal(|ui| {
        heading(ui, p, title);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            caption(ui, p, end);
        });
    });
}
