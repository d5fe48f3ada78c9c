//! The check panel: the score with every point explained, what was found, and how the drawing stands to the accepted designs.

use std::collections::BTreeSet;

use egui::{Frame, Margin, Stroke, Ui};

use super::command::Command;
use super::look::font;
use super::session::{FindingKey, Session};
use super::widgets::{
    Button, ChipColors, Kind, caption, card, chip, dial, heading, paragraph, tick_bar, words,
};
use crate::analysis::{CategoryScore, Comparison, Finding, Played, Report, Severity, Wired};
use crate::model::{Design, Id, Item};
use crate::scene::{Face, Palette, icon, severity_icon};

/// The score from which a drawing passes.
const PASSES: u32 = 70;
const STRONG: u32 = 85;

/// What the user did in the panel, applied when the report is no longer borrowed.
#[derive(Default)]
struct Acts {
    highlight: BTreeSet<Id>,
    reveal: Option<BTreeSet<Id>>,
    toggle: Option<FindingKey>,
    explain: Option<&'static str>,
    hide: Option<Severity>,
    show_design: Option<usize>,
    put_away: bool,
    sums: bool,
}

/// Shows the panel.
pub(super) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session, given: &mut Vec<Command>) {
    let Some(checked) = &session.checked else {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| {
            heading(
                ui,
                p,
                "Draw one flow from a client to a store, then check it",
            );
            ui.add_space(8.0);
            if Button::new(Kind::Accent, "Check now")
                .with_icon(icon::CHECK_CIRCLE)
                .show(ui, p)
                .clicked()
            {
                given.push(Command::Check);
            }
        });
        return;
    };
    let mut acts = Acts {
        sums: session.sums,
        ..Acts::default()
    };
    let report = &checked.report;
    score_ui(ui, p, report, &mut acts.sums);
    ui.add_space(8.0);
    filters_ui(ui, p, report, &session.hidden, &mut acts);
    ui.add_space(4.0);
    let design = session.document.design();
    let shown: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| !session.hidden.contains(&finding.severity))
        .collect();
    for finding in &shown {
        let open = session.open_finding == Some(key(finding));
        finding_ui(ui, p, design, finding, open, &mut acts);
    }
    if report.findings.is_empty() {
        paragraph(ui, p, "Nothing found.");
    }
    for (place, comparison) in report.comparisons.iter().enumerate() {
        let index = session
            .scenario
            .as_ref()
            .and_then(|s| s.designs.iter().position(|d| d.id == comparison.design));
        let on_show = session
            .showcase
            .as_ref()
            .is_some_and(|showcase| Some(showcase.index) == index);
        comparison_ui(
            ui,
            p,
            design,
            comparison,
            place == 0,
            (index, on_show),
            &mut acts,
        );
    }
    apply(session, acts);
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
}

/// Tells findings apart: by rule, part and first item.
fn key(finding: &Finding) -> FindingKey {
    (
        finding.rule,
        finding.part.clone(),
        finding.items.first().copied(),
    )
}

fn score_ui(ui: &mut Ui, p: &Palette, report: &Report, sums: &mut bool) {
    let total = report.score.total;
    ui.horizontal(|ui| {
        dial(ui, p, total, 92.0);
        ui.add_space(6.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let verdict = match total {
                STRONG.. => "Strong",
                PASSES.. => "Passes",
                _ => "Passes at 70",
            };
            ui.label(words(verdict, Face::SemiBold, 13.0, p.text_primary));
            for part in &report.score.parts {
                part_ui(ui, p, part);
            }
        });
    });
    let label = if *sums {
        "Hide how it adds up"
    } else {
        "How it adds up"
    };
    if Button::new(Kind::Quiet, label)
        .small()
        .show(ui, p)
        .clicked()
    {
        *sums = !*sums;
    }
    if *sums {
        card(p).show(ui, |ui| {
            for part in &report.score.parts {
                ui.label(words(
                    part.category.label(),
                    Face::SemiBold,
                    12.0,
                    p.text_primary,
                ));
                for line in &part.lines {
                    ui.horizontal_top(|ui| {
                        let points = format!("{:+}", line.points);
                        let number = words(points, Face::SemiBold, 12.0, p.text_primary);
                        ui.add_sized([30.0, 16.0], egui::Label::new(number));
                        paragraph(ui, p, &line.reason);
                    });
                }
            }
        });
    }
}

