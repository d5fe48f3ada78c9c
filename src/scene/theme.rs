//! Every color there is, as tokens that say what a color is for, light and dark. No other file holds a color literal.

use ecolor::Color32;

use super::health::LoadLevel;
use crate::analysis::Severity;
use crate::model::Group;

/// Which of the two palettes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark words on light surfaces.
    #[default]
    Light,
    /// Light words on dark surfaces.
    Dark,
}

impl Theme {
    /// Its colors.
    pub fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// The four colors of a severity, or of "fine".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeverityColors {
    /// Words.
    pub text: Color32,
    /// Icons, marks and lines.
    pub fill: Color32,
    /// The surface of a chip.
    pub soft: Color32,
    /// The edge of a chip.
    pub line: Color32,
}

/// The two colors of a group of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryColors {
    /// The icon; the whole box from afar.
    pub ink: Color32,
    /// Behind the icon.
    pub tile: Color32,
}

/// The colors of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// Window behind cards (Home, Scorecard, Program).
    pub surface_base: Color32,
    /// Top bar, palette, right panel, status bar.
    pub surface_panel: Color32,
    /// Boxes, cards, buttons, menus, pills.
    pub surface_raised: Color32,
    /// Segmented controls, chips, wells.
    pub surface_sunken: Color32,
    /// Row or button under the pointer.
    pub surface_hover: Color32,
    /// Pressed button, tile of a dead box.
    pub surface_pressed: Color32,
    /// Selected row, current stage.
    pub surface_selected: Color32,
    /// Drawing surface.
    pub canvas_fill: Color32,
    /// Grid dot, radius 0.75 px.
    pub canvas_dot: Color32,
    /// Dividers, card edges.
    pub line_subtle: Color32,
    /// Box, button and input edges, empty ticks.
    pub line_default: Color32,
    /// Hovered box, toggle edge, anything that must reach 3:1.
    pub line_strong: Color32,
    /// Names, values, filled ticks.
    pub text_primary: Color32,
    /// Explanations, inactive tabs.
    pub text_secondary: Color32,
    /// Captions, units, hints, placeholders.
    pub text_tertiary: Color32,
    /// Disabled only.
    pub text_disabled: Color32,
    /// Primary button, selection, slider, gain ticks.
    pub accent_fill: Color32,
    /// Primary button hovered.
    pub accent_hover: Color32,
    /// Accent words and icons.
    pub accent_text: Color32,
    /// Preview and target fill, suggestion cards.
    pub accent_soft: Color32,
    /// Edge of accent cards and pills.
    pub accent_line: Color32,
    /// Text on `accent.fill`.
    pub accent_on: Color32,
    /// Keyboard focus, 2 px.
    pub focus_ring: Color32,
    /// Every shadow color, alpha included.
    pub shadow: Color32,
    /// Line and head of a healthy connection.
    pub connection_line: Color32,
    /// Pill text.
    pub connection_label: Color32,
    /// Region and availability-zone fill.
    pub zone_fill: Color32,
    /// Region edge (42% alpha) and title.
    pub zone_region: Color32,
    /// Availability-zone edge and title.
    pub zone_az: Color32,
    /// Trust-boundary edge and title.
    pub zone_trust: Color32,
    /// Team title.
    pub zone_team: Color32,
    /// Team fill.
    pub zone_team_fill: Color32,
    /// Sticky note.
    pub note_fill: Color32,
    /// Its edge.
    pub note_line: Color32,
    /// Its text.
    pub note_text: Color32,
    /// Critical.
    pub critical: SeverityColors,
    /// High.
    pub high: SeverityColors,
    /// Medium.
    pub medium: SeverityColors,
    /// Info.
    pub info: SeverityColors,
    /// Fine, passed.
    pub ok: SeverityColors,
    /// By group, in the order of [`Group::ALL`].
    categories: [CategoryColors; 7],
}

