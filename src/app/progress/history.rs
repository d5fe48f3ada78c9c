//! The list of all attempts: filtered, one opened beside it, two chosen to be compared.

use std::path::Path;

use egui::{Align2, CentralPanel, Margin, Panel, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::action::PageAction;
use super::detail;
use super::kept::{KeptDrawing, OpenedAttempt};
use super::title::{attempt_name, attempt_title, page_bar_ui};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::time_format::format_time_capitalized;
use crate::app::topbar::bar_frame;
use crate::app::widgets::{
    Button, ButtonKind, caption, empty_state, focus_ring, paint_digits, paint_ticks, search_field,
    segmented_about,
};
use crate::model::{format, text_match};
use crate::practice::{Attempt, AttemptMode};
use crate::scenario::Library;
use crate::scene::{Face, Palette, icon};

const ROW: f32 = 36.0;
const DETAIL: f32 = 380.0;
/// Where the columns begin, from the left: when, about what, mode, minutes, score.
const WHEN: f32 = 40.0;
const TITLE: f32 = 190.0;
/// The same from the right.
const MODE: f32 = 330.0;
const MINUTES: f32 = 200.0;
const SCORE: f32 = 130.0;

/// Which attempts are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum ModeFilter {
    #[default]
    All,
    Practice,
    Interviews,
    Drills,
}

impl ModeFilter {
    const ALL: [(Self, &'static str); 4] = [
        (Self::All, "All"),
        (Self::Practice, "Free practice"),
        (Self::Interviews, "Mock interviews"),
        (Self::Drills, "Drills"),
    ];

    fn includes(self, mode: AttemptMode) -> bool {
        match self {
            Self::All => true,
            Self::Practice => mode == AttemptMode::Practice,
            Self::Interviews => mode == AttemptMode::Interview,
            Self::Drills => mode.is_drill(),
        }
    }
}

/// The history as a page.
#[derive(Debug, Default)]
pub(crate) struct HistoryPage {
    mode: ModeFilter,
    search: String,
    opened: Option<OpenedAttempt>,
    /// The places of those that are to be compared, two at most.
    picked: Vec<usize>,
    /// Whether deleting has to be said once more.
    deleting: bool,
}

/// What the history looks at.
#[derive(Debug)]
pub(super) struct HistoryContext<'a> {
    /// All attempts, oldest first.
    pub attempts: &'a [Attempt],
    /// All prompts.
    pub library: &'a Library,
    /// Where drawings are kept.
    pub state: Option<&'a Path>,
}