/// One part of the score: its name, its ticks and its points, in columns.
fn part_ui(ui: &mut Ui, p: &Palette, part: &CategoryScore) {
    let (rect, response) = ui.allocate_exact_size(
        egui::vec2(ui.available_width().min(218.0), 17.0),
        egui::Sense::hover(),
    );
    response.widget_info(|| {
        let name = format!("{}: {} of {}", part.category.label(), part.points, part.of);
        egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, name)
    });
    let middle = rect.left_center();
    let label = part.category.label();
    let ink = p.text_secondary;
    ui.painter().text(
        middle,
        egui::Align2::LEFT_CENTER,
        label,
        font(Face::Regular, 12.0),
        ink,
    );
    let ticks = egui::Rect::from_min_size(middle + egui::vec2(106.0, -5.5), egui::vec2(48.0, 11.0));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(ticks));
    tick_bar(
        &mut child,
        p,
        part.points as f32 / part.of.max(1) as f32,
        10,
        None,
    );
    let points = format!("{} / {}", part.points, part.of);
    let at = rect.right_center();
    ui.painter().text(
        at,
        egui::Align2::RIGHT_CENTER,
        points,
        font(Face::Medium, 12.0),
        p.text_primary,
    );
}

fn filters_ui(
    ui: &mut Ui,
    p: &Palette,
    report: &Report,
    hidden: &BTreeSet<Severity>,
    acts: &mut Acts,
) {
    ui.horizontal_wrapped(|ui| {
        for severity in Severity::ALL {
            let count = report.count(severity);
            if count == 0 {
                continue;
            }
            let colors = p.severity(severity);
            let colors = if hidden.contains(&severity) {
                ChipColors::plain(p)
            } else {
                ChipColors::severity(colors)
            };
            let text = format!("{} {count}", severity.label());
            let response = chip(
                ui,
                Some((severity_icon(severity), Face::IconsFill)),
                &text,
                colors,
            );
            if response
                .on_hover_text("Show or hide these findings")
                .clicked()
            {
                acts.hide = Some(severity);
            }
        }
    });
}

fn finding_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    finding: &Finding,
    open: bool,
    acts: &mut Acts,
) {
    let colors = p.severity(finding.severity);
    let edge = if open { p.accent_line } else { p.line_subtle };
    let frame = Frame::new()
        .fill(p.surface_raised)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(12, 9));
    // The card senses clicks below what lies on it, so that its own buttons still get theirs.
    let card = egui::UiBuilder::new()
        .id_salt(key(finding))
        .sense(egui::Sense::click());
    let shown = ui.scope_builder(card, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.horizontal(|ui| {
                ui.label(words(
                    severity_icon(finding.severity),
                    Face::IconsFill,
                    16.0,
                    colors.fill,
                ));
                let title =
                    egui::Label::new(words(&finding.title, Face::SemiBold, 13.0, p.text_primary))
                        .truncate();
                ui.add(title);
                if finding.points > 0 {
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        let points = format!("−{}", finding.points);
                        ui.label(words(points, Face::Medium, 11.5, p.text_tertiary))
                            .on_hover_text("Points it takes");
                    });
                }
            });
            paragraph(ui, p, &finding.why);
            if open {
                items_ui(ui, p, design, &finding.items, acts);
                ui.label(words(&finding.advice, Face::Medium, 12.5, p.text_primary));
                ui.horizontal(|ui| {
                    if Button::new(Kind::Normal, "Why?")
                        .small()
                        .show(ui, p)
                        .clicked()
                    {
                        acts.explain = Some(finding.rule);
                    }
                    caption(ui, p, finding.rule);
                });
            }
        })
    });
    let response = shown.response;
    response.widget_info(|| {
        let name = format!("{}: {}", finding.severity.label(), finding.title);
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
    });
    if response.contains_pointer() || response.has_focus() {
        acts.highlight.extend(finding.items.iter().copied());
    }
    if response.clicked() {
        acts.toggle = Some(key(finding));
        acts.reveal = Some(finding.items.iter().copied().collect());
    }
}

