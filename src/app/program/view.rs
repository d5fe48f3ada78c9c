//! The whole view: the panels on cards, the report of the revision that they all look at, and what they want carried out.

use egui::{CentralPanel, Frame, Margin, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::action::{ProgramAction, ProgramScene};
use super::calls::CallsPanel;
use super::dependencies::DependenciesPanel;
use super::owners::OwnersPanel;
use super::prompt::PromptPanel;
use super::readiness::ReadinessPanel;
use super::risks::RisksPanel;
use super::timeline::TimelinePanel;
use crate::app::canvas::ops;
use crate::app::document::session::Session;
use crate::app::look::gap;
use crate::app::panels::context::PanelAction;
use crate::app::widgets::{Button, ButtonKind, card};
use crate::program::{ProgramReport, engineer_page, stakeholder_page};
use crate::scene::{Palette, icon};

/// From this width on the upper cards stand side by side.
const WIDE: f32 = 1100.0;
/// How high the upper cards are where they stand side by side: their contents scroll.
const UPPER: f32 = 432.0;
/// The parts of the width that owners, calls and risks get, as in the design of the screen.
const SHARES: [f32; 3] = [0.295, 0.34, 0.365];

/// The program view of one drawing.
#[derive(Debug, Default)]
pub(crate) struct ProgramView {
    /// What is said of the program, about which revision, for which prompt.
    known: Option<(u64, Option<String>, ProgramReport)>,
    owners: OwnersPanel,
    calls: CallsPanel,
    risks: RisksPanel,
    timeline: TimelinePanel,
    dependencies: DependenciesPanel,
    readiness: ReadinessPanel,
    prompt: PromptPanel,
}

impl ProgramView {
    /// What is said of the program as it is now.
    pub(crate) fn report(&mut self, session: &mut Session) -> &ProgramReport {
        let revision = session.document.revision();
        let prompt = session
            .scenario
            .as_ref()
            .map(|scenario| scenario.id.clone());
        let known = self
            .known
            .take()
            .filter(|(known, of, _)| (*known, of) == (revision, &prompt));
        let known = known.unwrap_or_else(|| {
            let analysis = session.analysis();
            let report = ProgramReport::new(analysis, &analysis.report());
            (revision, prompt, report)
        });
        &self.known.insert(known).2
    }

    /// Shows the view in all the room there is; gives what the window has to do.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        session: &mut Session,
    ) -> Vec<PanelAction> {
        self.report(session);
        let Some(program) = self.known.take() else {
            return Vec::new();
        };
        let design = session.document.design().clone();
        let scene = ProgramScene {
            p,
            design: &design,
            program: &program.2,
            today: jiff::Zoned::now().date(),
        };
        let mut actions = Vec::new();
        let frame = Frame::new().fill(p.surface_base);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical()
                .id_salt("program")
                .auto_shrink(false)
                .show(ui, |ui| {
                    let margin = if ui.available_width() >= WIDE { 20 } else { 12 };
                    Frame::new()
                        .inner_margin(Margin::symmetric(margin, 14))
                        .show(ui, |ui| {
                            ui.spacing_mut().item_spacing = vec2(gap::XL, gap::XL);
                            if ui.available_width() >= WIDE {
                                self.upper_ui(ui, &scene, &mut actions);
                            } else {
                                in_card(ui, &scene, |ui| {
                                    actions.extend(self.owners.ui(ui, &scene));
                                });
                                in_card(ui, &scene, |ui| actions.extend(self.calls.ui(ui, &scene)));
                                in_card(ui, &scene, |ui| actions.extend(self.risks.ui(ui, &scene)));
                            }
                            in_card(ui, &scene, |ui| {
                                actions.extend(self.timeline.ui(ui, &scene));
                            });
                            in_card(ui, &scene, |ui| {
                                actions.extend(self.dependencies.ui(ui, &scene));
                            });
                            in_card(ui, &scene, |ui| {
                                actions.extend(self.readiness.ui(ui, &scene));
                            });
                            if scene.program.prompt.is_some() {
                                in_card(ui, &scene, |ui| self.prompt.ui(ui, &scene));
                            }
                            pages_ui(ui, p, session, &scene, &mut actions);
                        });
                });
        });
        self.known = Some(program);
        self.apply_actions(session, actions)
    }

    /// Owners, calls and risks beside each other.
    fn upper_ui(
        &mut self,
        ui: &mut Ui,
        scene: &ProgramScene<'_>,
        actions: &mut Vec<ProgramAction>,
    ) {
        let (rect, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), UPPER), egui::Sense::hover());
        let room = rect.width() - 2.0 * gap::XL;
        let mut left = rect.left();
        for (place, share) in SHARES.into_iter().enumerate() {
            let width = room * share;
            let area = Rect::from_min_size(pos2(left, rect.top()), vec2(width, UPPER));
            left += width + gap::XL;
            let mut part = ui.new_child(
                UiBuilder::new()
                    .max_rect(area)
                    .id_salt(("program card", place)),
            );
            card(scene.p).show(&mut part, |ui| {
                ui.set_min_size(vec2(width - 26.0, UPPER - 26.0));
                ui.set_max_width(width - 26.0);
                ui.spacing_mut().item_spacing = vec2(gap::M, gap::S);
                ScrollArea::vertical()
                    .id_salt("card")
                    .auto_shrink(false)
                    .max_height(UPPER - 26.0)
                    .show(ui, |ui| {
                        actions.extend(match place {
                            0 => self.owners.ui(ui, scene),
                            1 => self.calls.ui(ui, scene),
                            _ => self.risks.ui(ui, scene),
                        });
                    });
            });
        }
    }

    fn apply_actions(
        &mut self,
        session: &mut Session,
        actions: Vec<ProgramAction>,
    ) -> Vec<PanelAction> {
        let mut wanted = Vec::new();
        for action in actions {
            match action {
                ProgramAction::Edit(label, edits) => {
                    ops::apply_edits(&mut session.document, label, edits);
                }
                ProgramAction::Drag(label, edits) => {
                    if !session.document.in_gesture() {
                        session.document.begin(label);
                    }
                    ops::apply_edits(&mut session.document, label, edits);
                }
                ProgramAction::Show(items) => {
                    session.document.select(items);
                    wanted.push(PanelAction::ShowDrawing);
                }
                ProgramAction::OpenDependency(place) => self.dependencies.open(place),
                ProgramAction::Copy(text, said) => {
                    wanted.push(PanelAction::Copy(text, said));
                }
            }
        }
        wanted
    }
}

fn in_card(ui: &mut Ui, scene: &ProgramScene<'_>, content: impl FnOnce(&mut Ui)) {
    card(scene.p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(gap::M, gap::S);
        content(ui);
    });
}

/// The pages to send.
fn pages_ui(
    ui: &mut Ui,
    p: &Palette,
    session: &mut Session,
    scene: &ProgramScene<'_>,
    actions: &mut Vec<ProgramAction>,
) {
    ui.horizontal_wrapped(|ui| {
        let button = |text| Button::new(ButtonKind::Normal, text).with_icon(icon::COPY);
        if button("Copy the page for stakeholders")
            .show(ui, p)
            .clicked()
        {
            let text = stakeholder_page(session.analysis(), scene.program);
            actions.push(ProgramAction::Copy(
                text,
                "the page for stakeholders is on the clipboard",
            ));
        }
        if button("Copy the page for engineers").show(ui, p).clicked() {
            let text = engineer_page(session.analysis(), scene.program);
            actions.push(ProgramAction::Copy(
                text,
                "the page for engineers is on the clipboard",
            ));
        }
    });
}
