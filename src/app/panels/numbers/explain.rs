//! Rows that explain themselves: a press opens a card below with the inputs and the formula.

use egui::{Align, CornerRadius, Frame, Layout, Margin, Rect, Response, Sense, Ui, vec2};

use super::view::{NumbersActions, NumbersRow};
use crate::app::look::{TextSize, font, gap};
use crate::app::widgets::{focus_ring, styled_text, wrapped};
use crate::model::Figure;
use crate::scene::{Face, Palette, icon};

/// Room for the caret at the right end of a row.
pub(super) const CARET: f32 = 18.0;

/// A row that can be opened: gives the place to paint its contents into. A press opens it, and closes it again.
pub(super) fn row_ui(
    ui: &mut Ui,
    p: &Palette,
    (height, description): (f32, &str),
    row: &NumbersRow,
    open: Option<&NumbersRow>,
    acts: &mut NumbersActions,
) -> (Rect, Response) {
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let open = open == Some(row);
    let role = egui::accesskit::Role::Button;
    response.widget_info(|| egui::WidgetInfo::selected(role, true, open, description));
    let painter = ui.painter();
    let around = rect.expand2(vec2(6.0, 0.0));
    if response.hovered() {
        painter.rect_filled(around, CornerRadius::same(6), p.surface_hover);
    }
    if response.has_focus() {
        focus_ring(painter, p, around.shrink(2.0), 6);
    }
    let caret = if open {
        icon::CARET_UP
    } else {
        icon::CARET_DOWN
    };
    let ink = if response.hovered() || open {
        p.text_secondary
    } else {
        p.text_tertiary
    };
    let at = egui::pos2(rect.right() - 5.0, rect.top() + 13.0);
    let center = egui::Align2::CENTER_CENTER;
    painter.text(at, center, caret, font(Face::Icons, TextSize::Small), ink);
    if response.clicked() {
        acts.toggle = Some(row.clone());
    }
    (rect, response)
}

/// The card below an open row.
pub(super) fn card_ui(ui: &mut Ui, p: &Palette, contents: impl FnOnce(&mut Ui)) {
    let margin = Margin::symmetric(10, 8);
    let frame = Frame::new().fill(p.surface_sunken).corner_radius(8);
    frame.inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = gap::XS;
        ui.spacing_mut().interact_size.y = 17.0;
        contents(ui);
    });
    ui.add_space(gap::XS);
}

/// A line of a card: what it is, and how much.
pub(super) fn line_ui(ui: &mut Ui, p: &Palette, what: &str, how_much: &str) {
    ui.horizontal(|ui| {
        ui.label(styled_text(
            what,
            Face::Regular,
            TextSize::Small,
            p.text_secondary,
        ));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(styled_text(
                how_much,
                Face::Medium,
                TextSize::Small,
                p.text_primary,
            ));
        });
    });
}

/// The formula of a card.
pub(super) fn formula_ui(ui: &mut Ui, p: &Palette, text: impl Into<String>) {
    let text =
        styled_text(text, Face::Medium, TextSize::Small, p.text_primary).line_height(Some(17.0));
    wrapped(ui, text);
}

/// Plain words of a card.
pub(super) fn text_ui(ui: &mut Ui, p: &Palette, text: impl Into<String>) {
    let text =
        styled_text(text, Face::Regular, TextSize::Small, p.text_secondary).line_height(Some(16.0));
    wrapped(ui, text);
}

/// Where a figure comes from.
pub(super) fn source_ui(ui: &mut Ui, p: &Palette, what: &str, figure: Option<&Figure>) {
    let text = match figure {
        Some(figure) => format!("{what}: {} ({})", figure.short_source(), figure.date),
        None => format!("{what}: set by you"),
    };
    let text = styled_text(text, Face::Regular, TextSize::Caption, p.text_tertiary)
        .line_height(Some(15.0));
    wrapped(ui, text);
}
