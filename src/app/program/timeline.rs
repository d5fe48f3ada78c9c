//! The rollout on a time line: a bar for each component, stages above, gates between them. Bars are dragged, or moved with
//! the arrow keys; the chosen one has fields below. What moves if a team is late is drawn as outlines.

use egui::{
    EventFilter, Key, Modifiers, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use super::action::{ProgramAction, ProgramScene};
use super::field::{Given, date_draft, head, labeled, number_draft};
use super::stages::StagesPanel;
use super::timeline_paint::{
    BAND, END, NAMES, RULER, WeekScale, bar_rect, paint_bar, paint_name, paint_stages, paint_weeks,
};
use crate::app::look::TextSize;
use crate::app::widgets::{
    Button, ButtonKind, ChipColors, caption, chip_named, focus_ring, styled_text, wrapped,
};
use crate::model::{Id, MAX_ROLLOUT_STAGE, MAX_WEEKS, WorkWindow, format};
use crate::program::{Delay, PlannedWork};
use crate::scene::{Face, icon};

const ROW: f32 = 25.0;
/// The fewest weeks that the line shows.
const FEWEST: u32 = 8;
/// The latest that a team can be tried with.
const LATEST: u32 = 12;

/// What is chosen and tried on the time line.
#[derive(Debug, Default)]
pub(super) struct TimelinePanel {
    chosen: Option<Id>,
    late: Option<String>,
    late_weeks: u32,
    drag: Option<BarDrag>,
    stages: StagesPanel,
}

/// A bar that is being dragged, as it was.
#[derive(Debug, Clone, Copy)]
struct BarDrag {
    start: u32,
    weeks: u32,
    from: f32,
    is_end: bool,
}

impl TimelinePanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        let (p, schedule) = (scene.p, &scene.program.schedule);
        let end = schedule.week_label(schedule.end);
        let quiet = if schedule.work.is_empty() {
            String::new()
        } else {
            format!("dependencies first · done in {end}")
        };
        head(ui, p, "Rollout", &quiet, |ui| {
            let reorder = Button::new(ButtonKind::Normal, "Order by dependencies")
                .small()
                .with_icon(icon::MAGIC_WAND);
            if reorder
                .show(ui, p)
                .on_hover_text("Assign every component to the stage that its dependencies suggest")
                .clicked()
            {
                actions.push(ProgramAction::Edit(
                    "Order by dependencies",
                    scene.program.edits_to_reorder(scene.design),
                ));
            }
            let early = schedule.warnings().len();
            if early > 0 {
                let words = format!(
                    "{} {} too early",
                    icon::WARNING,
                    format::count(early, "start")
                );
                ui.label(styled_text(
                    words,
                    Face::Medium,
                    TextSize::Small,
                    p.high.text,
                ));
            }
            if let Some(Given(day)) = date_draft(ui, "First day of the plan", schedule.first_day) {
                actions.push(ProgramAction::plan(
                    "Change first day",
                    scene.design,
                    |program| program.start = day,
                ));
            }
            caption(ui, p, "First day");
        });
        if schedule.work.is_empty() {
            caption(
                ui,
                p,
                "No component is planned yet: click \"Order by dependencies\", or give a component a rollout stage",
            );
            // What a round's plan says about stages is there before anything is assigned to them.
            actions.extend(self.stages.ui(ui, scene));
            return actions;
        }
        let delay = self.late.as_ref().filter(|_| self.late_weeks > 0);
        let delay = delay.map(|team| schedule.delay(scene.design, team, self.late_weeks));
        self.line_ui(ui, scene, delay.as_ref(), &mut actions);
        self.chosen_ui(ui, scene, &mut actions);
        for conflict in &schedule.conflicts {
            let words = format!("{} {}", icon::WARNING, conflict.sentence);
            ui.label(styled_text(
                words,
                Face::Regular,
                TextSize::Small,
                p.high.text,
            ));
        }
        let path = format!(
            "Critical path: {}",
            schedule.describe_critical_path(scene.design)
        );
        wrapped(
            ui,
            styled_text(path, Face::Regular, TextSize::Small, p.text_secondary),
        );
        ui.separator();
        actions.extend(self.stages.ui(ui, scene));
        ui.separator();
        self.late_ui(ui, scene, delay.as_ref());
        actions
    }

    fn line_ui(
        &mut self,
        ui: &mut Ui,
        scene: &ProgramScene<'_>,
        delay: Option<&Delay>,
        actions: &mut Vec<ProgramAction>,
    ) {
        let (p, schedule) = (scene.p, &scene.program.schedule);
        let last = schedule
            .work
            .iter()
            .map(PlannedWork::finish)
            .max()
            .unwrap_or(0);
        let last = last
            .max(schedule.end)
            .max(delay.map_or(0, |delay| delay.end[1]));
        let height = BAND + RULER + ROW * schedule.work.len() as f32 + 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let weeks = last.max(FEWEST) + 1;
        let left = rect.left() + NAMES;
        let scale = WeekScale {
            left,
            week: (rect.right() - left) / weeks as f32,
            weeks,
        };
        let painter = ui.painter().clone();
        let top = rect.top() + BAND + RULER;
        paint_stages(&painter, scene, scale, rect);
        paint_weeks(&painter, scene, scale, rect);
        for (place, work) in schedule.work.iter().enumerate() {
            let row = Rect::from_min_size(
                pos2(rect.left(), top + ROW * place as f32),
                vec2(rect.width(), ROW),
            );
            self.row_ui(ui, scene, work, row, scale, actions);
            let moved = delay.and_then(|delay| {
                delay
                    .moves
                    .iter()
                    .find(|step| step.component == work.component)
            });
            if let Some(step) = moved {
                let ghost = bar_rect(row, scale, step.to, work.weeks);
                let points = [
                    ghost.left_top(),
                    ghost.right_top(),
                    ghost.right_bottom(),
                    ghost.left_bottom(),
                    ghost.left_top(),
                ];
                painter.extend(Shape::dashed_line(
                    &points,
                    Stroke::new(1.5, p.accent_fill),
                    5.0,
                    4.0,
                ));
            }
        }
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        scene: &ProgramScene<'_>,
        work: &PlannedWork,
        row: Rect,
        scale: WeekScale,
        actions: &mut Vec<ProgramAction>,
    ) {
        let (p, design) = (scene.p, scene.design);
        let painter = ui.painter().clone();
        painter.hline(row.x_range(), row.bottom(), Stroke::new(1.0, p.line_subtle));
        paint_name(&painter, scene, work, row);
        let bar = bar_rect(row, scale, work.start, work.weeks);
        let id = ui.scope_id().with(("bar", work.component));
        let response = ui.interact(bar, id, Sense::click_and_drag());
        let critical = work.is_critical();
        response.widget_info(|| {
            let mut name = format!(
                "{}, week {} to {}",
                design.name_of(work.component),
                work.start,
                work.finish()
            );
            if critical {
                name += ", critical";
            }
            if work.too_early.is_some() {
                name += ", too early";
            }
            egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
        });
        paint_bar(&painter, scene, work, bar);
        if self.chosen == Some(work.component) {
            painter.rect_stroke(
                bar.expand(1.0),
                6.0,
                Stroke::new(2.0, p.accent_fill),
                StrokeKind::Outside,
            );
        }
        if response.has_focus() {
            focus_ring(&painter, p, bar, 5);
        }
        if response.clicked() || response.drag_started() {
            self.chosen = Some(work.component);
        }
        self.drag_ui(ui, scene, work, &response, scale, actions);
        keys_ui(ui, scene, work, &response, actions);
        let assumed = if work.is_assumed { ", assumed" } else { "" };
        let [long, slack] = [work.weeks, work.slack].map(|n| format::count(n as usize, "week"));
        let words = match (&work.too_early, critical) {
            (Some(why), _) => why.clone(),
            (None, true) => format!("{long}{assumed}, on the critical path"),
            (None, false) => format!("{long}{assumed}, {slack} of slack"),
        };
        response.on_hover_text(words);
    }

    /// Moves a bar under the pointer, or its end.
    fn drag_ui(
        &mut self,
        ui: &Ui,
        scene: &ProgramScene<'_>,
        work: &PlannedWork,
        response: &Response,
        scale: WeekScale,
        actions: &mut Vec<ProgramAction>,
    ) {
        let Some(pointer) = ui.ctx().pointer_interact_pos() else {
            return;
        };
        if response.drag_started() {
            let press = ui
                .input(|input| input.pointer.press_origin())
                .unwrap_or(pointer);
            let is_end = press.x > response.rect.right() - END && response.rect.width() > 2.0 * END;
            self.drag = Some(BarDrag {
                start: work.start,
                weeks: work.weeks,
                from: press.x,
                is_end,
            });
        }
        if response.dragged()
            && let Some(drag) = self.drag
        {
            let by = ((pointer.x - drag.from) / scale.week).round() as i64;
            let moved = |week: u32, least: i64| {
                (i64::from(week) + by).clamp(least, i64::from(MAX_WEEKS)) as u32
            };
            let (start, weeks) = if drag.is_end {
                (drag.start, moved(drag.weeks, 1))
            } else {
                (moved(drag.start, 0), drag.weeks)
            };
            if (start, weeks) != (work.start, work.weeks) {
                let change = ProgramAction::plan("Move work", scene.design, |program| {
                    let window = program.work.entry(work.component).or_default();
                    if drag.is_end {
                        window.weeks = Some(weeks);
                    } else {
                        window.start = Some(start);
                    }
                });
                if let ProgramAction::Edit(label, edits) = change {
                    actions.push(ProgramAction::Drag(label, edits));
                }
            }
        }
        if response.drag_stopped() {
            self.drag = None;
        }
    }

    /// The fields of the chosen bar.
    fn chosen_ui(
        &mut self,
        ui: &mut Ui,
        scene: &ProgramScene<'_>,
        actions: &mut Vec<ProgramAction>,
    ) {
        let work = self
            .chosen
            .and_then(|id| scene.program.schedule.work_on(id));
        let Some(work) = work else {
            caption(
                ui,
                scene.p,
                "Select a bar to change its weeks. Drag it, or move it with the arrow keys (Shift changes its length). A thick outline marks a bar with no slack",
            );
            return;
        };
        let (p, id) = (scene.p, work.component);
        let window = scene
            .design
            .program()
            .work
            .get(&id)
            .copied()
            .unwrap_or_default();
        ui.horizontal_wrapped(|ui| {
            ui.label(styled_text(
                scene.design.name_of(id),
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            ));
            if let Some(Given(stage)) = labeled(ui, p, "Stage", |ui| {
                number_draft(ui, "Stage of the work", work.stage, MAX_ROLLOUT_STAGE)
            }) {
                let edits = scene
                    .design
                    .edits_to_change([id], |_, component| component.rollout_stage = stage);
                actions.push(ProgramAction::Edit("Change stage", edits));
            }
            if let Some(Given(start)) = labeled(ui, p, "Start week", |ui| {
                number_draft(ui, "Start week of the work", window.start, MAX_WEEKS)
            }) {
                actions.push(set_window(scene, id, |window| window.start = start));
            }
            if let Some(Given(weeks)) = labeled(ui, p, "Weeks", |ui| {
                number_draft(ui, "Weeks of the work", window.weeks, MAX_WEEKS)
            }) {
                actions.push(set_window(scene, id, |window| window.weeks = weeks));
            }
            let can = window.start.is_some();
            if Button::new(ButtonKind::Normal, "Start as early as possible")
                .small()
                .enabled(can)
                .show(ui, p)
                .clicked()
            {
                actions.push(set_window(scene, id, |window| window.start = None));
            }
            if Button::new(ButtonKind::Quiet, "Show")
                .small()
                .named("Show this component in the drawing")
                .show(ui, p)
                .clicked()
            {
                actions.push(ProgramAction::Show([id].into()));
            }
        });
    }

    /// Who is late, by how much, and what that moves.
    fn late_ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>, delay: Option<&Delay>) {
        let (p, schedule) = (scene.p, &scene.program.schedule);
        let who = schedule.who_can_be_late(scene.design);
        if who.is_empty() {
            caption(
                ui,
                p,
                "Assign owners to the components to see what a late team delays",
            );
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(styled_text(
                "Who is late?",
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            ));
            for name in who {
                let on = self.late.as_ref() == Some(&name);
                let mut colors = ChipColors::plain(p);
                if on {
                    (colors.fill, colors.text) = (p.accent_soft, p.accent_text);
                }
                let spoken = format!("{name} is late");
                let response = chip_named(
                    ui,
                    Some((icon::USERS_THREE, Face::Icons)),
                    &name,
                    &spoken,
                    colors,
                );
                let role = egui::accesskit::Role::RadioButton;
                response.widget_info(|| egui::WidgetInfo::selected(role, true, on, &spoken));
                if response.clicked() {
                    self.late_weeks = if on { 0 } else { self.late_weeks.max(1) };
                    self.late = (!on).then_some(name);
                }
            }
            if self.late.is_some() {
                let suffix = if self.late_weeks == 1 {
                    " week"
                } else {
                    " weeks"
                };
                let slider = egui::Slider::new(&mut self.late_weeks, 0..=LATEST).suffix(suffix);
                ui.add(slider).accessible_name("Weeks late");
            }
        });
        if let Some(delay) = delay {
            let words = delay.describe(schedule, scene.design);
            wrapped(
                ui,
                styled_text(words, Face::Regular, TextSize::Body, p.text_secondary),
            );
        }
    }
}

fn set_window(
    scene: &ProgramScene<'_>,
    id: Id,
    change: impl FnOnce(&mut WorkWindow),
) -> ProgramAction {
    ProgramAction::plan("Move work", scene.design, |program| {
        change(program.work.entry(id).or_default());
    })
}

/// Arrow keys move the bar that has the keyboard; with Shift they make it longer or shorter.
fn keys_ui(
    ui: &Ui,
    scene: &ProgramScene<'_>,
    work: &PlannedWork,
    response: &Response,
    actions: &mut Vec<ProgramAction>,
) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    for (key, by) in [(Key::ArrowLeft, -1_i64), (Key::ArrowRight, 1)] {
        let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, key));
        let moved = |week: u32, least: i64| {
            (i64::from(week) + by).clamp(least, i64::from(MAX_WEEKS)) as u32
        };
        if pressed(Modifiers::SHIFT) {
            actions.push(set_window(scene, work.component, |window| {
                window.weeks = Some(moved(work.weeks, 1));
            }));
        } else if pressed(Modifiers::NONE) {
            actions.push(set_window(scene, work.component, |window| {
                window.start = Some(moved(work.start, 0));
            }));
        }
    }
}
