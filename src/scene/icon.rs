//! The icons of the interface and of the drawing, by name: code points of the Phosphor icon font, the same in Regular and Fill.

/// `warning-octagon`.
pub const WARNING_OCTAGON: char = '\u{E4E4}';
/// `warning`.
pub const WARNING: char = '\u{E4E0}';
/// `warning-diamond`.
pub const WARNING_DIAMOND: char = '\u{E7FC}';
/// `info`.
pub const INFO: char = '\u{E2CE}';
/// `check-circle`.
pub const CHECK_CIRCLE: char = '\u{E184}';
/// `check`.
pub const CHECK: char = '\u{E182}';
/// `x`.
pub const X: char = '\u{E4F6}';
/// `plus`.
pub const PLUS: char = '\u{E3D4}';
/// `minus`.
pub const MINUS: char = '\u{E32A}';
/// `magnifying-glass`.
pub const MAGNIFYING_GLASS: char = '\u{E30C}';
/// `export`.
pub const EXPORT: char = '\u{EAF0}';
/// `arrow-counter-clockwise`.
pub const ARROW_COUNTER_CLOCKWISE: char = '\u{E038}';
/// `arrow-clockwise`.
pub const ARROW_CLOCKWISE: char = '\u{E036}';
/// `blueprint`.
pub const BLUEPRINT: char = '\u{EDA0}';
/// `kanban`.
pub const KANBAN: char = '\u{EB54}';
/// `exam`.
pub const EXAM: char = '\u{E742}';
/// `cursor`.
pub const CURSOR: char = '\u{E1DC}';
/// `hand`.
pub const HAND: char = '\u{E298}';
/// `arrow-up-right`.
pub const ARROW_UP_RIGHT: char = '\u{E092}';
/// `bounding-box`.
pub const BOUNDING_BOX: char = '\u{E6CE}';
/// `text-t`.
pub const TEXT_T: char = '\u{E48A}';
/// `eye`.
pub const EYE: char = '\u{E220}';
/// `eye-slash`.
pub const EYE_SLASH: char = '\u{E224}';
/// `chat-centered-text`.
pub const CHAT_CENTERED_TEXT: char = '\u{E166}';
/// `lightbulb`.
pub const LIGHTBULB: char = '\u{E2DC}';
/// `target`.
pub const TARGET: char = '\u{E47C}';
/// `arrow-u-up-left`.
pub const ARROW_U_UP_LEFT: char = '\u{E08A}';
/// `gear-six`.
pub const GEAR_SIX: char = '\u{E272}';
/// `magic-wand`.
pub const MAGIC_WAND: char = '\u{E6B6}';
/// `note`.
pub const NOTE: char = '\u{E348}';
/// `caret-down`.
pub const CARET_DOWN: char = '\u{E136}';
/// `caret-right`.
pub const CARET_RIGHT: char = '\u{E13A}';
/// `caret-left`.
pub const CARET_LEFT: char = '\u{E138}';
/// `caret-up`.
pub const CARET_UP: char = '\u{E13C}';
/// `folder-open`.
pub const FOLDER_OPEN: char = '\u{E256}';
/// `floppy-disk`.
pub const FLOPPY_DISK: char = '\u{E248}';
/// `file-plus`.
pub const FILE_PLUS: char = '\u{E236}';
/// `file`.
pub const FILE: char = '\u{E230}';
/// `moon`.
pub const MOON: char = '\u{E330}';
/// `sun`.
pub const SUN: char = '\u{E472}';
/// `desktop`.
pub const DESKTOP: char = '\u{E560}';
/// `lock-simple`.
pub const LOCK_SIMPLE: char = '\u{E308}';
/// `clock`.
pub const CLOCK: char = '\u{E19A}';
/// `hourglass-medium`.
pub const HOURGLASS: char = '\u{E2B8}';
/// `drop-slash`.
pub const DROP_SLASH: char = '\u{E954}';
/// `footprints`.
pub const FOOTPRINTS: char = '\u{EA88}';
/// `play`.
pub const PLAY: char = '\u{E3D0}';
/// `pause`.
pub const PAUSE: char = '\u{E39E}';
/// `brain`.
pub const BRAIN: char = '\u{E74E}';
/// `timer`.
pub const TIMER: char = '\u{E492}';
/// `trash`.
pub const TRASH: char = '\u{E4A6}';
/// `copy`.
pub const COPY: char = '\u{E1CA}';
/// `book-open`.
pub const BOOK_OPEN: char = '\u{E0E6}';
/// `question`.
pub const QUESTION: char = '\u{E3E8}';
/// `arrow-left`.
pub const ARROW_LEFT: char = '\u{E058}';
/// `house`.
pub const HOUSE: char = '\u{E2C2}';
/// `list`.
pub const LIST: char = '\u{E2F0}';
/// `dots-three`.
pub const DOTS_THREE: char = '\u{E1FE}';
/// `squares-four`.
pub const SQUARES_FOUR: char = '\u{E464}';
/// `map-pin-area`.
pub const MAP_PIN_AREA: char = '\u{EE3A}';
/// `buildings`.
pub const BUILDINGS: char = '\u{E102}';
/// `shield-check`.
pub const SHIELD_CHECK: char = '\u{E40C}';
/// `users-three`.
pub const USERS_THREE: char = '\u{E68E}';
/// `arrow-elbow-down-right`.
pub const ARROW_ELBOW_DOWN_RIGHT: char = '\u{E046}';
/// `arrows-left-right`.
pub const ARROWS_LEFT_RIGHT: char = '\u{E0A0}';
/// `arrow-right`.
pub const ARROW_RIGHT: char = '\u{E06C}';
/// `arrow-up`.
pub const ARROW_UP: char = '\u{E08E}';
/// `arrow-down`.
pub const ARROW_DOWN: char = '\u{E03E}';
/// `circle`.
pub const CIRCLE: char = '\u{E18A}';
/// `power`.
pub const POWER: char = '\u{E3DA}';
/// `tilde`.
pub const TILDE: char = '\u{EDA8}';
/// `sliders-horizontal`.
pub const SLIDERS_HORIZONTAL: char = '\u{E434}';
/// `corners-out`.
pub const CORNERS_OUT: char = '\u{E1D0}';
/// `graph`.
pub const GRAPH: char = '\u{EB58}';
/// `tree-structure`.
pub const TREE_STRUCTURE: char = '\u{E67C}';
/// `code`.
pub const CODE: char = '\u{E1BC}';
/// `cpu`.
pub const CPU: char = '\u{E610}';
/// `database`.
pub const DATABASE: char = '\u{E1DE}';
/// `path`.
pub const PATH: char = '\u{E39C}';
/// `keyboard`.
pub const KEYBOARD: char = '\u{E2D8}';
/// `command`.
pub const COMMAND: char = '\u{E1C4}';
/// `clipboard`.
pub const CLIPBOARD: char = '\u{E196}';
/// `image`.
pub const IMAGE: char = '\u{E2CA}';
/// `sidebar-simple`.
pub const SIDEBAR_SIMPLE: char = '\u{EC24}';
/// `link-simple`.
pub const LINK_SIMPLE: char = '\u{E2E6}';
/// `pencil-simple`.
pub const PENCIL_SIMPLE: char = '\u{E3B4}';
/// `arrows-out`.
pub const ARROWS_OUT: char = '\u{E0A2}';
/// `sort-ascending`.
pub const SORT_ASCENDING: char = '\u{E444}';
/// `infinity`.
pub const INFINITY: char = '\u{E634}';
/// `plus-circle`.
pub const PLUS_CIRCLE: char = '\u{E3D6}';

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Face;
    use crate::text::has_glyph;

    #[test]
    fn every_icon_is_in_both_fonts() {
        let all = [
            WARNING_OCTAGON,
            WARNING,
            WARNING_DIAMOND,
            INFO,
            CHECK_CIRCLE,
            CHECK,
            X,
            PLUS,
            MINUS,
            MAGNIFYING_GLASS,
            EXPORT,
            ARROW_COUNTER_CLOCKWISE,
            ARROW_CLOCKWISE,
            BLUEPRINT,
            KANBAN,
            EXAM,
            CURSOR,
            HAND,
            ARROW_UP_RIGHT,
            BOUNDING_BOX,
            TEXT_T,
            EYE,
            EYE_SLASH,
            CHAT_CENTERED_TEXT,
            LIGHTBULB,
            TARGET,
            ARROW_U_UP_LEFT,
            GEAR_SIX,
            MAGIC_WAND,
            NOTE,
            CARET_DOWN,
            CARET_RIGHT,
            CARET_LEFT,
            CARET_UP,
            FOLDER_OPEN,
            FLOPPY_DISK,
            FILE_PLUS,
            FILE,
            MOON,
            SUN,
            DESKTOP,
            CLOCK,
            LOCK_SIMPLE,
            TIMER,
            TRASH,
            COPY,
            QUESTION,
            ARROW_LEFT,
            HOUSE,
            LIST,
            DOTS_THREE,
            SQUARES_FOUR,
            MAP_PIN_AREA,
            BUILDINGS,
            SHIELD_CHECK,
            USERS_THREE,
            ARROW_ELBOW_DOWN_RIGHT,
            ARROWS_LEFT_RIGHT,
            ARROW_RIGHT,
            ARROW_UP,
            ARROW_DOWN,
            CIRCLE,
            POWER,
            TILDE,
            SLIDERS_HORIZONTAL,
            CORNERS_OUT,
            GRAPH,
            TREE_STRUCTURE,
            CODE,
            BRAIN,
            CPU,
            DATABASE,
            PATH,
            KEYBOARD,
            COMMAND,
            CLIPBOARD,
            IMAGE,
            SIDEBAR_SIMPLE,
            LINK_SIMPLE,
            PENCIL_SIMPLE,
            ARROWS_OUT,
            SORT_ASCENDING,
            INFINITY,
            PLUS_CIRCLE,
        ];
        for glyph in all {
            assert!(
                has_glyph(glyph, Face::Icons) && has_glyph(glyph, Face::IconsFill),
                "{:x}",
                glyph as u32
            );
        }
    }
}
