//! Where one draws: the panels on both sides and the canvas between them, with everything that is open for one drawing.

use std::collections::{BTreeMap, BTreeSet};

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Response, ScrollArea, Ui, vec2};

use crate::app::canvas::{CanvasContext, Interaction};
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::focus_panel::FocusPanel;
use crate::app::guide::DrawingGuide;
use crate::app::look::gap;
use crate::app::panels::brief::BriefPanel;
use crate::app::panels::check::CheckPanel;
use crate::app::panels::context::{PanelAction, PanelContext};
use crate::app::panels::numbers::{self, NumbersPanel};
use crate::app::panels::palette::PalettePanel;
use crate::app::panels::{inspector, outline};
use crate::app::program::ProgramView;
use crate::app::proposal::{self, LayoutProposal};
use crate::app::reference_view::ReferenceView;
use crate::app::widgets::{Button, segmented, tabs};
use crate::handbook::PageLink;
use crate::model::{Component, Design, Id};
use crate::practice::Preferences;
use crate::scene::{Palette, Theme, icon};

/// Below this width of the window the side panels would leave no room to draw.
const NARROW: f32 = 1200.0;

/// Which tab of the right panel is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DetailsTab {
    /// What the interviewer says.
    #[default]
    Brief,
    /// What the check says.
    Check,
    /// How much it takes, how fast and how well it works, what it costs.
    Numbers,
    /// The selected item.
    Inspector,
}

/// What is open around one drawing.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// Which tab of the right panel is shown.
    pub tab: DetailsTab,
    /// Whether the panel on the left lists what is drawn, else what can be placed.
    pub has_outline: bool,
    /// The numbers panel, which also decides whether presses stop parts.
    pub numbers: NumbersPanel,
    /// A layout that is not made yet.
    pub proposal: Option<LayoutProposal>,
    /// The guide through a first drawing, where it is wanted.
    pub guide: Option<DrawingGuide>,
    /// Whether the program is shown in place of the drawing.
    pub has_program: bool,
    /// Whether owners and stages are shown on the canvas.
    pub has_owners: bool,
    /// The program view.
    pub program: ProgramView,
    palette: PalettePanel,
    brief: BriefPanel,
    check: CheckPanel,
    /// An accepted design beside the drawing.
    reference: Option<ReferenceView>,
    /// The tab that the inspector was opened over by a click on the canvas, and gives way to again.
    tab_under: Option<DetailsTab>,
    /// Items to ring on the canvas in the next frame.
    highlighted: BTreeSet<Id>,
}

/// Where the canvas was shown, and what came of it.
#[derive(Debug)]
pub(crate) struct CanvasArea {
    /// Where it lies.
    pub rect: Rect,
    /// The canvas itself.
    pub response: Option<Response>,
    /// Where a menu is asked for.
    pub menu: Option<egui::Pos2>,
    /// A click: the item that alone was selected before it, and after it.
    pub clicked: Option<(Option<Id>, Option<Id>)>,
    /// A sentence for the user.
    pub notice: Option<String>,
    /// Commands given over it.
    pub commands: Vec<Command>,
}

impl Workspace {
    /// What is open when a drawing is opened.
    pub(crate) fn new(session: &Session) -> Self {
        let tab = if session.scenario.is_some() {
            DetailsTab::Brief
        } else {
            DetailsTab::Inspector
        };
        Self {
            tab,
            ..Self::default()
        }
    }

    /// The drawing answers another prompt now, or none.
    pub(crate) fn leave_prompt(&mut self, session: &Session) {
        self.reference = None;
        if session.scenario.is_none() && self.tab == DetailsTab::Brief {
            self.tab = DetailsTab::Inspector;
        }
    }

    /// The page of the handbook about what is explained or selected; none where it is many things or none.
    pub(crate) fn handbook_page(&self, session: &Session) -> Option<PageLink> {
        if self.tab == DetailsTab::Check
            && let Some(rule) = self.check.explained_rule()
        {
            return Some(PageLink::Rule(rule.to_owned()));
        }
        let id = session.document.only_selected()?;
        let component = session.document.design().component(id)?;
        Some(PageLink::Kind(component.kind.clone()))
    }

    /// What a press on the canvas does.
    pub(crate) fn interaction(&self) -> Interaction {
        if self.proposal.is_some() {
            Interaction::Look
        } else if self.numbers.is_breaking() {
            Interaction::Break
        } else {
            Interaction::Edit
        }
    }

