//! The icons of the interface and of the drawing, by name: code points of the Phosphor icon font, the same in Regular and Fill.

/// Makes a constant of each icon, with its name in the font, and for tests the list of all.
macro_rules! icons {
    ($($name:ident = $code:literal, $in_font:literal;)+) => {
        $(
            #[doc = concat!("`", $in_font, "`.")]
            pub const $name: char = $code;
        )+

        #[cfg(test)]
        const ALL: &[char] = &[$($name),+];
    };
}

icons! {
    WARNING_OCTAGON = '\u{E4E4}', "warning-octagon";
    WARNING = '\u{E4E0}', "warning";
    WARNING_DIAMOND = '\u{E7FC}', "warning-diamond";
    INFO = '\u{E2CE}', "info";
    CHECK_CIRCLE = '\u{E184}', "check-circle";
    CHECK = '\u{E182}', "check";
    X = '\u{E4F6}', "x";
    PLUS = '\u{E3D4}', "plus";
    MINUS = '\u{E32A}', "minus";
    MAGNIFYING_GLASS = '\u{E30C}', "magnifying-glass";
    EXPORT = '\u{EAF0}', "export";
    ARROW_COUNTER_CLOCKWISE = '\u{E038}', "arrow-counter-clockwise";
    ARROW_CLOCKWISE = '\u{E036}', "arrow-clockwise";
    BLUEPRINT = '\u{EDA0}', "blueprint";
    EXAM = '\u{E742}', "exam";
    CURSOR = '\u{E1DC}', "cursor";
    HAND = '\u{E298}', "hand";
    ARROW_UP_RIGHT = '\u{E092}', "arrow-up-right";
    BOUNDING_BOX = '\u{E6CE}', "bounding-box";
    TEXT_T = '\u{E48A}', "text-t";
    EYE = '\u{E220}', "eye";
    EYE_SLASH = '\u{E224}', "eye-slash";
    LIGHTBULB = '\u{E2DC}', "lightbulb";
    TARGET = '\u{E47C}', "target";
    ARROW_U_UP_LEFT = '\u{E08A}', "arrow-u-up-left";
    GEAR_SIX = '\u{E272}', "gear-six";
    MAGIC_WAND = '\u{E6B6}', "magic-wand";
    NOTE = '\u{E348}', "note";
    CARET_DOWN = '\u{E136}', "caret-down";
    CARET_RIGHT = '\u{E13A}', "caret-right";
    CARET_LEFT = '\u{E138}', "caret-left";
    CARET_UP = '\u{E13C}', "caret-up";
    FOLDER_OPEN = '\u{E256}', "folder-open";
    FILE_PLUS = '\u{E236}', "file-plus";
    FILE = '\u{E230}', "file";
    MOON = '\u{E330}', "moon";
    SUN = '\u{E472}', "sun";
    LOCK_SIMPLE = '\u{E308}', "lock-simple";
    CLOCK = '\u{E19A}', "clock";
    HOURGLASS = '\u{E2B8}', "hourglass-medium";
    DROP_SLASH = '\u{E954}', "drop-slash";
    FOOTPRINTS = '\u{EA88}', "footprints";
    PLAY = '\u{E3D0}', "play";
    PAUSE = '\u{E39E}', "pause";
    BRAIN = '\u{E74E}', "brain";
    TIMER = '\u{E492}', "timer";
    TRASH = '\u{E4A6}', "trash";
    COPY = '\u{E1CA}', "copy";
    BOOK_OPEN = '\u{E0E6}', "book-open";
    ARROW_LEFT = '\u{E058}', "arrow-left";
    LIST = '\u{E2F0}', "list";
    SQUARES_FOUR = '\u{E464}', "squares-four";
    MAP_PIN_AREA = '\u{EE3A}', "map-pin-area";
    BUILDINGS = '\u{E102}', "buildings";
    SHIELD_CHECK = '\u{E40C}', "shield-check";
    USERS_THREE = '\u{E68E}', "users-three";
    ARROW_ELBOW_DOWN_RIGHT = '\u{E046}', "arrow-elbow-down-right";
    ARROWS_LEFT_RIGHT = '\u{E0A0}', "arrows-left-right";
    ARROW_RIGHT = '\u{E06C}', "arrow-right";
    CIRCLE = '\u{E18A}', "circle";
    POWER = '\u{E3DA}', "power";
    TILDE = '\u{EDA8}', "tilde";
    SLIDERS_HORIZONTAL = '\u{E434}', "sliders-horizontal";
    TREE_STRUCTURE = '\u{E67C}', "tree-structure";
    CODE = '\u{E1BC}', "code";
    CPU = '\u{E610}', "cpu";
    DATABASE = '\u{E1DE}', "database";
    PATH = '\u{E39C}', "path";
    KEYBOARD = '\u{E2D8}', "keyboard";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Face;
    use crate::text::has_glyph;

    #[test]
    fn every_icon_is_in_both_fonts() {
        for &glyph in ALL {
            assert!(
                has_glyph(glyph, Face::Icons) && has_glyph(glyph, Face::IconsFill),
                "{:x}",
                glyph as u32
            );
        }
    }
}
