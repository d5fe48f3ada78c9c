//! Two attempts side by side: their drawings with the four marks, their rubric areas, and what changed between them.

use std::path::Path;

use egui::{Align, CentralPanel, Grid, Layout, Margin, ScrollArea, Ui};

use super::action::PageAction;
use super::kept::KeptDrawing;
use super::title::{attempt_title, attempt_when, page_bar_ui};
use crate::app::canvas::counterparts::legend_ui;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    caption, card, heading, paragraph, score_dial, styled_text, tick_bar, wrapped,
};
use crate::practice::Attempt;
use crate::practice::scorecard::Dimension;
use crate::scenario::Library;
use crate::scene::{Face, Palette};
use crate::storage::difference::describe_difference;

const PICTURE: f32 = 300.0;
/// Findings named at most of those that came or went.
const NAMED: usize = 6;

/// One of the two.
#[derive(Debug)]
struct ComparedAttempt {
    attempt: Attempt,
    title: String,
    drawing: Option<Result<KeptDrawing, String>>,
}

/// Two attempts, the earlier one first.
#[derive(Debug)]
pub(crate) struct ComparePage {
    sides: [ComparedAttempt; 2],
    /// What changed in the drawing; none where one of them has none, or they are about different prompts.
    change: Option<String>,
    /// Findings that are there no more, and new ones.
    findings: [Vec<String>; 2],
}

impl ComparePage {
    /// Opens what was kept of both.
    pub(super) fn new(pair: [&Attempt; 2], library: &Library, state: Option<&Path>) -> Self {
        let sides = pair.map(|attempt| ComparedAttempt {
            attempt: attempt.clone(),
            title: attempt_title(attempt, library),
            drawing: KeptDrawing::open(state, library, attempt),
        });
        let [before, after] = &sides;
        let alike = before.attempt.scenario == after.attempt.scenario;
        let (mut change, mut findings) = (None, [Vec::new(), Vec::new()]);
        if let (true, Some(Ok(before)), Some(Ok(after))) = (alike, &before.drawing, &after.drawing)
        {
            change = Some(describe_difference(&before.design, &after.design));
            findings = [(before, after), (after, before)].map(|(here, there)| {
                let there = &there.report;
                let is_new = |title: &String| !there.open().any(|other| other.title == *title);
                let titles = here.report.open().map(|finding| finding.title.clone());
                let mut only: Vec<String> = titles.filter(is_new).collect();
                only.dedup();
                only
            });
        }
        Self {
            sides,
            change,
            findings,
        }
    }