    /// Begins or ends the mode in which parts are stopped; says whether it is on.
    pub(crate) fn toggle_breaking(&mut self, session: &mut Session) -> bool {
        let begins =
            !self.numbers.is_breaking() && session.document.design().components().len() > 0;
        self.numbers.set_breaking(begins);
        if begins {
            self.tab = DetailsTab::Numbers;
            session.canvas.cancel_all(&mut session.document);
        }
        begins
    }

    /// Shows the program in place of the drawing, or the drawing again.
    pub(crate) fn toggle_program(&mut self, session: &mut Session) {
        self.has_program = !self.has_program;
        if self.has_program {
            self.numbers.leave_breaking();
            self.proposal = None;
            session.canvas.cancel_all(&mut session.document);
        }
    }

    /// Ends that mode with Escape, where nothing else takes the key, and when another tab is opened.
    pub(crate) fn leave_breaking(&mut self, ctx: &egui::Context, is_free: bool) {
        let escape = |input: &mut egui::InputState| {
            input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)
        };
        if self.tab != DetailsTab::Numbers
            || (self.numbers.is_breaking() && is_free && ctx.input_mut(escape))
        {
            self.numbers.leave_breaking();
        }
    }

    /// Shows an accepted design beside the drawing, or none.
    pub(crate) fn show_reference(&mut self, session: &mut Session, index: Option<usize>) {
        let before = self.reference.take().map(|reference| reference.view_before);
        let before = before.unwrap_or(*session.canvas.camera());
        self.reference = index
            .zip(session.scenario.as_ref())
            .and_then(|(index, scenario)| ReferenceView::new(scenario, index, before));
        if self.reference.is_some() {
            session.canvas.fit_readable();
        } else {
            session.canvas.look_from(before);
        }
    }

    /// The accepted design on show, by its place in the prompt.
    pub(crate) fn reference(&self) -> Option<usize> {
        self.reference.as_ref().map(|view| view.index)
    }

    /// Rings items of the drawing in the next frame.
    pub(crate) fn highlight(&mut self, items: BTreeSet<Id>) {
        self.highlighted.extend(items);
    }

    /// Rings items of the accepted design on show in the next frame.
    pub(crate) fn highlight_reference(&mut self, items: BTreeSet<Id>) {
        if let Some(reference) = &mut self.reference {
            reference.highlighted = items;
        }
    }

    /// Makes the proposed layout, or leaves the drawing as it was.
    pub(crate) fn decide_proposal(&mut self, session: &mut Session, keep: bool) {
        if let Some(proposal) = self.proposal.take()
            && keep
        {
            proposal.apply(&mut session.document);
        }
        session.canvas.fit();
    }

    /// Opens the inspector in place of the brief on what was clicked, and the brief again when nothing is selected. Other
    /// tabs are about the whole drawing, and stay.
    pub(crate) fn follow_selection(&mut self, (before, now): (Option<Id>, Option<Id>)) {
        if now.is_some() && now != before && self.tab == DetailsTab::Brief {
            self.tab_under = Some(std::mem::replace(&mut self.tab, DetailsTab::Inspector));
        } else if now.is_none()
            && let Some(under) = self.tab_under.take()
        {
            self.tab = under;
        }
    }

    /// The drawing is left for another page: what was looked for in the palette is looked for no longer.
    pub(crate) fn leave(&mut self) {
        self.palette.clear_search();
    }

    /// Shows what can be placed during a mock interview, beside its other panels: little where they leave little room. Gives
    /// what is to be done with the selection.
    pub(crate) fn interview_palette_ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        session: &mut Session,
    ) -> Option<Command> {
        /// Under this width the canvas needs all of it.
        const ROOM: f32 = 700.0;
        let wide = ui.available_width() >= ROOM;
        let side = Frame::new().fill(p.surface_panel);
        let panel = Panel::left("interview palette").resizable(false);
        let (panel, frame) = if wide {
            (panel.exact_size(196.0), side.inner_margin(Margin::same(8)))
        } else {
            (
                panel.exact_size(44.0),
                side.inner_margin(Margin::symmetric(8, 10)),
            )
        };
        let shown = panel.frame(frame).show(ui, |ui| {
            match (session.canvas.is_whiteboard(), wide) {
                (true, _) => PalettePanel::whiteboard_ui(ui, p, session, wide),
                (false, true) => _ = self.palette.ui(ui, p, session),
                (false, false) => return self.palette.rail_ui(ui, p, session),
            }
            None
        });
        shown.inner
    }

    /// Shows the panels on both sides.
    pub(crate) fn panels_ui(&mut self, ui: &mut Ui, p: &Palette, cx: &mut PanelContext<'_>) {
        let side = Frame::new().fill(p.surface_panel);
        let wide = ui.available_width() >= NARROW;
        if self.reference.is_some() {
            // Two drawings need the room.
        } else if wide {
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
                    if self.numbers.is_breaking() {
                        ui.disable();
                    }
                    let pages = [(false, "Components"), (true, "Outline")];
                    segmented(ui, p, &mut self.has_outline, &pages);
                    ui.add_space(gap::S);
                    if self.has_outline {
                        let command = outline::ui(ui, p, cx.session);
                        cx.actions.extend(command.map(PanelAction::Run));
                    } else {
                        self.palette.ui(ui, p, cx.session);
                    }
                });
        } else {
            Panel::left("rail")
                .exact_size(44.0)
                .resizable(false)
                .frame(side.inner_margin(Margin::symmetric(8, 10)))
                .show(ui, |ui| {
                    if self.numbers.is_breaking() {
                        ui.disable();
                    }
                    let command = self.palette.rail_ui(ui, p, cx.session);
                    cx.actions.extend(command.map(PanelAction::Run));
                });
        }
        Panel::right("details")
            .default_size(if wide { 348.0 } else { 300.0 })
            .size_range(300.0..=460.0)
            .frame(side)
            .show(ui, |ui| self.details_ui(ui, p, cx));
    }

    /// The panel on the right.
    fn details_ui(&mut self, ui: &mut Ui, p: &Palette, cx: &mut PanelContext<'_>) {
        let checked = cx.session.checked.as_ref();
        let count = checked.map(|checked| checked.report.open().count());
        let mut all = vec![
            (DetailsTab::Check, "Check", count),
            (DetailsTab::Numbers, "Numbers", None),
            (DetailsTab::Inspector, "Inspector", None),
        ];
        if cx.session.scenario.is_some() {
            all.insert(0, (DetailsTab::Brief, "Brief", None));
        }
        let before = self.tab;
        let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
        let (row, chosen) = tabs(ui, p, &mut self.tab, &all);
        if let Some(chosen) = chosen {
            FocusPanel::Right.mark(ui.ctx(), chosen);
        }
        let corner = row.right_center() - vec2(36.0, 13.0);
        let button = Rect::from_min_size(corner, vec2(26.0, 26.0));
        // Over the row of tabs, and so without room of its own.
        let mut over = ui.new_child(egui::UiBuilder::new().max_rect(button));
        let book = Button::icon(icon::BOOK_OPEN, "Handbook").shortcut("F1");
        if book.small().show(&mut over, p).clicked() {
            cx.push(PanelAction::Run(Command::Handbook));
        }
        ui.spacing_mut().item_spacing.y = spacing;
        if before != self.tab {
            self.check.close_explanation();
            self.tab_under = None;
        }
        let margin = Margin {
            left: 14,
            right: 14,
            top: 12,
            bottom: 16,
        };
        // In a ui of its own, so that words that do not fit never widen the panel, and the canvas never jumps.
        let room = ui.available_rect_before_wrap();
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(room));
        ui.advance_cursor_after_rect(room);
        // Each drawing is read from the top.
        ScrollArea::vertical()
            .id_salt((self.tab as usize, cx.session.drawing()))
            .auto_shrink(false)
            .show(&mut inside, |ui| {
                Frame::new()
                    .inner_margin(margin)
                    .show(ui, |ui| match self.tab {
                        DetailsTab::Brief => self.brief.ui(ui, p, cx),
                        DetailsTab::Check => self.check.ui(ui, p, cx),
                        DetailsTab::Numbers => self.numbers.ui(ui, p, cx),
                        DetailsTab::Inspector => {
                            let command = inspector::ui(ui, p, cx.session);
                            cx.actions.extend(command.map(PanelAction::Run));
                        }
                    });
            });
    }

    /// Takes the keys that decide on a proposal, and drops one that the drawing has left behind.
    fn update_proposal(&mut self, ctx: &egui::Context, session: &mut Session) {
        if let Some(proposal) = &self.proposal
            && !proposal.is_fresh(&session.document)
        {
            self.proposal = None;
        }
        if self.proposal.is_none() || ctx.text_edit_focused() {
            return;
        }
        if let Some(keep) = proposal::pressed_decision(ctx) {
            self.decide_proposal(session, keep);
        }
    }

    /// Shows the canvas, with findings or numbers marked on it and what is offered as if it were made; beside it the
    /// accepted design on show.
    pub(crate) fn canvas_ui(
        &mut self,
        ui: &mut Ui,
        theme: Theme,
        session: &mut Session,
        preferences: &Preferences,
    ) -> CanvasArea {
        let p = theme.palette();
        self.check.update_preview(session);
        self.update_proposal(ui.ctx(), session);
        let with_numbers = self.tab == DetailsTab::Numbers;
        let mut highlighted = std::mem::take(&mut self.highlighted);
        if with_numbers {
            highlighted.extend(self.numbers.highlighted());
        }
        let interaction = self.interaction();
        let mut area = CanvasArea {
            rect: Rect::NOTHING,
            response: None,
            menu: None,
            clicked: None,
            notice: None,
            commands: Vec::new(),
        };
        let (no_marks, no_health, no_captions) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let captions = if self.has_owners && !with_numbers {
            owner_captions(session.document.design())
        } else {
            BTreeMap::new()
        };
        CentralPanel::no_frame().show(ui, |ui| {
            let shown = self.reference.as_ref();
            let compared = shown.map(|view| view.compare_with(session));
            let (comparing, compared) = (compared.is_some(), compared.unwrap_or_default());
            if let Some(reference) = &mut self.reference {
                let highlighted = std::mem::take(&mut reference.highlighted);
                let context = CanvasContext {
                    theme,
                    marks: &no_marks,
                    health: &no_health,
                    captions: &no_captions,
                    pulses: None,
                    counterparts: &compared.accepted,
                    highlighted: &highlighted,
                    preview: None,
                    interaction: Interaction::Look,
                    preferences,
                };
                if reference.ui(ui, p, session.scenario.as_ref(), &compared, &context) {
                    self.show_reference(session, None);
                }
            }
            area.rect = ui.available_rect_before_wrap();
            if with_numbers {
                self.numbers.update_readings(session);
            }
            // One sort of mark at a time: findings, or numbers.
            let checked = session.checked.as_ref();
            let checked = checked.filter(|_| !with_numbers && !comparing);
            let health = self.numbers.health().filter(|_| with_numbers);
            let moves = with_numbers && !preferences.reduce_motion;
            let proposed = self.proposal.as_ref().map(LayoutProposal::preview);
            let context = CanvasContext {
                theme,
                marks: checked.map_or(&no_marks, |checked| &checked.marks),
                health: health.unwrap_or(&no_health),
                captions: &captions,
                pulses: self.numbers.pulses().filter(|_| moves),
                counterparts: &compared.own,
                highlighted: &highlighted,
                preview: proposed.or(self.check.preview()),
                interaction,
                preferences,
            };
            let before = session.document.only_selected();
            let output = session.canvas.ui(ui, &mut session.document, &context);
            let clicked = output.response.as_ref().is_some_and(Response::clicked);
            if clicked && interaction == Interaction::Edit {
                area.clicked = Some((before, session.document.only_selected()));
            }
            area.notice = output.notice;
            area.response = output.response;
            area.menu = output.menu;
            if let Some(id) = output.fault_target {
                let refusal = self.numbers.toggle_fault(session.document.design(), id);
                area.notice = area.notice.take().or(refusal);
                ui.ctx().request_repaint();
            }
        });
        if with_numbers {
            let over = (session.document.design(), &mut self.numbers);
            numbers::overlay_ui(ui, p, area.rect, over, &mut area.commands);
        }
        area
    }
}

/// Who owns each component and in which stage it goes live: "Core links · stage 2".
fn owner_captions(design: &Design) -> BTreeMap<Id, String> {
    let caption = |(id, component): (Id, &Component)| {
        let stage = component
            .rollout_stage
            .map(|stage| format!("stage {stage}"));
        let parts = [design.team_of(id).map(str::to_owned), stage];
        let words: Vec<String> = parts.into_iter().flatten().collect();
        (!words.is_empty()).then(|| (id, words.join(" · ")))
    };
    design.components().filter_map(caption).collect()
}
