//! The launch list: what each critical flow has and lacks; a cell opens to what is written in it.

use egui::{Align2, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::action::{ProgramAction, ProgramScene};
use super::field::{draft_field, head};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{caption, focus_ring};
use crate::program::{ReadinessItem, ReadinessState};
use crate::scene::{Face, icon};

const ROW: f32 = 30.0;
const NARROWEST: f32 = 60.0;

/// Which cell is open: the flow's id, and what.
#[derive(Debug, Default)]
pub(super) struct ReadinessPanel {
    open: Option<(String, ReadinessItem)>,
}

impl ReadinessPanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        let (p, flows) = (scene.p, &scene.program.readiness);
        let words = match scene.program.launch_gaps() {
            0 => String::new(),
            gaps => format!("{gaps} missing"),
        };
        head(ui, p, "Launch readiness", &words, |_| {});
        if flows.is_empty() {
            caption(ui, p, "Draw a flow to a store to see what its launch needs");
            return actions;
        }
        let width = ui.available_width();
        let cell = ((width * 0.62) / 5.0).max(NARROWEST);
        let names = width - 5.0 * cell;
        let (rect, _) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
        for (place, item) in ReadinessItem::ALL.into_iter().enumerate() {
            let at = pos2(
                rect.left() + names + cell * (place as f32 + 0.5),
                rect.center().y,
            );
            ui.painter().text(
                at,
                Align2::CENTER_CENTER,
                item.label(),
                font(Face::Regular, TextSize::Caption),
                p.text_tertiary,
            );
        }
        for flow in flows {
            let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
            let name = elide(
                &flow.name,
                Face::Medium,
                TextSize::Small,
                f64::from(names - 8.0),
            );
            ui.painter().text(
                rect.left_center(),
                Align2::LEFT_CENTER,
                name,
                font(Face::Medium, TextSize::Small),
                p.text_primary,
            );
            for (place, line) in flow.lines.iter().enumerate() {
                let corner = rect.min + vec2(names + cell * place as f32, 0.0);
                let cell = egui::Rect::from_min_size(corner, vec2(cell, ROW)).shrink(2.0);
                let key = (flow.flow.clone(), line.item);
                let on = self.open.as_ref() == Some(&key);
                let response = ui.interact(
                    cell,
                    ui.scope_id().with(("ready", &flow.flow, place)),
                    Sense::click(),
                );
                let state = match line.state {
                    ReadinessState::Written => format!("written: {}", line.text),
                    ReadinessState::Drawn => format!("in the drawing: {}", line.text),
                    ReadinessState::Missing => "missing".to_owned(),
                };
                response.widget_info(|| {
                    let name = format!("{}: {}, {state}", flow.name, line.item.label());
                    egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, on, name)
                });
                let missing = line.state == ReadinessState::Missing;
                let (colors, glyph) = if missing {
                    (p.medium, icon::PLUS)
                } else {
                    (p.ok, icon::CHECK)
                };
                let edge = if on {
                    Stroke::new(2.0, p.accent_fill)
                } else {
                    Stroke::new(1.0, colors.line)
                };
                let painter = ui.painter().clone();
                painter.rect(cell, 5.0, colors.soft, edge, StrokeKind::Inside);
                painter.text(
                    cell.center(),
                    Align2::CENTER_CENTER,
                    glyph,
                    font(Face::Icons, TextSize::Lead),
                    colors.text,
                );
                if response.has_focus() {
                    focus_ring(&painter, p, cell, 5);
                }
                if response.clicked() {
                    self.open = (!on).then_some(key);
                }
                response.on_hover_text(state);
            }
        }
        self.open_ui(ui, scene, &mut actions);
        actions
    }

    /// What is written in the open cell.
    fn open_ui(&self, ui: &mut Ui, scene: &ProgramScene<'_>, actions: &mut Vec<ProgramAction>) {
        let Some((id, item)) = &self.open else { return };
        let flows = &scene.program.readiness;
        let Some(flow) = flows.iter().find(|flow| flow.flow == *id) else {
            return;
        };
        let notes = scene.design.program().readiness.get(id);
        let text = notes.map_or("", |notes| item.note(notes));
        let shown = flow
            .lines
            .iter()
            .find(|line| line.item == *item && line.state == ReadinessState::Drawn);
        let hint = shown.map_or("Where to find this, or who is responsible", |line| {
            line.text.as_str()
        });
        ui.add_space(gap::S);
        ui.horizontal(|ui| {
            caption(
                ui,
                scene.p,
                format!("{} of \"{}\"", item.label(), flow.name),
            );
            let width = ui.available_width() - 8.0;
            let name = format!("{} of {}", item.label(), flow.name);
            if let Some(text) = draft_field(ui, &name, text, hint, width) {
                actions.push(ProgramAction::plan(
                    "Change launch notes",
                    scene.design,
                    |program| {
                        *item.note_mut(program.readiness.entry(id.clone()).or_default()) = text;
                    },
                ));
            }
        });
    }
}