    /// Shows the page; gives what the user wants.
    pub(super) fn ui(&self, ui: &mut Ui, p: &Palette) -> Option<PageAction> {
        if page_bar_ui(ui, p, ("History", "Two attempts side by side"), |_| {}) {
            return Some(PageAction::Back);
        }
        let page = egui::Frame::new()
            .fill(p.surface_base)
            .inner_margin(Margin::symmetric(24, 16));
        CentralPanel::no_frame().frame(page).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.columns(2, |columns| {
                    for (n, (ui, side)) in columns.iter_mut().zip(&self.sides).enumerate() {
                        side_ui(ui, p, side, if n == 0 { "Earlier" } else { "Later" });
                    }
                });
                ui.add_space(gap::M);
                self.areas_ui(ui, p);
                ui.add_space(gap::M);
                self.change_ui(ui, p);
                ui.add_space(gap::PAGE);
            });
        });
        None
    }

    /// Whether both were scored in the same way.
    fn is_one_kind(&self) -> bool {
        let [before, after] = &self.sides;
        before.attempt.mode == after.attempt.mode
    }

    /// By rubric area what each of them reached, and the difference.
    fn areas_ui(&self, ui: &mut Ui, p: &Palette) {
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, p, "Rubric");
            ui.add_space(gap::XS);
            if !self.is_one_kind() {
                paragraph(
                    ui,
                    p,
                    "These attempts are scored in different ways, so their scores are not compared.",
                );
            }
            Grid::new("areas")
                .num_columns(4)
                .spacing([24.0, 6.0])
                .show(ui, |ui| {
                    let score = |side: &ComparedAttempt| Some(side.attempt.score);
                    let alike = self.is_one_kind();
                    let scores = self.sides.each_ref().map(score);
                    row_ui(ui, p, "Score", (scores, alike));
                    for area in Dimension::ALL {
                        let part = |side: &ComparedAttempt| {
                            side.attempt.areas.get(&area).map(|part| u32::from(*part))
                        };
                        let parts = self.sides.each_ref().map(part);
                        if parts.iter().any(Option::is_some) {
                            row_ui(ui, p, area.label(), (parts, alike));
                        }
                    }
                });
        });
    }

    fn change_ui(&self, ui: &mut Ui, p: &Palette) {
        let Some(change) = &self.change else {
            return;
        };
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, p, "What changed");
            paragraph(ui, p, change.as_str());
            let [gone, new] = &self.findings;
            for (what, titles) in [("Resolved findings", gone), ("New findings", new)] {
                if titles.is_empty() {
                    continue;
                }
                let named: Vec<&str> = titles.iter().take(NAMED).map(String::as_str).collect();
                let more = match titles.len() - named.len() {
                    0 => String::new(),
                    more => format!(", and {more} more"),
                };
                paragraph(ui, p, format!("{what}: {}{more}", named.join(", ")));
            }
        });
    }
}

fn side_ui(ui: &mut Ui, p: &Palette, side: &ComparedAttempt, which: &str) {
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            score_dial(ui, p, side.attempt.score, None, 56.0);
            ui.vertical(|ui| {
                caption(ui, p, which);
                wrapped(
                    ui,
                    styled_text(
                        &side.title,
                        Face::SemiBold,
                        TextSize::Heading,
                        p.text_primary,
                    ),
                );
                caption(ui, p, attempt_when(&side.attempt));
            });
        });
        ui.add_space(gap::S);
        match &side.drawing {
            None => {
                caption(ui, p, "The drawing of this attempt was not saved");
            }
            Some(Err(why)) => {
                paragraph(
                    ui,
                    p,
                    format!("The drawing of this attempt cannot be shown: {why}"),
                );
            }
            Some(Ok(kept)) => {
                kept.picture
                    .show(ui, p, PICTURE, &format!("{which} drawing"));
                if let Some(nearest) = kept.report.nearest() {
                    caption(ui, p, format!("Compared with “{}”", nearest.title));
                    legend_ui(ui, p, |mark| kept.marks.count(mark));
                }
            }
        }
    });
}

/// "Scale estimates ▮▮▮▯ 60% ▮▮▮▮ 80% +20"
/// The difference is left out between scores that mean different things.
fn row_ui(ui: &mut Ui, p: &Palette, label: &str, (parts, alike): ([Option<u32>; 2], bool)) {
    let label = styled_text(label, Face::Regular, TextSize::Body, p.text_primary);
    ui.label(label);
    for part in parts {
        ui.horizontal(|ui| match part {
            Some(part) => {
                tick_bar(ui, p, part as f32 / 100.0, 20, None);
                let text = part.to_string();
                ui.label(styled_text(
                    text,
                    Face::SemiBold,
                    TextSize::Small,
                    p.text_primary,
                ));
            }
            None => {
                caption(ui, p, "not measured");
            }
        });
    }
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if let ([Some(before), Some(after)], true) = (parts, alike) {
            let by = i64::from(after) - i64::from(before);
            let (text, color) = match by {
                0 => ("same".to_owned(), p.text_tertiary),
                1.. => (format!("+{by}"), p.ok.text),
                _ => (format!("−{}", by.abs()), p.high.text),
            };
            ui.label(styled_text(text, Face::SemiBold, TextSize::Small, color));
        }
    });
    ui.end_row();
}
