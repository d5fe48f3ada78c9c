//! The look of the window: fonts and sizes of text, distances, and the colors of egui from the palette of the drawing.

pub(crate) mod gap;
mod text;

use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Visuals, vec2};

use crate::scene::{Face, Palette, Theme};
pub use text::font_definitions;
pub(crate) use text::{TextSize, elide, font, font_of_points};

/// How fast the wheel zooms: a notch, of 40 points or on some systems 80, makes it 1.1 or 1.2 times as close.
const WHEEL_ZOOM: f32 = 1.0 / 420.0;

/// Installs the fonts, once.
pub(crate) fn install_fonts(ctx: &egui::Context) {
    ctx.set_fonts(font_definitions());
    ctx.options_mut(|options| {
        // Ctrl and plus zooms the drawing, not the interface.
        options.zoom_with_keyboard = false;
        options.input_options.scroll_zoom_speed = WHEEL_ZOOM;
        options.fallback_theme = egui::Theme::Light;
    });
}

/// Gives egui the colors and sizes of a theme.
pub(crate) fn apply_theme(ctx: &egui::Context, theme: Theme) {
    let egui_theme = match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    };
    ctx.set_theme(egui_theme);
    ctx.set_style_of(egui_theme, build_style(theme));
}

fn build_style(theme: Theme) -> Style {
    let p = theme.palette();
    let mut style = Style {
        animation_time: 0.12,
        visuals: build_visuals(theme, p),
        ..Style::default()
    };
    style.text_styles = [
        (TextStyle::Small, font(Face::Regular, TextSize::Caption)),
        (TextStyle::Body, font(Face::Regular, TextSize::Body)),
        (TextStyle::Button, font(Face::Medium, TextSize::Body)),
        (TextStyle::Heading, font(Face::SemiBold, TextSize::Heading)),
        (
            TextStyle::Monospace,
            FontId::new(TextSize::Small.points(), FontFamily::Monospace),
        ),
    ]
    .into();
    style.spacing.item_spacing = vec2(gap::M, gap::S);
    style.spacing.button_padding = vec2(10.0, 5.0);
    style.spacing.interact_size = vec2(28.0, 28.0);
    style.spacing.icon_width = 16.0;
    style.spacing.menu_margin = egui::Margin::same(6);
    style.spacing.scroll = egui::style::ScrollStyle {
        // A track is seen when it is of use: under the pointer.
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        // The handle is seen on every surface, but is quieter than words.
        foreground_color: true,
        dormant_handle_opacity: 0.25,
        active_handle_opacity: 0.4,
        ..egui::style::ScrollStyle::thin()
    };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.5;
    style
}

fn build_visuals(theme: Theme, p: &Palette) -> Visuals {
    let mut v = if theme == Theme::Dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    v.panel_fill = p.surface_panel;
    v.window_fill = p.surface_raised;
    v.window_stroke = Stroke::new(1.0, p.line_default);
    v.window_corner_radius = CornerRadius::same(12);
    v.menu_corner_radius = CornerRadius::same(8);
    v.extreme_bg_color = p.surface_raised;
    v.text_edit_bg_color = Some(p.surface_raised);
    v.faint_bg_color = p.surface_hover;
    v.code_bg_color = p.surface_sunken;
    v.selection.bg_fill = p.accent_soft;
    v.selection.stroke = Stroke::new(1.0, p.accent_text);
    v.hyperlink_color = p.accent_text;
    v.warn_fg_color = p.high.text;
    v.error_fg_color = p.critical.text;
    v.weak_text_color = Some(p.text_tertiary);
    let shadow = |blur, y| egui::Shadow {
        offset: [0, y],
        blur,
        spread: 0,
        color: p.shadow,
    };
    v.popup_shadow = shadow(14, 4);
    v.window_shadow = shadow(20, 8);
    v.indent_has_left_vline = false;
    v.collapsing_header_frame = false;
    v.striped = false;
    let w = &mut v.widgets;
    let set_colors =
        |visuals: &mut egui::style::WidgetVisuals, fill: Color32, line: Color32, ink: Color32| {
            visuals.bg_fill = fill;
            visuals.weak_bg_fill = fill;
            visuals.bg_stroke = Stroke::new(1.0, line);
            visuals.fg_stroke = Stroke::new(1.0, ink);
            visuals.corner_radius = CornerRadius::same(6);
            visuals.expansion = 0.0;
        };
    set_colors(
        &mut w.noninteractive,
        p.surface_panel,
        p.line_subtle,
        p.text_primary,
    );
    set_colors(
        &mut w.inactive,
        p.surface_raised,
        p.line_default,
        p.text_primary,
    );
    set_colors(
        &mut w.hovered,
        p.surface_hover,
        p.line_default,
        p.text_primary,
    );
    set_colors(
        &mut w.active,
        p.surface_pressed,
        p.focus_ring,
        p.text_primary,
    );
    set_colors(
        &mut w.open,
        p.surface_selected,
        p.line_default,
        p.text_primary,
    );
    w.active.bg_stroke.width = 2.0;
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notch_of_the_wheel_zooms_by_a_tenth_or_two() {
        let ctx = egui::Context::default();
        install_fonts(&ctx);
        let options = ctx.options(|options| options.input_options);
        let notch = options.line_scroll_speed * options.scroll_zoom_speed;
        for factor in [notch.exp(), (2.0 * notch).exp()] {
            assert!((1.08..=1.22).contains(&factor), "{factor}");
        }
    }
}
