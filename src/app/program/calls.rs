//! Calls between teams as a matrix; a cell shows its calls and what was agreed about them.

use egui::{
    Align2, Frame, Margin, Pos2, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use super::action::{ProgramAction, ProgramScene};
use super::field::head;
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{Button, ButtonKind, ChipColors, caption, chip, focus_ring, styled_text};
use crate::program::TeamCalls;
use crate::scene::Face;

const NAMES: f32 = 104.0;
const CELL: f32 = 38.0;
const HEADS: f32 = 24.0;
const NARROWEST: f32 = 58.0;

/// Which cell is open, by the names of its teams.
#[derive(Debug, Default)]
pub(super) struct CallsPanel {
    open: Option<(String, String)>,
}

impl CallsPanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        let (p, teams) = (scene.p, &scene.program.teams);
        head(ui, p, "Calls between teams", "", |ui| {
            caption(ui, p, "solid: synchronous, dashed: asynchronous");
        });
        if teams.all.len() < 2 {
            caption(
                ui,
                p,
                "Once you have two or more teams, the calls between them are shown here",
            );
            return actions;
        }
        ScrollArea::horizontal()
            .id_salt("team matrix")
            .show(ui, |ui| self.matrix_ui(ui, scene));
        ui.add_space(gap::M);
        let open = self
            .open
            .as_ref()
            .and_then(|(from, to)| teams.calls_between(teams.place_of(from)?, teams.place_of(to)?));
        match open {
            Some(calls) => details_ui(ui, scene, calls, &mut actions),
            None if teams.calls.is_empty() => {
                _ = caption(ui, p, "No calls between teams");
            }
            None => _ = caption(ui, p, "Select a cell to see its calls"),
        }
        actions
    }

    fn matrix_ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) {
        let (p, teams) = (scene.p, &scene.program.teams);
        let count = teams.all.len();
        let width = ((ui.available_width() - NAMES) / count as f32).max(NARROWEST);
        let size = vec2(NAMES + width * count as f32, HEADS + CELL * count as f32);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let painter = ui.painter().clone();
        let small = font(Face::Regular, TextSize::Caption);
        let corner = rect.min + vec2(0.0, HEADS / 2.0);
        painter.text(
            corner,
            Align2::LEFT_CENTER,
            "caller ↓ callee →",
            small.clone(),
            p.text_tertiary,
        );
        for (place, team) in teams.all.iter().enumerate() {
            let column = pos2(
                rect.left() + NAMES + width * (place as f32 + 0.5),
                rect.top() + HEADS / 2.0,
            );
            let name = elide(
                &team.name,
                Face::Regular,
                TextSize::Caption,
                f64::from(width - 6.0),
            );
            painter.text(
                column,
                Align2::CENTER_CENTER,
                name,
                small.clone(),
                p.text_secondary,
            );
            let row = pos2(
                rect.left(),
                rect.top() + HEADS + CELL * (place as f32 + 0.5),
            );
            let name = elide(
                &team.name,
                Face::Medium,
                TextSize::Small,
                f64::from(NAMES - 8.0),
            );
            painter.text(
                row,
                Align2::LEFT_CENTER,
                name,
                font(Face::Medium, TextSize::Small),
                p.text_primary,
            );
        }
        for from in 0..count {
            for to in 0..count {
                let at = pos2(
                    rect.left() + NAMES + width * to as f32,
                    rect.top() + HEADS + CELL * from as f32,
                );
                let cell = Rect::from_min_size(at, vec2(width, CELL)).shrink(2.0);
                if from == to {
                    hatch(
                        &painter.with_clip_rect(cell.intersect(painter.clip_rect())),
                        cell,
                        Stroke::new(1.0, p.line_default),
                    );
                    continue;
                }
                let Some(calls) = teams.calls_between(from, to) else {
                    painter.rect_stroke(
                        cell,
                        5.0,
                        Stroke::new(1.0, p.line_subtle),
                        StrokeKind::Inside,
                    );
                    continue;
                };
                self.cell_ui(ui, scene, calls, cell);
            }
        }
    }

    /// A cell with calls.
    fn cell_ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>, calls: &TeamCalls, cell: Rect) {
        let (p, teams) = (scene.p, &scene.program.teams);
        let (from, to) = (calls.from, calls.to);
        let painter = ui.painter().clone();
        let line = Stroke::new(1.0, p.line_default);
        let names = (teams.all[from].name.clone(), teams.all[to].name.clone());
        let response = ui.interact(cell, ui.scope_id().with(("cell", from, to)), Sense::click());
        let on = self.open.as_ref() == Some(&names);
        response.widget_info(|| {
            let name = format!(
                "{} calls {}: {} synchronous, {} asynchronous",
                names.0,
                names.1,
                calls.waiting.len(),
                calls.not_waiting.len()
            );
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, on, name)
        });
        let (fill, line) = if on {
            (p.surface_selected, Stroke::new(2.0, p.accent_fill))
        } else if response.hovered() {
            (p.surface_hover, line)
        } else {
            (p.surface_sunken, line)
        };
        painter.rect(cell, 5.0, fill, line, StrokeKind::Inside);
        counts(&painter, scene, calls, cell.center());
        if response.has_focus() {
            focus_ring(&painter, p, cell, 5);
        }
        if response.clicked() {
            self.open = (!on).then_some(names);
        }
    }
}