/// The boxes a finding is about; pointing at one rings it alone.
fn items_ui(ui: &mut Ui, p: &Palette, design: &Design, items: &[Id], acts: &mut Acts) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for &id in items.iter().take(8) {
            let Some((icon, name)) = name_of(design, id) else {
                continue;
            };
            let response = chip(
                ui,
                icon.map(|icon| (icon, Face::Icons)),
                &name,
                ChipColors::plain(p),
            );
            if response.hovered() {
                acts.highlight = BTreeSet::from([id]);
            }
            if response.clicked() {
                acts.reveal = Some(BTreeSet::from([id]));
            }
        }
    });
}

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
        Item::Connection(connection) => (
            None,
            format!("{} → {}", name(connection.from), name(connection.to)),
        ),
        Item::Zone(zone) => (None, zone.name.clone()),
        Item::Note(_) => (None, "Note".to_owned()),
    })
}

fn comparison_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    comparison: &Comparison,
    nearest: bool,
    (index, on_show): (Option<usize>, bool),
    acts: &mut Acts,
) {
    ui.add_space(8.0);
    if nearest {
        heading(ui, p, "Nearest accepted design");
    }
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(words(
            &comparison.title,
            Face::SemiBold,
            13.0,
            p.text_primary,
        ));
        ui.horizontal(|ui| {
            tick_bar(ui, p, comparison.similarity as f32, 16, None);
            let percent = format!("{:.0}\u{a0}% alike", comparison.similarity * 100.0);
            ui.label(words(percent, Face::Medium, 12.0, p.text_secondary));
        });
        if nearest {
            parts_ui(ui, p, design, comparison, acts);
        }
        if let Some(index) = index {
            let label = if on_show {
                "Put it away"
            } else {
                "Show an accepted design"
            };
            let label = if nearest || on_show {
                label
            } else {
                "Show this one"
            };
            if Button::new(Kind::Normal, label)
                .with_icon(icon::EYE)
                .small()
                .show(ui, p)
                .clicked()
            {
                acts.show_design = (!on_show).then_some(index);
                acts.put_away = on_show;
            }
        }
    });
}

fn parts_ui(ui: &mut Ui, p: &Palette, design: &Design, comparison: &Comparison, acts: &mut Acts) {
    for part in &comparison.parts {
        let (glyph, color, said) = match part.played {
            Played::Matched => (icon::CHECK, p.ok.text, "played by"),
            Played::Substituted => (
                icon::ARROWS_LEFT_RIGHT,
                p.info.text,
                "played in its own way by",
            ),
            Played::Missing => (icon::MINUS, p.text_tertiary, "not drawn"),
        };
        let row = ui.horizontal(|ui| {
            ui.label(words(glyph, Face::Icons, 14.0, color));
            ui.label(words(&part.name, Face::Medium, 12.0, p.text_primary));
            let by: Vec<String> = part
                .by
                .iter()
                .filter_map(|&id| Some(name_of(design, id)?.1))
                .collect();
            let said = if by.is_empty() {
                said.to_owned()
            } else {
                format!("{said} {}", by.join(", "))
            };
            ui.add(egui::Label::new(words(said, Face::Regular, 12.0, p.text_tertiary)).truncate());
        });
        if row.response.contains_pointer() {
            acts.highlight.extend(part.by.iter().copied());
        }
    }
    let count = |wired: Wired| {
        comparison
            .connections
            .iter()
            .filter(|flow| flow.wired == wired)
            .count()
    };
    let wired = format!(
        "{} of {} connections as in the accepted design",
        count(Wired::Matched),
        comparison.connections.len()
    );
    caption(ui, p, wired);
    if !comparison.extra.is_empty() {
        let names: Vec<String> = comparison
            .extra
            .iter()
            .filter_map(|&id| Some(name_of(design, id)?.1))
            .collect();
        caption(ui, p, format!("Beyond it: {}", names.join(", ")));
    }
}
