//! Small parts that the panels of the program share: cards with a heading, fields that are handed over when they are left,
//! team marks.

use egui::{
    Align, Align2, Frame, Key, Layout, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, vec2,
};
use jiff::civil::Date;

use crate::app::look::{TextSize, font, gap};
use crate::app::widgets::{caption, styled_text};
use crate::model::MAX_TEXT;
use crate::program::monogram;
use crate::scene::{Face, Palette};

/// A text field; gives the text once it is left or Enter is pressed, where it has changed. Escape leaves it as it was.
pub(super) fn draft_field(
    ui: &mut Ui,
    name: &str,
    text: &str,
    hint: &str,
    width: f32,
) -> Option<String> {
    framed_field(ui, name, text, (hint, width), true)
}

/// The same without a frame, for words that are read more often than changed.
pub(super) fn quiet_field(
    ui: &mut Ui,
    name: &str,
    text: &str,
    hint: &str,
    width: f32,
) -> Option<String> {
    framed_field(ui, name, text, (hint, width), false)
}

fn framed_field(
    ui: &mut Ui,
    name: &str,
    text: &str,
    (hint, width): (&str, f32),
    has_frame: bool,
) -> Option<String> {
    let id = egui::Id::unique(("program field", name));
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let mut draft = typed.unwrap_or_else(|| text.to_owned());
    let mut field = TextEdit::singleline(&mut draft)
        .id(id)
        .hint_text(hint)
        .desired_width(width)
        .char_limit(MAX_TEXT);
    if !has_frame {
        field = field
            .frame(Frame::NONE)
            .min_size(vec2(width, 24.0))
            .align(Align2::LEFT_CENTER);
    }
    let response = ui.add(field).accessible_name(name);
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, draft));
        return None;
    }
    ui.data_mut(|data| data.remove_temp::<String>(id));
    let kept = response.lost_focus() && !ui.input(|input| input.key_pressed(Key::Escape));
    (kept && draft.trim() != text).then(|| draft.trim().to_owned())
}

/// What was typed into a field that may be empty.
pub(super) struct Given<T>(pub Option<T>);

/// A whole number that need not be given: given once it has changed. What is no number changes nothing.
pub(super) fn number_draft(
    ui: &mut Ui,
    name: &str,
    number: Option<u32>,
    most: u32,
) -> Option<Given<u32>> {
    let text = number.map_or_else(String::new, |number| number.to_string());
    let typed = draft_field(ui, name, &text, "–", 36.0)?;
    if typed.is_empty() {
        return Some(Given(None));
    }
    typed
        .parse()
        .ok()
        .map(|number: u32| Given(Some(number.min(most))))
}

/// A day that need not be given: given once it has changed. What is no day changes nothing.
pub(super) fn date_draft(ui: &mut Ui, name: &str, day: Option<Date>) -> Option<Given<Date>> {
    let text = day.map_or_else(String::new, |day| day.to_string());
    let typed = draft_field(ui, name, &text, "YYYY-MM-DD", 112.0)?;
    if typed.is_empty() {
        return Some(Given(None));
    }
    typed.parse().ok().map(|day| Given(Some(day)))
}

/// Words over a field.
pub(super) fn labeled<R>(
    ui: &mut Ui,
    p: &Palette,
    label: &str,
    field: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = gap::XXS;
        caption(ui, p, label);
        field(ui)
    })
    .inner
}

/// The heading of a card with what stands at its right end.
pub(super) fn head(
    ui: &mut Ui,
    p: &Palette,
    title: &str,
    quiet: &str,
    right: impl FnOnce(&mut Ui),
) {
    ui.horizontal(|ui| {
        ui.set_min_height(28.0);
        ui.label(styled_text(
            title,
            Face::SemiBold,
            TextSize::Heading,
            p.text_primary,
        ));
        if !quiet.is_empty() {
            ui.label(styled_text(
                quiet,
                Face::Regular,
                TextSize::Small,
                p.text_secondary,
            ));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), right);
    });
    ui.add_space(gap::XS);
}

/// The two letters of a team on a small square; a dashed look stands for no team.
pub(super) fn team_mark(ui: &mut Ui, p: &Palette, team: Option<&str>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(22.0, 22.0), Sense::hover());
    let painter = ui.painter();
    let (fill, ink) = match team {
        Some(_) => (p.surface_sunken, p.text_secondary),
        None => (p.surface_raised, p.text_tertiary),
    };
    painter.rect(
        rect,
        5.0,
        fill,
        Stroke::new(1.0, p.line_default),
        StrokeKind::Inside,
    );
    let letters = team.map_or_else(|| "?".to_owned(), monogram);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        letters,
        font(Face::SemiBold, TextSize::Caption),
        ink,
    );
    response.on_hover_text(team.unwrap_or("No owner"))
}
