//! Text in which terms of the trade explain themselves: a dotted line below the first mention, the sentence of the glossary
//! when it is pointed at, and a click that asks for the page of the handbook.

use std::collections::BTreeSet;

use egui::epaint::text::Galley;
use egui::text_selection::LabelSelectionState;
use egui::{
    Context, CursorIcon, Id, Label, Pos2, Rect, Response, RichText, Sense, Shape, Stroke, Ui,
    WidgetInfo, pos2,
};

use super::text::styled_text;
use crate::app::look::{TextSize, gap};
use crate::handbook::{PageLink, Term, page, term_mentions};
use crate::scene::Face;

/// The width of a tooltip, in points.
const TOOLTIP: f32 = 320.0;
/// Between two dots, in points.
const DOT_GAP: f32 = 3.0;

/// A label that breaks between words, with the terms in it that were not `said` before explained.
pub(crate) fn explained_label(
    ui: &mut Ui,
    text: RichText,
    said: &mut BTreeSet<&'static str>,
) -> Response {
    let mut found = term_mentions(text.text());
    found.retain(|mention| said.insert(&mention.term.id));
    let label = Label::new(text).wrap();
    if found.is_empty() || are_explanations_hidden(ui.ctx()) {
        return ui.add(label);
    }
    let (at, galley, response) = label.layout_in_ui(ui);
    let enabled = ui.is_enabled();
    response
        .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, enabled, galley.text()));
    if !ui.is_rect_visible(response.rect) {
        return response;
    }
    let color = ui.visuals().text_color();
    let shown = galley.clone();
    LabelSelectionState::label_text_selection(ui, &response, at, shown, color, Stroke::NONE);
    for mention in found {
        let text = galley.text();
        let chars = |bytes: usize| text.get(..bytes).map_or(0, |before| before.chars().count());
        let (first, end) = (chars(mention.at.start), chars(mention.at.end));
        for rect in lines_of(&galley, at, first, end) {
            term_ui(ui, &response, rect, mention.term);
        }
    }
    response
}

/// Hides or shows what explains: during a mock interview it would tell the answers.
pub(crate) fn hide_explanations(ctx: &Context, hidden: bool) {
    ctx.data_mut(|data| data.insert_temp(hidden_id(), hidden));
}

/// Whether explanations are hidden.
pub(crate) fn are_explanations_hidden(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(hidden_id()).unwrap_or(false))
}

fn hidden_id() -> Id {
    Id::unique("explanations are hidden")
}

/// Where the letters from `first` up to `end` stand, one rectangle for each line.
fn lines_of(galley: &Galley, at: Pos2, first: usize, end: usize) -> Vec<Rect> {
    let mut rects = Vec::new();
    let mut row_start = 0;
    for row in &galley.rows {
        let row_end = row_start + row.glyphs.len();
        let (from, to) = (first.max(row_start), end.min(row_end));
        if from < to {
            let area = row.rect().translate(at.to_vec2());
            let origin = at.x + row.pos.x;
            let left = origin + row.glyphs[from - row_start].pos.x;
            let right = origin + row.glyphs[to - 1 - row_start].max_x();
            rects.push(Rect::from_x_y_ranges(left..=right, area.y_range()));
        }
        row_start = row_end + usize::from(row.ends_with_newline);
    }
    rects
}

/// The dotted line, the tooltip and the click of one mention.
fn term_ui(ui: &Ui, label: &Response, rect: Rect, term: &'static Term) {
    // It takes no focus: the same words are in the glossary, which can be read by keyboard.
    let id = label.id.with((&term.id, rect.top() as i32));
    let mention = ui.interact(rect, id, Sense::CLICK);
    let color = if mention.hovered() {
        ui.visuals().hyperlink_color
    } else {
        ui.visuals().weak_text_color()
    };
    let y = rect.bottom() - 1.0;
    let line = [pos2(rect.left() + 1.0, y), pos2(rect.right(), y)];
    ui.painter()
        .extend(Shape::dotted_line(&line, color, DOT_GAP, 0.6));
    let clicked = mention.clicked();
    mention
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_ui(|ui| tooltip_ui(ui, term));
    if clicked {
        let wanted = wanted_page_id();
        ui.data_mut(|data| data.insert_temp(wanted, Some(term.page.clone())));
    }
}

/// What a term means.
fn tooltip_ui(ui: &mut Ui, term: &Term) {
    ui.set_max_width(TOOLTIP);
    let (strong, weak) = (
        ui.visuals().strong_text_color(),
        ui.visuals().weak_text_color(),
    );
    ui.label(styled_text(
        &term.term,
        Face::SemiBold,
        TextSize::Body,
        strong,
    ));
    let says = styled_text(&term.says, Face::Regular, TextSize::Body, strong);
    ui.add(Label::new(says).wrap());
    if let Some(numbers) = &term.numbers {
        ui.add_space(gap::XXS);
        let numbers = styled_text(numbers, Face::Regular, TextSize::Small, weak);
        ui.add(Label::new(numbers).wrap());
    }
    if let Some(page) = page(&term.page) {
        ui.add_space(gap::XXS);
        let where_more = format!("Handbook: {}", page.title);
        let where_more = styled_text(where_more, Face::Regular, TextSize::Caption, weak);
        ui.add(Label::new(where_more).wrap());
    }
}

fn wanted_page_id() -> Id {
    Id::unique("handbook page of a clicked term")
}

/// The page of the handbook that a click on a term asked for since the last call.
pub(crate) fn take_wanted_page(ctx: &Context) -> Option<PageLink> {
    ctx.data_mut(|data| data.remove_temp::<Option<PageLink>>(wanted_page_id()))
        .flatten()
}
