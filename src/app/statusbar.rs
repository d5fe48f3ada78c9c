//! The bar below the workspace: zoom, how much is drawn, and whether it is saved.

use egui::{Align, Layout, Panel, Ui};

use crate::app::commands::{self, Command};
use crate::app::document::session::Session;
use crate::app::frame_times::FrameTimes;
use crate::app::look::{TextSize, gap};
use crate::app::topbar::bar_frame;
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::model::format;
use crate::scene::{Face, Palette, icon};

const STATUS: f32 = 26.0;

/// The bar below the workspace; says whether the findings are asked for. `is_breaking` tells whether parts are stopped for
/// a try, `is_live` whether the check runs while one draws.
pub(crate) fn status_bar_ui(
    ui: &mut Ui,
    palette: &Palette,
    session: &Session,
    is_breaking: bool,
    is_live: bool,
    frame_times: Option<&FrameTimes>,
    queue: &mut Vec<Command>,
) -> bool {
    let mut wanted = false;
    Panel::bottom("status")
        .exact_size(STATUS)
        .frame(bar_frame(palette))
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = gap::S;
                for (glyph, command) in [
                    (icon::MINUS, Command::ZoomOut),
                    (icon::PLUS, Command::ZoomIn),
                ] {
                    let label = commands::command_entry(command).label;
                    if Button::icon(glyph, label)
                        .small()
                        .show(ui, palette)
                        .clicked()
                    {
                        queue.push(command);
                    }
                    if command == Command::ZoomOut {
                        let zoom = format::whole_percent(session.canvas.zoom());
                        let zoom = Button::new(ButtonKind::Quiet, &zoom)
                            .small()
                            .show(ui, palette);
                        if zoom.on_hover_text("Zoom to 100%").clicked() {
                            queue.push(Command::ZoomReset);
                        }
                    }
                }
                if let Some(frame_times) = frame_times {
                    ui.separator();
                    ui.label(styled_text(
                        frame_times.summary(),
                        Face::Regular,
                        TextSize::Small,
                        palette.text_secondary,
                    ));
                }
                ui.separator();
                ui.label(styled_text(
                    describe_counts(session),
                    Face::Regular,
                    TextSize::Small,
                    palette.text_secondary,
                ));
                if session.canvas.is_routing() {
                    ui.separator();
                    ui.label(styled_text(
                        "Routing lines…",
                        Face::Regular,
                        TextSize::Small,
                        palette.text_secondary,
                    ));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let saved = match (session.is_dirty(), &session.file) {
                        (true, _) => "Unsaved changes",
                        (false, Some(_)) => "Saved",
                        (false, None) if session.document.design().is_empty() => "Nothing to save",
                        (false, None) => "No changes",
                    };
                    ui.label(styled_text(
                        saved,
                        Face::Regular,
                        TextSize::Small,
                        palette.text_secondary,
                    ));
                    if let Some(checked) = &session.checked {
                        ui.separator();
                        let mut found = checked.report.describe_open();
                        if !session.is_fresh() && !is_live {
                            found.push_str(" at the last check");
                        }
                        let button = Button::new(ButtonKind::Quiet, &found)
                            .small()
                            .in_status_bar();
                        wanted = button.show(ui, palette).clicked();
                        // While something is stopped for a try, the strip above the canvas says what works.
                        let (working, flows) = checked.report.working_flows();
                        let is_current = session.is_fresh() || is_live;
                        if flows > 0 && !is_breaking && is_current {
                            ui.separator();
                            ui.label(styled_text(
                                format!("{working} of {flows} flows work"),
                                Face::Regular,
                                TextSize::Small,
                                palette.text_secondary,
                            ));
                        }
                    }
                });
            });
        });
    wanted
}

/// "11 components · 11 connections · 3 zones"
fn describe_counts(session: &Session) -> String {
    let design = session.document.design();
    let mut parts = vec![
        format::count(design.components().len(), "component"),
        format::count(design.connections().len(), "connection"),
    ];
    if design.zones().len() > 0 {
        parts.push(format::count(design.zones().len(), "zone"));
    }
    parts.join(" · ")
}