fn hatch(painter: &egui::Painter, cell: Rect, line: Stroke) {
    let mut x = cell.left() - cell.height();
    while x < cell.right() {
        painter.line_segment(
            [pos2(x, cell.bottom()), pos2(x + cell.height(), cell.top())],
            line,
        );
        x += 7.0;
    }
}

/// The numbers of a cell, each with the line of its connections: solid where the caller waits, dashed where it does not.
fn counts(painter: &egui::Painter, scene: &ProgramScene<'_>, calls: &TeamCalls, center: Pos2) {
    let p = scene.p;
    let both = !calls.waiting.is_empty() && !calls.not_waiting.is_empty();
    let mut x = if both {
        center.x - 24.0
    } else {
        center.x - 11.0
    };
    let line = Stroke::new(1.5, p.text_primary);
    for (count, dashed) in [
        (calls.waiting.len(), false),
        (calls.not_waiting.len(), true),
    ] {
        if count == 0 {
            continue;
        }
        let number = painter.text(
            pos2(x, center.y),
            Align2::LEFT_CENTER,
            count,
            font(Face::SemiBold, TextSize::Small),
            p.text_primary,
        );
        let ends = [
            pos2(number.right() + 3.0, center.y),
            pos2(number.right() + 14.0, center.y),
        ];
        if dashed {
            painter.extend(Shape::dashed_line(&ends, line, 3.0, 2.0));
        } else {
            painter.line_segment(ends, line);
        }
        x += 26.0;
    }
}

/// The calls of a cell, and the agreement about them.
fn details_ui(
    ui: &mut Ui,
    scene: &ProgramScene<'_>,
    calls: &TeamCalls,
    actions: &mut Vec<ProgramAction>,
) {
    const NAMED: usize = 4;
    let (p, teams) = (scene.p, &scene.program.teams);
    let frame = Frame::new()
        .fill(p.accent_soft)
        .stroke(Stroke::new(1.0, p.accent_line))
        .corner_radius(8)
        .inner_margin(Margin::same(10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = gap::XXS;
        let title = format!(
            "{} to {}",
            teams.all[calls.from].name, teams.all[calls.to].name
        );
        ui.label(styled_text(
            title,
            Face::SemiBold,
            TextSize::Body,
            p.text_primary,
        ));
        for id in calls.connections().take(NAMED) {
            let waits = if calls.waiting.contains(&id) {
                ""
            } else {
                ", asynchronous"
            };
            let words = format!("{}{waits}", scene.design.item_name(id));
            ui.label(styled_text(
                words,
                Face::Regular,
                TextSize::Small,
                p.text_secondary,
            ));
        }
        if calls.count() > NAMED {
            caption(ui, p, format!("and {} more", calls.count() - NAMED));
        }
        let about = scene.program.dependencies.iter().enumerate();
        let about =
            about.filter(|(_, one)| calls.connections().any(|id| one.connections.contains(&id)));
        ui.horizontal_wrapped(|ui| {
            for (place, one) in about {
                let (text, colors) = match &one.agreement {
                    Some(_) => ("agreed", p.ok),
                    None => ("no agreement yet", p.high),
                };
                chip(ui, None, text, ChipColors::severity(colors));
                let name = format!("Note an agreement: {}", one.title());
                if Button::new(ButtonKind::Normal, "Note an agreement…")
                    .small()
                    .named(&name)
                    .show(ui, p)
                    .clicked()
                {
                    actions.push(ProgramAction::OpenDependency(place));
                }
            }
            if Button::new(ButtonKind::Quiet, "Show")
                .small()
                .named("Show these calls in the drawing")
                .show(ui, p)
                .clicked()
            {
                actions.push(ProgramAction::Show(calls.connections().collect()));
            }
        });
    });
}
