//! Chips: a few words on a tinted ground, with an icon in front.

use egui::{Color32, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, vec2};

use crate::app::look::{TextSize, font};
use crate::model::{Design, Id};
use crate::scene::{Face, Palette, SeverityColors, icon};

const HEIGHT: f32 = 22.0;
const PADDING: f32 = 7.0;
const GAP: f32 = 5.0;

/// A chip that says something; with `icon` in front.
pub(crate) fn chip(
    ui: &mut Ui,
    icon: Option<(char, Face)>,
    text: &str,
    colors: ChipColors,
) -> Response {
    chip_named(ui, icon, text, text, colors)
}

/// A chip that is on or off.
pub(crate) fn toggle_chip(ui: &mut Ui, palette: &Palette, text: &str, on: bool) -> Response {
    let (icon, colors) = if on {
        let accent = ChipColors {
            fill: palette.accent_soft,
            text: palette.accent_text,
            icon: palette.accent_text,
        };
        (icon::CHECK, accent)
    } else {
        (icon::PLUS, ChipColors::plain(palette))
    };
    let response = chip(ui, Some((icon, Face::Icons)), text, colors);
    let role = egui::accesskit::Role::CheckBox;
    response.widget_info(|| egui::WidgetInfo::selected(role, true, on, text));
    response
}

/// A chip that is called something else than it shows.
pub(crate) fn chip_named(
    ui: &mut Ui,
    icon: Option<(char, Face)>,
    text: &str,
    name: &str,
    colors: ChipColors,
) -> Response {
    let lay_out = |text: String, face, size, color| {
        ui.painter().layout_no_wrap(text, font(face, size), color)
    };
    let icon =
        icon.map(|(icon, face)| lay_out(icon.to_string(), face, TextSize::Lead, colors.icon));
    let before = icon.as_ref().map_or(0.0, |icon| icon.size().x + GAP);
    let text = lay_out(text.to_owned(), Face::Medium, TextSize::Small, colors.text);
    let width = 2.0 * PADDING + before + text.size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    let lit = response.hovered() || response.has_focus();
    let edge = Stroke::new(
        1.0,
        if lit {
            colors.text
        } else {
            Color32::TRANSPARENT
        },
    );
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::same(5),
        colors.fill,
        edge,
        StrokeKind::Inside,
    );
    let left = rect.left_center() + vec2(PADDING, 0.0);
    if let Some(icon) = icon {
        painter.galley(left - vec2(0.0, icon.size().y / 2.0), icon, colors.icon);
    }
    let at = left + vec2(before, -text.size().y / 2.0);
    painter.galley(at, text, colors.text);
    response
}

/// The colors of a [`chip`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChipColors {
    /// Its surface.
    pub fill: Color32,
    /// Its words.
    pub text: Color32,
    /// Its icon.
    pub icon: Color32,
}

impl ChipColors {
    /// Plain.
    pub(crate) fn plain(palette: &Palette) -> Self {
        Self {
            fill: palette.surface_sunken,
            text: palette.text_secondary,
            icon: palette.text_tertiary,
        }
    }

    /// Of a severity.
    pub(crate) fn severity(colors: SeverityColors) -> Self {
        Self {
            fill: colors.soft,
            text: colors.text,
            icon: colors.fill,
        }
    }

    /// Of an item: a component's icon has the color of its group.
    pub(crate) fn component(palette: &Palette, design: &Design, id: Id) -> Self {
        let icon = palette.category(design.kind_of(id).group).ink;
        Self {
            text: palette.text_primary,
            icon,
            ..Self::plain(palette)
        }
    }
}
