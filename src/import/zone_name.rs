//! What a frame on a drawing by another program is, by its name.

use crate::model::ZoneKind;
use crate::model::text_match::{lower_words, mentions};

/// "us-east-1" is the name of a place in the clouds: what stands before the hyphen is a part of the world.
const PARTS_OF_THE_WORLD: [&str; 3] = ["ap", "eu", "us"];

pub(super) fn zone_kind(name: &str) -> ZoneKind {
    let names_a_place = || {
        let mut pieces = name
            .split_whitespace()
            .filter_map(|piece| piece.split_once('-'));
        let is_part = |word: String| PARTS_OF_THE_WORLD.contains(&word.as_str());
        pieces.any(|(part, _)| lower_words(part).any(is_part))
    };
    if mentions(name, &["zone ", "az "]) {
        ZoneKind::AvailabilityZone
    } else if mentions(name, &["region"]) || names_a_place() {
        ZoneKind::Region
    } else if mentions(name, &["team"]) {
        ZoneKind::Team
    } else {
        ZoneKind::Generic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_words_and_not_by_letters_in_them() {
        for (name, kind) in [
            ("EU region", ZoneKind::Region),
            ("Team Links", ZoneKind::Team),
            ("Zone A", ZoneKind::AvailabilityZone),
            ("az-1", ZoneKind::AvailabilityZone),
            ("Production (us-east-1)", ZoneKind::Region),
            ("Status-page", ZoneKind::Generic),
            ("Steam games", ZoneKind::Generic),
            ("Ozone sensors", ZoneKind::Generic),
        ] {
            assert_eq!(zone_kind(name), kind, "{name}");
        }
    }
}
