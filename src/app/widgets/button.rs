//! Buttons: one primary in a view, the rest quiet.

use egui::{Color32, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, vec2};

use crate::app::look::{TextSize, font};
use crate::scene::{Face, Palette};

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    /// The act of the view.
    Primary,
    /// With an edge.
    Normal,
    /// Words or an icon alone.
    Quiet,
    /// An offered fix.
    Accent,
    /// Takes something away.
    Danger,
}

/// A button with an icon, words and a shortcut, each of which may be left out.
#[derive(Debug)]
pub(crate) struct Button<'a> {
    kind: ButtonKind,
    icon: Option<char>,
    text: &'a str,
    name: &'a str,
    shortcut: &'a str,
    height: f32,
    letters: (Face, TextSize),
    enabled: bool,
    on: bool,
    keys_shown: bool,
}

impl<'a> Button<'a> {
    /// A button with words.
    pub(crate) fn new(kind: ButtonKind, text: &'a str) -> Self {
        Self {
            kind,
            icon: None,
            text,
            name: text,
            shortcut: "",
            height: 28.0,
            letters: (Face::Medium, TextSize::Body),
            enabled: true,
            on: false,
            keys_shown: false,
        }
    }

    /// A quiet button with an icon alone; `name` is what it does.
    pub(crate) fn icon(icon: char, name: &'a str) -> Self {
        Self {
            icon: Some(icon),
            text: "",
            name,
            ..Self::new(ButtonKind::Quiet, "")
        }
    }

    /// With an icon in front of the words.
    pub(crate) fn with_icon(self, icon: char) -> Self {
        Self {
            icon: Some(icon),
            ..self
        }
    }

    /// Called something else than it shows.
    pub(crate) fn named(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    /// With its keys behind the words.
    pub(crate) fn shortcut(self, shortcut: &'a str) -> Self {
        Self { shortcut, ..self }
    }

    /// Lower, for use within cards.
    pub(crate) fn small(self) -> Self {
        Self {
            height: 24.0,
            ..self
        }
    }

    /// Whether it can be pressed.
    pub(crate) fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Whether it is shown as pressed, for a state that is on.
    pub(crate) fn pressed(self, on: bool) -> Self {
        Self { on, ..self }
    }

    /// In the small letters of a status bar.
    pub(crate) fn in_status_bar(self) -> Self {
        let letters = (Face::Regular, TextSize::Small);
        Self { letters, ..self }
    }

    /// With its keys beside the icon too, not only in the tooltip.
    pub(crate) fn with_keys(self, keys: &'a str) -> Self {
        Self {
            shortcut: keys,
            keys_shown: true,
            ..self
        }
    }

    /// Shows it.
    pub(crate) fn show(self, ui: &mut Ui, palette: &Palette) -> Response {
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (ink, faint) = self.text_colors(palette);
        let (face, size) = self.letters;
        let icon = self.icon.map(|icon| {
            ui.painter()
                .layout_no_wrap(icon.to_string(), font(Face::Icons, TextSize::Icon), ink)
        });
        let text = (!self.text.is_empty()).then(|| {
            ui.painter()
                .layout_no_wrap(self.text.to_owned(), font(face, size), ink)
        });
        let keys =
            (!self.shortcut.is_empty() && (!self.text.is_empty() || self.keys_shown)).then(|| {
                ui.painter().layout_no_wrap(
                    self.shortcut.to_owned(),
                    font(Face::Regular, TextSize::Caption),
                    faint,
                )
            });
        let parts = [icon, text, keys];
        let shown = parts.iter().flatten().count() as f32;
        let inner = parts
            .iter()
            .flatten()
            .map(|galley| galley.size().x)
            .sum::<f32>()
            + 7.0 * (shown - 1.0).max(0.0);
        let padding = if self.text.is_empty() { 6.0 } else { 11.0 };
        let width = (inner + 2.0 * padding).max(self.height);
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height), sense);
        response.widget_info(|| {
            egui::WidgetInfo::selected(
                egui::accesskit::Role::Button,
                self.enabled,
                self.on,
                self.name,
            )
        });
        let (fill, edge) = self.surface_colors(palette, &response);
        ui.painter()
            .rect(rect, CornerRadius::same(6), fill, edge, StrokeKind::Inside);
        if response.has_focus() {
            super::focus_ring(ui.painter(), palette, rect, 6);
        }
        let mut x = rect.center().x - inner / 2.0;
        for galley in parts.into_iter().flatten() {
            let size = galley.size();
            ui.painter()
                .galley(egui::pos2(x, rect.center().y - size.y / 2.0), galley, ink);
            x += size.x + 7.0;
        }
        if self.text.is_empty() {
            response.on_hover_text(tooltip_text(self.name, self.shortcut))
        } else {
            response
        }
    }

    fn text_colors(&self, p: &Palette) -> (Color32, Color32) {
        match self.kind {
            _ if !self.enabled => (p.text_disabled, p.text_disabled),
            ButtonKind::Primary => (p.accent_on, p.accent_on.gamma_multiply(0.8)),
            ButtonKind::Accent => (p.accent_text, p.accent_text),
            ButtonKind::Danger => (p.critical.text, p.critical.text),
            ButtonKind::Normal => (p.text_primary, p.text_tertiary),
            ButtonKind::Quiet if self.on => (p.accent_text, p.accent_text),
            ButtonKind::Quiet => (p.text_secondary, p.text_tertiary),
        }
    }

    fn surface_colors(&self, p: &Palette, response: &Response) -> (Color32, Stroke) {
        let line = |color| Stroke::new(1.0, color);
        let (hovered, pressed) = (response.hovered(), response.is_pointer_button_down_on());
        match self.kind {
            // Gray letters on the color of what can be pressed are hard to read, and look as if it could be.
            ButtonKind::Primary if !self.enabled => (p.surface_pressed, Stroke::NONE),
            ButtonKind::Primary if hovered => (p.accent_hover, Stroke::NONE),
            ButtonKind::Primary => (p.accent_fill, Stroke::NONE),
            ButtonKind::Accent => (
                if hovered {
                    p.surface_selected
                } else {
                    p.accent_soft
                },
                line(p.accent_line),
            ),
            ButtonKind::Danger => (p.surface_raised, line(p.critical.line)),
            ButtonKind::Normal if pressed => (p.surface_pressed, line(p.line_default)),
            ButtonKind::Normal if hovered => (p.surface_hover, line(p.line_default)),
            ButtonKind::Normal => (p.surface_raised, line(p.line_default)),
            ButtonKind::Quiet if self.on => (p.surface_selected, Stroke::NONE),
            ButtonKind::Quiet if pressed => (p.surface_pressed, Stroke::NONE),
            ButtonKind::Quiet if hovered => (p.surface_hover, Stroke::NONE),
            ButtonKind::Quiet => (Color32::TRANSPARENT, Stroke::NONE),
        }
    }
}

/// What a tooltip says of an icon button.
fn tooltip_text(name: &str, shortcut: &str) -> String {
    if shortcut.is_empty() {
        name.to_owned()
    } else {
        format!("{name}   {shortcut}")
    }
}
