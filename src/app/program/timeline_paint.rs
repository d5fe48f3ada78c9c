//! How the time line is painted: names, bars, stages with their gates, weeks.

use egui::{Align2, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::action::ProgramScene;
use crate::app::look::{TextSize, elide, font};
use crate::program::{PlannedWork, monogram};
use crate::scene::Face;

pub(super) const NAMES: f32 = 190.0;
pub(super) const BAND: f32 = 24.0;
pub(super) const RULER: f32 = 22.0;
/// How near its end a bar is taken to be made longer.
pub(super) const END: f32 = 8.0;
/// The room that the label of a week takes.
const WEEK_LABEL: f32 = 64.0;

/// Where the weeks lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct WeekScale {
    pub left: f32,
    pub week: f32,
    pub weeks: u32,
}

impl WeekScale {
    pub(super) fn x(self, week: u32) -> f32 {
        self.left + self.week * week as f32
    }
}

/// The team and the name at the left of a row.
pub(super) fn paint_name(
    painter: &Painter,
    scene: &ProgramScene<'_>,
    work: &PlannedWork,
    row: Rect,
) {
    let (p, design) = (scene.p, scene.design);
    let letters = work
        .team
        .as_deref()
        .map_or_else(|| "?".to_owned(), monogram);
    let mark = Rect::from_center_size(pos2(row.left() + 11.0, row.center().y), vec2(22.0, 20.0));
    painter.rect(
        mark,
        5.0,
        p.surface_sunken,
        Stroke::new(1.0, p.line_default),
        StrokeKind::Inside,
    );
    painter.text(
        mark.center(),
        Align2::CENTER_CENTER,
        letters,
        font(Face::SemiBold, TextSize::Caption),
        p.text_secondary,
    );
    let name = elide(
        design.name_of(work.component),
        Face::Regular,
        TextSize::Body,
        f64::from(NAMES - 38.0),
    );
    painter.text(
        pos2(row.left() + 30.0, row.center().y),
        Align2::LEFT_CENTER,
        name,
        font(Face::Regular, TextSize::Body),
        p.text_primary,
    );
}

/// The bar in the color of the component's group; in that of a warning, with the reason, where it starts too early.
pub(super) fn paint_bar(
    painter: &Painter,
    scene: &ProgramScene<'_>,
    work: &PlannedWork,
    bar: Rect,
) {
    let (p, design) = (scene.p, scene.design);
    let colors = p.category(design.kind_of(work.component).group);
    let (fill, ink) = if work.too_early.is_some() {
        (p.high.soft, p.high.fill)
    } else {
        (colors.tile, colors.ink)
    };
    let edge = Stroke::new(if work.is_critical() { 2.0 } else { 1.0 }, ink);
    painter.rect(bar, 5.0, fill, edge, StrokeKind::Inside);
    let glyph = design.kind_of(work.component).icon_char();
    painter
        .with_clip_rect(bar.intersect(painter.clip_rect()))
        .text(
            pos2(bar.left() + 12.0, bar.center().y),
            Align2::CENTER_CENTER,
            glyph,
            font(Face::Icons, TextSize::Lead),
            ink,
        );
    if let Some(why) = &work.too_early {
        let room = f64::from(bar.width() - 30.0);
        if room > 60.0 {
            let words = elide(why, Face::Medium, TextSize::Caption, room);
            painter.text(
                pos2(bar.left() + 24.0, bar.center().y),
                Align2::LEFT_CENTER,
                words,
                font(Face::Medium, TextSize::Caption),
                p.high.text,
            );
        }
    }
}

/// The bar of so many weeks; one without weeks can still be seen and pressed.
pub(super) fn bar_rect(row: Rect, scale: WeekScale, start: u32, weeks: u32) -> Rect {
    let right = scale
        .x(start.saturating_add(weeks))
        .max(scale.x(start) + END);
    Rect::from_min_max(
        pos2(scale.x(start) + 1.0, row.top() + 3.0),
        pos2(right - 1.0, row.bottom() - 3.0),
    )
}