impl HistoryPage {
    /// Shows the page; gives what the user wants.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        cx: &HistoryContext<'_>,
    ) -> Option<PageAction> {
        let mut action = None;
        let picked = self.picked.clone();
        let leaves = page_bar_ui(ui, p, ("Back", "History"), |ui| {
            if self.deleting {
                // Where the first button was now stands the way back, as wide at least.
                let keep = Button::new(ButtonKind::Normal, "Keep everything");
                self.deleting = !keep.show(ui, p).clicked();
                let delete = Button::new(ButtonKind::Danger, "Delete everything");
                if delete.show(ui, p).clicked() {
                    action = Some(PageAction::DeleteAll);
                    self.deleting = false;
                }
                caption(
                    ui,
                    p,
                    "Permanently delete all attempts, their drawings, and all finished interviews?",
                );
                return;
            }
            let any = !cx.attempts.is_empty();
            let delete = Button::new(ButtonKind::Quiet, "Delete all…").enabled(any);
            self.deleting = delete.show(ui, p).clicked() && any;
            let compare = Button::new(ButtonKind::Normal, "Compare the two")
                .with_icon(icon::ARROWS_LEFT_RIGHT)
                .enabled(picked.len() == 2);
            let response = compare.show(ui, p);
            if let (true, [one, other]) = (response.clicked(), picked.as_slice()) {
                action = Some(PageAction::Compare(*one.min(other), *one.max(other)));
            }
        });
        if leaves {
            return Some(PageAction::Back);
        }
        if let Some(opened) = &self.opened {
            Panel::right("attempt")
                .exact_size(DETAIL)
                .resizable(false)
                .frame(bar_frame(p).inner_margin(Margin::same(16)))
                .show(ui, |ui| {
                    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                        action =
                            detail::ui(ui, p, cx.attempts, cx.library, opened).or(action.take());
                    });
                });
        }
        let page = egui::Frame::new()
            .fill(p.surface_base)
            .inner_margin(Margin::symmetric(24, 16));
        CentralPanel::no_frame().frame(page).show(ui, |ui| {
            if cx.attempts.is_empty() {
                let message = "Your checks, mock interviews, and drills are listed here, each with its score and drawing";
                empty_state(ui, p, "No attempts yet", message, |_| {});
                return;
            }
            self.filters_ui(ui, p);
            ui.add_space(gap::S);
            self.list_ui(ui, p, cx);
        });
        action
    }

    fn filters_ui(&mut self, ui: &mut Ui, p: &Palette) {
        ui.horizontal(|ui| {
            segmented_about(ui, p, &mut self.mode, &ModeFilter::ALL, Some("attempts"));
            // A field that is wider than what is left would push the scores of the list out of sight.
            let room = ui.available_width().clamp(60.0, 240.0);
            ui.allocate_ui(vec2(room, 28.0), |ui| {
                search_field(
                    ui,
                    p,
                    &mut self.search,
                    "Filter by prompt",
                    "Filter by prompt",
                );
            });
            if self.picked.is_empty() && ui.available_width() > 170.0 {
                caption(ui, p, "Select two to compare them");
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, p: &Palette, cx: &HistoryContext<'_>) {
        let wanted = |attempt: &Attempt| {
            self.mode.includes(attempt.mode)
                && (self.search.trim().is_empty()
                    || text_match::has_all_typed(&attempt_title(attempt, cx.library), &self.search))
        };
        let listed: Vec<usize> = (0..cx.attempts.len())
            .rev()
            .filter(|&place| wanted(&cx.attempts[place]))
            .collect();
        if listed.is_empty() {
            caption(ui, p, "No attempts match these filters");
            return;
        }
        caption(
            ui,
            p,
            match listed.len() {
                1 => "1 attempt".to_owned(),
                more => format!("{more} attempts, newest first"),
            },
        );
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().auto_shrink(false);
        area.show_rows(ui, ROW, listed.len(), |ui, rows| {
            for &place in &listed[rows] {
                self.row_ui(ui, p, cx, place);
            }
        });
    }

    fn row_ui(&mut self, ui: &mut Ui, p: &Palette, cx: &HistoryContext<'_>, place: usize) {
        let attempt = &cx.attempts[place];
        let name = attempt_name(attempt, cx.library);
        let size = vec2(ui.available_width(), ROW);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let is_open = self.opened.as_ref().is_some_and(|open| open.place == place);
        response.widget_info(|| {
            let name = format!("{name}, score {}", attempt.score);
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, is_open, name)
        });
        if response.clicked() {
            self.opened = (!is_open).then(|| OpenedAttempt {
                place,
                drawing: KeptDrawing::open(cx.state, cx.library, attempt),
            });
        }
        let painter = ui.painter();
        if is_open {
            painter.rect_filled(rect, 6.0, p.surface_selected);
        } else if response.hovered() {
            painter.rect_filled(rect, 6.0, p.surface_hover);
        }
        painter.hline(
            rect.x_range(),
            rect.bottom(),
            Stroke::new(1.0, p.line_subtle),
        );
        paint_row(ui, p, rect, attempt, &attempt_title(attempt, cx.library));
        if response.has_focus() {
            focus_ring(ui.painter(), p, rect.shrink(3.0), 4);
        }
        let mut ticked = self.picked.contains(&place);
        let size = vec2(18.0, ui.spacing().interact_size.y);
        let tick = Rect::from_center_size(rect.left_center() + vec2(20.0, 0.0), size);
        let tick = ui.put(tick, egui::Checkbox::without_text(&mut ticked));
        let changed = tick.changed();
        _ = tick.accessible_name(format!("Compare: {name}"));
        if changed {
            self.picked.retain(|&other| other != place);
            if ticked {
                self.picked.push(place);
                // Of three the first is let go.
                let surplus = self.picked.len().saturating_sub(2);
                self.picked.drain(..surplus);
            }
        }
    }

    /// Another state of the list: places mean something else.
    pub(super) fn forget_places(&mut self) {
        self.opened = None;
        self.picked.clear();
    }
}

fn paint_row(ui: &Ui, p: &Palette, row: Rect, attempt: &Attempt, title: &str) {
    let painter = ui.painter();
    let (middle, left) = (row.center().y, Align2::LEFT_CENTER);
    let plain = font(Face::Regular, TextSize::Small);
    let put = |x: f32, text: String| {
        painter.text(pos2(x, middle), left, text, plain.clone(), p.text_secondary);
    };
    put(row.left() + WHEN, format_time_capitalized(attempt.at));
    let narrow = row.width() < TITLE + MODE + 60.0;
    let mode = row.right() - if narrow { SCORE } else { MODE };
    let at = row.left() + TITLE;
    let title = elide(
        title,
        Face::Medium,
        TextSize::Body,
        f64::from((mode - at - 8.0).max(0.0)),
    );
    let strong = font(Face::Medium, TextSize::Body);
    painter.text(pos2(at, middle), left, title, strong, p.text_primary);
    if !narrow {
        put(mode, attempt.mode.label().to_owned());
        put(
            row.right() - MINUTES,
            format::whole_minutes(attempt.minutes()),
        );
    }
    let ticks = pos2(row.right() - SCORE, middle - 5.5);
    paint_ticks(painter, p, ticks, attempt.score as f32 / 100.0, 14);
    let digits = pos2(row.right() - 30.0, middle);
    paint_digits(
        painter,
        digits,
        attempt.score,
        TextSize::Small,
        Face::SemiBold,
        p.text_primary,
    );
    if attempt.assisted > 0 {
        let color = p.text_tertiary;
        let at = pos2(row.right() - 26.0, middle);
        painter.text(at, left, format!("+{}", attempt.assisted), plain, color);
    }
}
