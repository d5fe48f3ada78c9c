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
    if is_availability_zone(name) {
        ZoneKind::AvailabilityZone
    } else if mentions(name, &["region"]) || names_a_place() {
        ZoneKind::Region
    } else if mentions(name, &["team"]) {
        ZoneKind::Team
    } else {
        ZoneKind::Generic
    }
}

/// Whether a name is that of one of several zones of a place: "AZ 1", "availability zone", "Zone B". A "public zone" is
/// a part of a network.
fn is_availability_zone(name: &str) -> bool {
    let words: Vec<String> = lower_words(name).collect();
    let follows = |index: usize| words.get(index + 1).map(String::as_str);
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let is_mark = |word: &str| word.len() <= 1 || (word.len() <= 3 && word.bytes().any(is_digit));
    words.iter().enumerate().any(|(index, word)| {
        let numbered = word.strip_prefix("az").is_some_and(is_mark);
        let is_zone = matches!(word.as_str(), "zone" | "zones");
        let before = index.checked_sub(1).map(|before| words[before].as_str());
        let after = follows(index).is_none_or(is_mark);
        numbered
            || (is_zone && matches!(before, Some("availability" | "avail")))
            || (word == "zone" && follows(index).is_some() && after)
    })
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
            ("Public zone", ZoneKind::Generic),
            ("Zone of trust", ZoneKind::Generic),
            ("Availability zone", ZoneKind::AvailabilityZone),
            ("zone 2", ZoneKind::AvailabilityZone),
            ("AZ1", ZoneKind::AvailabilityZone),
        ] {
            assert_eq!(zone_kind(name), kind, "{name}");
        }
    }
}
