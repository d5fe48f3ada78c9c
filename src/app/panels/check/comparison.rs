//! How the drawing compares with the accepted designs: matched components, different connections, extra components.

use egui::{Align2, CornerRadius, Response, Sense, Ui, vec2};

use super::actions::CheckActions;
use super::items::{list_names, name_of, section_ui};
use crate::analysis::{Comparison, ConnectionMatchKind, PartMatch, PartMatchKind, Report};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{Button, ButtonKind, caption, card, styled_text, tick_bar, wrapped};
use crate::model::Design;
use crate::model::format;
use crate::scenario::Scenario;
use crate::scene::{Face, Palette, icon};

const ROW: f32 = 24.0;

/// Shows the nearest accepted design part by part, and the others by name.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    (design, scenario): (&Design, &Scenario),
    report: &Report,
    on_show: Option<usize>,
    acts: &mut CheckActions,
) {
    for (place, comparison) in report.comparisons.iter().enumerate() {
        match place {
            0 => section_ui(ui, p, "Closest accepted design"),
            1 => section_ui(ui, p, "Other accepted designs"),
            _ => {}
        }
        let index = scenario
            .designs
            .iter()
            .position(|accepted| accepted.id == comparison.design);
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = gap::XS;
            let title = styled_text(
                &comparison.title,
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            );
            wrapped(ui, title);
            ui.horizontal(|ui| {
                tick_bar(ui, p, comparison.similarity as f32, 16, None);
                let percent = format!("{} match", format::whole_percent(comparison.similarity));
                ui.label(styled_text(
                    percent,
                    Face::Medium,
                    TextSize::Small,
                    p.text_secondary,
                ));
            });
            if let (0, Some(index)) = (place, index) {
                ui.add_space(gap::XS);
                parts_ui(ui, p, design, comparison, acts);
                wiring_ui(
                    ui,
                    p,
                    design,
                    &scenario.designs[index].design,
                    comparison,
                    acts,
                );
            }
            if let Some(index) = index {
                ui.add_space(gap::XS);
                show_button(ui, p, index, on_show == Some(index), acts);
            }
        });
    }
}

fn show_button(ui: &mut Ui, p: &Palette, index: usize, on_show: bool, acts: &mut CheckActions) {
    let (label, glyph) = if on_show {
        ("Close", icon::EYE_SLASH)
    } else {
        ("Compare side by side", icon::EYE)
    };
    if Button::new(ButtonKind::Normal, label)
        .with_icon(glyph)
        .small()
        .show(ui, p)
        .clicked()
    {
        acts.show_design = (!on_show).then_some(index);
        acts.put_away = on_show;
    }
}

fn parts_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    comparison: &Comparison,
    acts: &mut CheckActions,
) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for part in &comparison.parts {
            let row = part_row(ui, p, design, comparison, part);
            if row.hovered() || row.has_focus() {
                acts.highlight.extend(part.by.iter().copied());
                acts.reference.insert(part.reference);
            }
            if row.clicked() && !part.by.is_empty() {
                acts.reveal = Some(part.by.iter().copied().collect());
            }
        }
    });
    if !comparison.extra.is_empty() {
        let extra = format!("Extra: {}", list_names(design, &comparison.extra));
        wrapped(
            ui,
            styled_text(extra, Face::Regular, TextSize::Caption, p.text_tertiary),
        );
    }
}

/// "✓ Channel history · Messages DB"
fn part_row(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    comparison: &Comparison,
    part: &PartMatch,
) -> Response {
    let by = list_names(design, &part.by);
    let (glyph, color, ink, note) = match part.played {
        PartMatchKind::Matched => (icon::CHECK, p.ok.text, p.text_primary, by),
        PartMatchKind::Substituted => (
            icon::ARROWS_LEFT_RIGHT,
            p.info.text,
            p.text_primary,
            format!("instead: {by}"),
        ),
        PartMatchKind::Merged => {
            let others: Vec<&str> = comparison.also_played(part).collect();
            let note = format!("{by}, which also acts as {}", others.join(", "));
            (icon::CHECK, p.info.text, p.text_primary, note)
        }
        PartMatchKind::Missing => (
            icon::MINUS,
            p.text_tertiary,
            p.text_secondary,
            "missing".to_owned(),
        ),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = format!("{}: {note}", part.name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(
            rect.expand2(vec2(4.0, 0.0)),
            CornerRadius::same(5),
            p.surface_hover,
        );
    }
    let at = rect.left_center();
    painter.text(
        at + vec2(7.0, 0.0),
        Align2::CENTER_CENTER,
        glyph,
        font(Face::Icons, TextSize::Lead),
        color,
    );
    // The icon at the left, and the air between the two names.
    let room = f64::from(rect.width()) - 32.0;
    let quiet = font(Face::Regular, TextSize::Small);
    let wanted = painter.layout_no_wrap(note.clone(), quiet.clone(), p.text_tertiary);
    let left_over = room - f64::from(wanted.size().x);
    let most = left_over.max(room * 0.5);
    let shown = elide(&part.name, Face::Medium, TextSize::Small, most);
    let shown = painter.text(
        at + vec2(22.0, 0.0),
        Align2::LEFT_CENTER,
        shown,
        font(Face::Medium, TextSize::Small),
        ink,
    );
    let room = f64::from(rect.right() - shown.right()) - 10.0;
    let note = elide(&note, Face::Regular, TextSize::Small, room);
    painter.text(
        rect.right_center(),
        Align2::RIGHT_CENTER,
        note,
        quiet,
        p.text_tertiary,
    );
    response
}

/// What is wired otherwise than in the accepted design, where both ends are drawn.
fn wiring_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    accepted: &Design,
    comparison: &Comparison,
    acts: &mut CheckActions,
) {
    let matched = comparison
        .connections
        .iter()
        .filter(|flow| flow.wired == ConnectionMatchKind::Matched)
        .count();
    caption(
        ui,
        p,
        format!(
            "{matched} of {} connections match",
            comparison.connections.len()
        ),
    );
    for flow in &comparison.connections {
        let how = match flow.wired {
            ConnectionMatchKind::Matched | ConnectionMatchKind::EndMissing => continue,
            ConnectionMatchKind::Reversed => "arrow reversed",
            ConnectionMatchKind::OtherTiming => "sync/async differs",
            ConnectionMatchKind::Missing => "not connected",
        };
        let Some((_, ends)) = name_of(accepted, flow.reference) else {
            continue;
        };
        let note = styled_text(
            format!("{ends}: {how}"),
            Face::Regular,
            TextSize::Small,
            p.text_secondary,
        )
        .line_height(Some(16.0));
        let row = ui.add(egui::Label::new(note).wrap().sense(Sense::hover()));
        if row.hovered() {
            acts.highlight
                .extend(flow.by.iter().copied().filter(|&id| design.contains(id)));
            acts.reference.insert(flow.reference);
        }
    }
}
