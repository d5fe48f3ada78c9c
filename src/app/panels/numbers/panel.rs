//! The numbers panel, section by section.

use std::collections::BTreeSet;

use egui::{Align, Layout, Ui};

use super::drill::Drill;
use super::state::NumbersPanel;
use super::steps::FlowWalk;
use super::view::{NumbersActions, NumbersView, name};
use super::{cost, drill, fault, flows, growth, load, ranges, slider};
use crate::app::canvas::ops;
use crate::app::look::{TextSize, gap};
use crate::app::panels::context::{PanelAction, PanelContext};
use crate::app::panels::inspector::number_field;
use crate::app::widgets::{Button, caption, empty_state, heading, paragraph, styled_text};
use crate::model::{Design, Document, Edit, MAX_TRAFFIC, format};
use crate::scene::{Face, Palette, icon};

impl NumbersPanel {
    /// Shows the panel.
    pub(crate) fn ui(&mut self, ui: &mut Ui, p: &Palette, cx: &mut PanelContext<'_>) {
        let reduce_motion = cx.preferences.reduce_motion;
        if cx.session.document.design().components().len() == 0 {
            let plain = "Draw a flow, and its numbers appear here";
            empty_state(ui, p, "No numbers yet", plain, |_| {});
            return;
        }
        if cx.session.scenario.is_none() && self.drill.is_none() {
            own_traffic_ui(ui, p, &mut cx.session.document);
        }
        let session = &mut *cx.session;
        let drill = self.drill.take();
        self.drill = drill.and_then(|drill| drill.renew_round(session));
        if let Some(drill) = &mut self.drill {
            let acts = drill::ui(ui, p, session, drill);
            self.what_if = drill.what_if();
            if acts.ended {
                self.drill = None;
                self.what_if.repair_all();
            }
            cx.actions.extend(acts.graded.map(PanelAction::RecordDrill));
            cx.push(PanelAction::Highlight(acts.highlight.into_iter().collect()));
            return;
        }
        self.update_readings(session);
        let design = session.document.design();
        let mut acts = NumbersActions::default();
        traffic_ui(ui, p, design, self);
        let moved = (&mut *self, reduce_motion);
        fault::ui(ui, p, design, moved, &mut acts);
        self.update_readings(session);
        let (document, scenario) = (&session.document, session.scenario.as_ref());
        if let Some(readings) = &self.readings {
            let shown = NumbersView {
                p,
                design: document.design(),
                scenario,
                readings,
                open: self.open.as_ref(),
                breaking: self.breaking,
            };
            flows::ui(ui, &shown, &mut acts);
            if readings.has_traffic {
                load::ui(ui, &shown, self.all_loads, &mut acts);
                load::breaks_ui(ui, &shown, &mut acts);
            }
            cost::ui(ui, &shown, &mut acts);
            if readings.has_traffic {
                let (what_if, growing) = (&self.what_if, &mut self.growth);
                let current = &mut session.analyzed;
                growth::ui(
                    ui,
                    &shown,
                    move || current.of(document, scenario),
                    what_if,
                    growing,
                );
            }
            let (what_if, ranges) = (&self.what_if, &mut self.ranges);
            let current = &mut session.analyzed;
            ranges::ui(
                ui,
                &shown,
                move || current.of(document, scenario),
                what_if,
                ranges,
            );
        }
        self.apply(acts, cx);
    }

    fn apply(&mut self, acts: NumbersActions, cx: &mut PanelContext<'_>) {
        cx.push(PanelAction::Highlight(acts.highlight));
        cx.actions
            .extend(acts.given.into_iter().map(PanelAction::Run));
        let session = &mut *cx.session;
        if let Some(id) = acts.reveal {
            let design = session.document.design();
            session.canvas.reveal(design, &BTreeSet::from([id]));
        }
        if acts.toggle.is_some() {
            self.open = acts.toggle.filter(|row| self.open.as_ref() != Some(row));
        }
        self.all_loads ^= acts.all_loads;
        if let Some(id) = acts.mend {
            self.what_if.repair(id);
        }
        if acts.mend_all {
            self.what_if.repair_all();
        }
        if acts.predict {
            self.drill = Drill::new(session, cx.drill_rounds);
            if self.drill.is_some() {
                (self.steps, self.breaking) = (None, false);
            } else {
                let sentence =
                    "No flow reaches its destination yet, so there is nothing to predict";
                cx.push(PanelAction::Say(sentence.to_owned()));
            }
        }
        if let Some(flow) = acts.walk {
            self.steps = FlowWalk::new(cx.session.analysis(), &flow);
        }
    }
}

/// How much traffic there is, where no prompt says so.
fn own_traffic_ui(ui: &mut Ui, p: &Palette, document: &mut Document) {
    heading(ui, p, "Traffic of your system");
    let now = document.design().traffic();
    let mut traffic = now.map(|rps| rps.round() as u32);
    let before = traffic;
    let name = "Requests a second at peak";
    number_field(ui, document, name, &mut traffic, MAX_TRAFFIC as u32);
    if traffic != before {
        let edit = Edit::SetTraffic(traffic.map(f64::from));
        ops::apply_edits(document, "Set the traffic", vec![edit]);
    }
    if traffic.is_none() {
        ui.add_space(gap::S);
        return;
    }
    // The mean as a part of the peak, since every digit of that is a peak already while it is typed.
    let mut percent = (document.design().peak()).map(|times| (100.0 / times).round() as u32);
    let before = percent;
    let name = "Monthly average, % of peak";
    number_field(ui, document, name, &mut percent, 100);
    if percent != before && percent != Some(0) {
        let edit = Edit::SetPeak(percent.map(|percent| 100.0 / f64::from(percent)));
        ops::apply_edits(document, "Set the peak", vec![edit]);
    }
    let mut open = (document.design().open_connections()).map(|count| count.round() as u32);
    let before = open;
    let name = "Clients connected at peak";
    number_field(ui, document, name, &mut open, u32::MAX);
    if open != before {
        let edit = Edit::SetOpenConnections(open.map(f64::from));
        ops::apply_edits(document, "Set the connected clients", vec![edit]);
    }
    ui.add_space(gap::S);
}

/// The slider, or why there is none.
fn traffic_ui(ui: &mut Ui, p: &Palette, design: &Design, numbers: &mut NumbersPanel) {
    let traffic = &mut numbers.what_if.traffic;
    let total = numbers.readings.as_ref();
    let total = total.map_or(0.0, |readings| readings.estimate.peak_rps);
    if total <= 0.0 {
        let text = "Enter your traffic to see load, latency, and what breaks first. By default, each request follows every connection; to change that, set a share on a connection.";
        paragraph(ui, p, text);
        return;
    }
    ui.horizontal(|ui| {
        heading(ui, p, "Traffic");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let changed = traffic.total_cmp(&1.0).is_ne();
            let factor = format::factor(*traffic);
            ui.label(styled_text(
                factor,
                Face::SemiBold,
                TextSize::Title,
                p.text_primary,
            ));
            let all = format!("{} at peak", format::short_rate(total * *traffic));
            caption(ui, p, all);
            if changed {
                let back = Button::icon(icon::ARROW_COUNTER_CLOCKWISE, "Back to ×1").small();
                if back.show(ui, p).clicked() {
                    *traffic = 1.0;
                }
            }
        });
    });
    ui.add_space(gap::XXS);
    let breaks = numbers.readings.as_ref();
    let breaks = breaks.and_then(|readings| readings.breaking_points().next());
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