/// The stages in a band on top, and the gates between them.
pub(super) fn paint_stages(
    painter: &Painter,
    scene: &ProgramScene<'_>,
    scale: WeekScale,
    rect: Rect,
) {
    let p = scene.p;
    for stage in &scene.program.schedule.stages {
        let (Some(start), Some(end)) = (stage.start, stage.end) else {
            continue;
        };
        let band = Rect::from_min_max(
            pos2(scale.x(start) + 1.0, rect.top()),
            pos2(scale.x(end) - 2.0, rect.top() + BAND - 2.0),
        );
        if band.width() < 4.0 {
            continue;
        }
        painter.rect_filled(band, 5.0, p.surface_sunken);
        let title = if stage.title == format!("Stage {}", stage.step) {
            stage.title.clone()
        } else {
            format!("{} {}", stage.step, stage.title)
        };
        let title = elide(
            &title,
            Face::SemiBold,
            TextSize::Small,
            f64::from(band.width() - 12.0),
        );
        painter.text(
            band.left_center() + vec2(8.0, 0.0),
            Align2::LEFT_CENTER,
            title,
            font(Face::SemiBold, TextSize::Small),
            p.text_primary,
        );
        let gate = pos2(scale.x(end), rect.top() + BAND + RULER / 2.0);
        let line = [pos2(gate.x, gate.y), pos2(gate.x, rect.bottom())];
        painter.extend(Shape::dashed_line(
            &line,
            Stroke::new(1.0, p.line_strong),
            1.5,
            4.0,
        ));
        let r = 7.0;
        let diamond = vec![
            gate - vec2(0.0, r),
            gate + vec2(r, 0.0),
            gate + vec2(0.0, r),
            gate - vec2(r, 0.0),
        ];
        painter.add(Shape::convex_polygon(
            diamond,
            p.surface_raised,
            Stroke::new(1.5, p.text_primary),
        ));
    }
}

/// The weeks, and today where the plan has dates.
pub(super) fn paint_weeks(
    painter: &Painter,
    scene: &ProgramScene<'_>,
    scale: WeekScale,
    rect: Rect,
) {
    let (p, schedule) = (scene.p, &scene.program.schedule);
    let mut step = 1;
    while scale.week * (step as f32) < WEEK_LABEL {
        step *= 2;
    }
    let y = rect.top() + BAND + RULER / 2.0;
    let gates: Vec<u32> = schedule
        .stages
        .iter()
        .filter_map(|stage| stage.end)
        .collect();
    for week in (0..scale.weeks).step_by(step) {
        let x = scale.x(week);
        painter.vline(x, y - 5.0..=y + 5.0, Stroke::new(1.0, p.line_strong));
        // The mark of a gate stands in the place of a label.
        let is_free = gates.iter().all(|&gate| {
            (scale.x(gate) - x).abs() > 9.0 && !(0.0..WEEK_LABEL).contains(&(scale.x(gate) - x))
        });
        if is_free {
            let words = match schedule.day_of(week) {
                Some(day) => day.strftime("%b %-d").to_string(),
                None => format!("week {week}"),
            };
            painter.text(
                pos2(x + 5.0, y),
                Align2::LEFT_CENTER,
                words,
                font(Face::Regular, TextSize::Caption),
                p.text_tertiary,
            );
        }
    }
    let Some(first) = schedule.first_day else {
        return;
    };
    let days = (scene.today - first).get_days() as f32;
    let x = scale.left + scale.week * days / 7.0;
    if x >= scale.left && x <= rect.right() {
        painter.vline(
            x,
            rect.top() + BAND..=rect.bottom(),
            Stroke::new(2.0, p.accent_fill),
        );
        let tag = Rect::from_center_size(pos2(x, y), vec2(40.0, 16.0));
        painter.rect_filled(tag, 4.0, p.accent_fill);
        painter.text(
            tag.center(),
            Align2::CENTER_CENTER,
            "today",
            font(Face::Medium, TextSize::Caption),
            p.accent_on,
        );
    }
}
