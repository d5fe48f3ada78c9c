//! Where one draws: palette, canvas and the panel on the right, between the bars.

use std::collections::BTreeMap;

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui, vec2};

use crate::app::App;
use crate::app::canvas::{CanvasContext, Interaction};
use crate::app::commands::Command;
use crate::app::document::session::{DetailsTab, Session};
use crate::app::focus_panel::FocusPanel;
use crate::app::panels::check::{self, explain};
use crate::app::panels::{brief, inspector, numbers, outline, palette};
use crate::app::toast::Toasts;
use crate::app::widgets::{Button, ButtonKind, paragraph, segmented, tabs, words};
use crate::practice::{DrillGrade, Preferences};
use crate::scene::{Face, Palette, Theme, icon};

/// What a panel may use of the window around it.
pub(crate) struct PanelContext<'a> {
    /// Commands, carried out at the end of the frame.
    pub commands: &'a mut Vec<Command>,
    /// Sentences for the user.
    pub toasts: &'a mut Toasts,
    /// How the user likes the program; a change is kept.
    pub preferences: &'a mut Preferences,
    /// Predictions revealed so far for this prompt.
    pub rounds: usize,
    /// A prediction that was revealed in this frame.
    pub graded: Option<DrillGrade>,
}

/// Below this width of the window the side panels would leave no room to draw.
const NARROW: f32 = 1200.0;

impl App {
    /// Shows the open drawing with everything around it.
    pub(crate) fn workspace_ui(&mut self, ui: &mut Ui, theme: Theme) {
        let p = theme.palette();
        self.top_bar_ui(ui, p);
        self.external_changes_ui(ui, p);
        self.status_bar_ui(ui, p);
        if self.panels {
            self.side_panels_ui(ui, p);
        }
        self.leave_breaking(ui.ctx());
        let (no_marks, no_health) = (BTreeMap::new(), BTreeMap::new());
        let preferences = &self.profile.preferences;
        let Some(session) = &mut self.session else {
            return;
        };
        session.update_preview();
        session.handle_proposal_keys(ui.ctx());
        let mut highlighted = std::mem::take(&mut session.highlighted);
        if session.tab == DetailsTab::Numbers {
            highlighted.extend(session.numbers.highlighted());
        }
        let context = |highlighted, handling| CanvasContext {
            theme,
            marks: &no_marks,
            health: &no_health,
            pulses: None,
            highlighted,
            preview: None,
            interaction: handling,
            preferences,
        };
        let rung = session
            .reference_view
            .as_mut()
            .map(|showcase| std::mem::take(&mut showcase.highlighted));
        let rung = rung.unwrap_or_default();
        let handling = if session.proposal.is_some() {
            Interaction::Look
        } else if session.numbers.is_breaking() {
            Interaction::Break
        } else {
            Interaction::Edit
        };
        let (mut notice, mut canvas_response) = (None, None);
        let mut drawn = egui::Rect::NOTHING;
        CentralPanel::no_frame().show(ui, |ui| {
            reference_ui(ui, p, session, &context(&rung, Interaction::Look));
            drawn = ui.available_rect_before_wrap();
            let output = session.canvas_ui(ui, &context(&highlighted, handling));
            notice = output.notice;
            canvas_response = output.response;
        });
        self.toasts.extend(notice);
        if session.tab == DetailsTab::Numbers {
            let over = (session.document.design(), &mut session.numbers);
            numbers::over(ui, p, drawn, over, &mut self.queued_commands);
        }
        if let Some(response) = canvas_response {
            FocusPanel::Canvas.mark(ui.ctx(), response.id);
            if handling == Interaction::Edit {
                self.context_menu_ui(&response, p);
            }
        }
        if handling == Interaction::Edit {
            self.tool_bar_ui(ui, drawn, p);
            self.guide_ui(ui, drawn, p);
        } else {
            self.proposal_ui(ui, drawn, p);
        }
    }