impl Palette {
    /// The colors of a severity.
    pub fn severity(&self, severity: Severity) -> SeverityColors {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Info => self.info,
        }
    }

    /// The colors of a load.
    pub fn load(&self, level: LoadLevel) -> SeverityColors {
        match level {
            LoadLevel::Fine => self.ok,
            LoadLevel::Hot => self.medium,
            LoadLevel::Over => self.critical,
        }
    }

    /// The colors of a group of kinds.
    pub fn category(&self, group: Group) -> CategoryColors {
        self.categories[group as usize]
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Red, green, blue and, unmultiplied, alpha.
const fn rgba(hex: u32) -> Color32 {
    const fn premultiply(value: u32, alpha: u32) -> u8 {
        ((value & 0xff) * alpha / 255) as u8
    }
    let alpha = hex & 0xff;
    Color32::from_rgba_premultiplied(
        premultiply(hex >> 24, alpha),
        premultiply(hex >> 16, alpha),
        premultiply(hex >> 8, alpha),
        alpha as u8,
    )
}

const fn severity(text: u32, fill: u32, soft: u32, line: u32) -> SeverityColors {
    SeverityColors {
        text: rgb(text),
        fill: rgb(fill),
        soft: rgb(soft),
        line: rgb(line),
    }
}

const fn category(ink: u32, tile: u32) -> CategoryColors {
    CategoryColors {
        ink: rgb(ink),
        tile: rgb(tile),
    }
}

static LIGHT: Palette = Palette {
    surface_base: rgb(0x00ef_f2f5),
    surface_panel: rgb(0x00fa_fbfc),
    surface_raised: rgb(0x00ff_ffff),
    surface_sunken: rgb(0x00e9_edf1),
    surface_hover: rgb(0x00ed_f0f4),
    surface_pressed: rgb(0x00df_e5eb),
    surface_selected: rgb(0x00e5_eafc),
    canvas_fill: rgb(0x00f4_f6f8),
    canvas_dot: rgb(0x00cd_d5dd),
    line_subtle: rgb(0x00e2_e7ec),
    line_default: rgb(0x00cf_d7df),
    line_strong: rgb(0x007f_8a96),
    text_primary: rgb(0x0015_202b),
    text_secondary: rgb(0x0045_515e),
    text_tertiary: rgb(0x005e_6a77),
    text_disabled: rgb(0x0097_a1ac),
    accent_fill: rgb(0x0034_46c9),
    accent_hover: rgb(0x002a_3ab0),
    accent_text: rgb(0x0030_42c2),
    accent_soft: rgb(0x00e5_eafc),
    accent_line: rgb(0x009a_a8f0),
    accent_on: rgb(0x00ff_ffff),
    focus_ring: rgb(0x0034_46c9),
    shadow: rgba(0x0e1a_2624),
    connection_line: rgb(0x005a_6673),
    connection_label: rgb(0x003c_4855),
    zone_fill: rgba(0x1a2b_3c06),
    zone_region: rgb(0x005f_6c78),
    zone_az: rgb(0x004f_6d8f),
    zone_trust: rgb(0x008a_2f5f),
    zone_team: rgb(0x005b_5f8c),
    zone_team_fill: rgba(0x5b5f_8c16),
    note_fill: rgb(0x00ff_f6cf),
    note_line: rgb(0x00e2_ce7a),
    note_text: rgb(0x004a_3d08),
    critical: severity(0x00a8_182a, 0x00a6_0d33, 0x00fc_e9ec, 0x00eb_a3ae),
    high: severity(0x009a_4100, 0x00b0_5400, 0x00fd_eedf, 0x00eb_b98a),
    medium: severity(0x006f_5500, 0x00a9_8900, 0x00fa_f2d2, 0x00dc_c66f),
    info: severity(0x003f_5266, 0x0046_607a, 0x00ea_eff4, 0x00b5_c2cf),
    ok: severity(0x000f_6a43, 0x000b_8560, 0x00e2_f4ea, 0x0093_cdb0),
    categories: [
        category(0x001a_67c2, 0x00df_ebfa), // edge
        category(0x005a_22ae, 0x00eb_e2f9), // compute
        category(0x0004_695a, 0x00d9_efea), // storage
        category(0x00bf_2b72, 0x00fa_e3ed), // messaging
        category(0x0034_3a42, 0x00e6_eaee), // operations
        category(0x006b_3b1c, 0x00f3_e6db), // external
        category(0x006b_6b00, 0x00f1_f0cf), // hardware
    ],
};

static DARK: Palette = Palette {
    surface_base: rgb(0x000c_1014),
    surface_panel: rgb(0x0014_1a20),
    surface_raised: rgb(0x001c_232b),
    surface_sunken: rgb(0x000f_1419),
    surface_hover: rgb(0x0023_2b34),
    surface_pressed: rgb(0x002c_3640),
    surface_selected: rgb(0x0022_2c55),
    canvas_fill: rgb(0x0010_151a),
    canvas_dot: rgb(0x0029_323b),
    line_subtle: rgb(0x0023_2b33),
    line_default: rgb(0x0033_3e49),
    line_strong: rgb(0x006f_7c89),
    text_primary: rgb(0x00e7_ecf1),
    text_secondary: rgb(0x00b3_bec9),
    text_tertiary: rgb(0x008f_9ba7),
    text_disabled: rgb(0x005c_6772),
    accent_fill: rgb(0x0080_93ff),
    accent_hover: rgb(0x0098_a8ff),
    accent_text: rgb(0x00a3_b1ff),
    accent_soft: rgb(0x0022_2c55),
    accent_line: rgb(0x004a_5ab0),
    accent_on: rgb(0x000b_1030),
    focus_ring: rgb(0x008f_a0ff),
    shadow: rgba(0x0000_0070),
    connection_line: rgb(0x0088_94a1),
    connection_label: rgb(0x00c3_cdd6),
    zone_fill: rgba(0xffff_ff06),
    zone_region: rgb(0x0089_96a3),
    zone_az: rgb(0x008b_aacd),
    zone_trust: rgb(0x00e3_8db8),
    zone_team: rgb(0x00a9_aedd),
    zone_team_fill: rgba(0xa9ae_dd16),
    note_fill: rgb(0x002f_2a16),
    note_line: rgb(0x005a_5026),
    note_text: rgb(0x00ed_e0aa),
    critical: severity(0x00ff_9aa2, 0x00e5_596b, 0x003b_1a20, 0x007e_3540),
    high: severity(0x00ff_b072, 0x00e8_954a, 0x0038_2312, 0x007c_4d20),
    medium: severity(0x00e8_cc5c, 0x00f3_d44b, 0x0031_2a10, 0x006b_5b1c),
    info: severity(0x00af_c0d1, 0x008e_a2b6, 0x001f_2a35, 0x0042_525f),
    ok: severity(0x0074_d3a2, 0x0062_cb9a, 0x0012_301f, 0x002a_6446),
    categories: [
        category(0x0071_cfff, 0x0012_344a), // edge
        category(0x009a_97ff, 0x002b_2a58), // compute
        category(0x005d_b795, 0x0012_3a33), // storage
        category(0x00f0_75b8, 0x0047_203a), // messaging
        category(0x00d3_dae2, 0x0031_3a43), // operations
        category(0x00cf_9a64, 0x003d_2b1b), // external
        category(0x00d4_d35c, 0x0037_370f), // hardware
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.1 relative luminance.
    fn luminance(color: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_can_be_read_on_every_surface() {
        for p in [&LIGHT, &DARK] {
            let surfaces = [
                p.surface_base,
                p.surface_panel,
                p.surface_raised,
                p.surface_sunken,
                p.surface_hover,
                p.canvas_fill,
            ];
            for surface in surfaces {
                for words in [
                    p.text_primary,
                    p.text_secondary,
                    p.text_tertiary,
                    p.accent_text,
                ] {
                    assert!(contrast(words, surface) >= 4.5, "{words:?} on {surface:?}");
                }
            }
            assert!(contrast(p.accent_on, p.accent_fill) >= 4.5);
            assert!(contrast(p.note_text, p.note_fill) >= 4.5);
            assert!(contrast(p.connection_label, p.surface_raised) >= 4.5);
        }
    }

    #[test]
    fn marks_stand_out() {
        for p in [&LIGHT, &DARK] {
            for severity in [p.critical, p.high, p.medium, p.info, p.ok] {
                assert!(contrast(severity.fill, p.surface_raised) >= 3.0);
                assert!(contrast(severity.text, severity.soft) >= 4.5);
            }
            for line in [p.line_strong, p.focus_ring, p.connection_line] {
                assert!(contrast(line, p.canvas_fill) >= 3.0, "{line:?}");
            }
            for group in Group::ALL {
                let colors = p.category(group);
                assert!(
                    contrast(colors.ink, colors.tile) >= 4.5
                        && contrast(colors.ink, p.canvas_fill) >= 4.5,
                    "{group:?}"
                );
            }
        }
    }
}
