//! Every colour there is, as tokens that say what a colour is for, light and dark. No other file holds a colour literal.

use ecolor::Color32;

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
    /// Its colours.
    pub fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// The four colours of a severity, or of "fine".
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

/// The two colours of a group of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryColors {
    /// The icon; the whole box from afar.
    pub ink: Color32,
    /// Behind the icon.
    pub tile: Color32,
}

/// The colours of one theme.
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
    /// Every shadow colour, alpha included.
    pub shadow: Color32,
    /// Line and head of a healthy connection.
    pub connection_line: Color32,
    /// Pill text.
    pub connection_label: Color32,
    /// Region and availability-zone fill.
    pub zone_fill: Color32,
    /// Region edge (42 % alpha) and title.
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
    /// The colours of a severity.
    pub fn severity(&self, severity: Severity) -> SeverityColors {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Info => self.info,
        }
    }

    /// The colours of a group of kinds.
    pub fn category(&self, group: Group) -> CategoryColors {
        self.categories[group as usize]
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Red, green, blue and, unmultiplied, alpha.
const fn rgba(hex: u32) -> Color32 {
    const fn times(value: u32, alpha: u32) -> u8 {
        ((value & 0xff) * alpha / 255) as u8
    }
    let alpha = hex & 0xff;
    Color32::from_rgba_premultiplied(
        times(hex >> 24, alpha),
        times(hex >> 16, alpha),
        times(hex >> 8, alpha),
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
    surface_base: rgb(0xeff2_f5),
    surface_panel: rgb(0xfafb_fc),
    surface_raised: rgb(0xffff_ff),
    surface_sunken: rgb(0xe9ed_f1),
    surface_hover: rgb(0xedf0_f4),
    surface_pressed: rgb(0xdfe5_eb),
    surface_selected: rgb(0xe5ea_fc),
    canvas_fill: rgb(0xf4f6_f8),
    canvas_dot: rgb(0xcdd5_dd),
    line_subtle: rgb(0xe2e7_ec),
    line_default: rgb(0xcfd7_df),
    line_strong: rgb(0x7f8a_96),
    text_primary: rgb(0x1520_2b),
    text_secondary: rgb(0x4551_5e),
    text_tertiary: rgb(0x5e6a_77),
    text_disabled: rgb(0x97a1_ac),
    accent_fill: rgb(0x3446_c9),
    accent_hover: rgb(0x2a3a_b0),
    accent_text: rgb(0x3042_c2),
    accent_soft: rgb(0xe5ea_fc),
    accent_line: rgb(0x9aa8_f0),
    accent_on: rgb(0xffff_ff),
    focus_ring: rgb(0x3446_c9),
    shadow: rgba(0x0e1a_2624),
    connection_line: rgb(0x5a66_73),
    connection_label: rgb(0x3c48_55),
    zone_fill: rgba(0x1a2b_3c06),
    zone_region: rgb(0x5f6c_78),
    zone_az: rgb(0x4f6d_8f),
    zone_trust: rgb(0x8a2f_5f),
    zone_team: rgb(0x5b5f_8c),
    zone_team_fill: rgba(0x5b5f_8c16),
    note_fill: rgb(0xfff6_cf),
    note_line: rgb(0xe2ce_7a),
    note_text: rgb(0x4a3d_08),
    critical: severity(0xa818_2a, 0xa60d_33, 0xfce9_ec, 0xeba3_ae),
    high: severity(0x9a41_00, 0xb054_00, 0xfdee_df, 0xebb9_8a),
    medium: severity(0x6f55_00, 0xa989_00, 0xfaf2_d2, 0xdcc6_6f),
    info: severity(0x3f52_66, 0x4660_7a, 0xeaef_f4, 0xb5c2_cf),
    ok: severity(0x0f6a_43, 0x0b85_60, 0xe2f4_ea, 0x93cd_b0),
    categories: [
        category(0x1a67_c2, 0xdfeb_fa), // edge
        category(0x5a22_ae, 0xebe2_f9), // compute
        category(0x0469_5a, 0xd9ef_ea), // storage
        category(0xbf2b_72, 0xfae3_ed), // messaging
        category(0x343a_42, 0xe6ea_ee), // operations
        category(0x6b3b_1c, 0xf3e6_db), // external
        category(0x6b6b_00, 0xf1f0_cf), // hardware
    ],
};

static DARK: Palette = Palette {
    surface_base: rgb(0x0c10_14),
    surface_panel: rgb(0x141a_20),
    surface_raised: rgb(0x1c23_2b),
    surface_sunken: rgb(0x0f14_19),
    surface_hover: rgb(0x232b_34),
    surface_pressed: rgb(0x2c36_40),
    surface_selected: rgb(0x222c_55),
    canvas_fill: rgb(0x1015_1a),
    canvas_dot: rgb(0x2932_3b),
    line_subtle: rgb(0x232b_33),
    line_default: rgb(0x333e_49),
    line_strong: rgb(0x6f7c_89),
    text_primary: rgb(0xe7ec_f1),
    text_secondary: rgb(0xb3be_c9),
    text_tertiary: rgb(0x8f9b_a7),
    text_disabled: rgb(0x5c67_72),
    accent_fill: rgb(0x8093_ff),
    accent_hover: rgb(0x98a8_ff),
    accent_text: rgb(0xa3b1_ff),
    accent_soft: rgb(0x222c_55),
    accent_line: rgb(0x4a5a_b0),
    accent_on: rgb(0x0b10_30),
    focus_ring: rgb(0x8fa0_ff),
    shadow: rgba(0x0000_0070),
    connection_line: rgb(0x8894_a1),
    connection_label: rgb(0xc3cd_d6),
    zone_fill: rgba(0xffff_ff06),
    zone_region: rgb(0x8996_a3),
    zone_az: rgb(0x8baa_cd),
    zone_trust: rgb(0xe38d_b8),
    zone_team: rgb(0xa9ae_dd),
    zone_team_fill: rgba(0xa9ae_dd16),
    note_fill: rgb(0x2f2a_16),
    note_line: rgb(0x5a50_26),
    note_text: rgb(0xede0_aa),
    critical: severity(0xff9a_a2, 0xe559_6b, 0x3b1a_20, 0x7e35_40),
    high: severity(0xffb0_72, 0xe895_4a, 0x3823_12, 0x7c4d_20),
    medium: severity(0xe8cc_5c, 0xf3d4_4b, 0x312a_10, 0x6b5b_1c),
    info: severity(0xafc0_d1, 0x8ea2_b6, 0x1f2a_35, 0x4252_5f),
    ok: severity(0x74d3_a2, 0x62cb_9a, 0x1230_1f, 0x2a64_46),
    categories: [
        category(0x71cf_ff, 0x1234_4a), // edge
        category(0x9a97_ff, 0x2b2a_58), // compute
        category(0x5db7_95, 0x123a_33), // storage
        category(0xf075_b8, 0x4720_3a), // messaging
        category(0xd3da_e2, 0x313a_43), // operations
        category(0xcf9a_64, 0x3d2b_1b), // external
        category(0xd4d3_5c, 0x3737_0f), // hardware
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