    fn side_panels_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let side = Frame::new().fill(p.surface_panel);
        let wide = ui.available_width() >= NARROW;
        let Some(session) = &mut self.session else {
            return;
        };
        if wide {
            Panel::left("palette")
                .default_size(216.0)
                .size_range(180.0..=320.0)
                .frame(side.inner_margin(Margin {
                    left: 10,
                    right: 6,
                    top: 10,
                    bottom: 0,
                }))
                .show(ui, |ui| {
                    if session.numbers.is_breaking() {
                        ui.disable();
                    }
                    let pages = [(false, "Components"), (true, "Outline")];
                    segmented(ui, p, &mut session.outline, &pages);
                    ui.add_space(6.0);
                    if session.outline {
                        outline::ui(ui, p, session);
                    } else {
                        palette::ui(ui, p, session);
                    }
                });
        } else {
            Panel::left("rail")
                .exact_size(44.0)
                .resizable(false)
                .frame(side.inner_margin(Margin::symmetric(8, 10)))
                .show(ui, |ui| {
                    if session.numbers.is_breaking() {
                        ui.disable();
                    }
                    palette::rail_ui(ui, p, session);
                });
        }
        let mut preferences = self.profile.preferences.clone();
        let prompt = session.scenario.as_ref();
        let prompt = prompt.map_or_else(String::new, |scenario| scenario.id.clone());
        let rounds = self
            .profile
            .drills(&prompt)
            .map_or(0, |drills| drills.rounds);
        let mut around = PanelContext {
            commands: &mut self.queued_commands,
            toasts: &mut self.toasts,
            preferences: &mut preferences,
            rounds: rounds as usize,
            graded: None,
        };
        Panel::right("details")
            .default_size(if wide { 348.0 } else { 300.0 })
            .size_range(300.0..=460.0)
            .frame(side)
            .show(ui, |ui| details_ui(ui, p, session, &mut around));
        if let Some(grade) = around.graded {
            let today = jiff::Zoned::now().date();
            self.profile.record_drill(&prompt, grade, today);
            self.save_profile();
        }
        if preferences != self.profile.preferences {
            self.change_preferences(|mine| *mine = preferences);
        }
    }
}

/// The panel on the right.
fn details_ui(ui: &mut Ui, p: &Palette, session: &mut Session, around: &mut PanelContext<'_>) {
    let count = session
        .checked
        .as_ref()
        .map(|checked| checked.report.open().count());
    let mut all = vec![
        (DetailsTab::Check, "Check", count),
        (DetailsTab::Numbers, "Numbers", None),
        (DetailsTab::Inspector, "Inspector", None),
    ];
    if session.scenario.is_some() {
        all.insert(0, (DetailsTab::Brief, "Brief", None));
    }
    let before = session.tab;
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let (row, chosen) = tabs(ui, p, &mut session.tab, &all);
    if let Some(chosen) = chosen {
        FocusPanel::Right.mark(ui.ctx(), chosen);
    }
    let corner = row.right_center() - vec2(36.0, 13.0);
    let button = egui::Rect::from_min_size(corner, vec2(26.0, 26.0));
    // Over the row of tabs, and so without room of its own.
    let mut over = ui.new_child(egui::UiBuilder::new().max_rect(button));
    let book = Button::icon(icon::BOOK_OPEN, "Handbook").small();
    let book = book
        .show(&mut over, p)
        .on_hover_text("What the handbook says (F1)");
    if book.clicked() {
        around.commands.push(Command::Handbook);
    }
    ui.spacing_mut().item_spacing.y = spacing;
    if before != session.tab {
        session.explained = None;
    }
    let margin = Margin {
        left: 14,
        right: 14,
        top: 12,
        bottom: 16,
    };
    ScrollArea::vertical()
        .id_salt(session.tab as usize)
        .auto_shrink(false)
        .show(ui, |ui| {
            Frame::new()
                .inner_margin(margin)
                .show(ui, |ui| match session.tab {
                    DetailsTab::Brief => brief::ui(ui, p, session),
                    DetailsTab::Check => match session.explained {
                        Some(rule) => explain::ui(ui, p, session, rule),
                        None => check::ui(ui, p, session, around),
                    },
                    DetailsTab::Numbers => numbers::ui(ui, p, session, around),
                    DetailsTab::Inspector => inspector::ui(ui, p, session),
                });
        });
}

/// The accepted design on show, in the upper half, read-only.
fn reference_ui(ui: &mut Ui, p: &Palette, session: &mut Session, context: &CanvasContext<'_>) {
    let Some(showcase) = &mut session.reference_view else {
        return;
    };
    let designs = session.scenario.as_ref().map(|scenario| &scenario.designs);
    let accepted = designs.and_then(|designs| designs.get(showcase.index));
    let mut close = false;
    let head = Frame::new()
        .fill(p.surface_panel)
        .inner_margin(Margin::symmetric(14, 8));
    Panel::top("showcase")
        .resizable(true)
        .default_size(ui.available_height() * 0.5)
        .frame(Frame::new().fill(p.canvas_fill))
        .show(ui, |ui| {
            head.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(words(icon::EYE, Face::Icons, 16.0, p.text_secondary));
                    let title = accepted.map_or("Accepted design", |accepted| &accepted.title);
                    ui.label(words(title, Face::SemiBold, 13.0, p.text_primary));
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        let button = Button::new(ButtonKind::Normal, "Put away").small();
                        close = button.show(ui, p).clicked();
                    });
                });
                if let Some(accepted) = accepted {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    paragraph(ui, p, &accepted.trade_off);
                }
            });
            showcase.canvas.ui(ui, &mut showcase.document, context);
        });
    if close {
        session.show_reference(None);
    }
}
