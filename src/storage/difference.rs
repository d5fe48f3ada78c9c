//! What lies between two states of a drawing, in words: "3 boxes and 1 connection added, 1 box moved".

use std::collections::BTreeMap;

use crate::model::{Component, Connection, Design, Id, Note, Point, Rect, Zone};

/// Changes that are listed before the rest is summed up.
const TOLD: usize = 3;

/// What is in a drawing: "3 boxes, 2 connections".
#[must_use]
pub fn describe_contents(design: &Design) -> String {
    let counts = [
        (BOX, design.components().len()),
        (CONNECTION, design.connections().len()),
        (ZONE, design.zones().len()),
        (NOTE, design.notes().len()),
    ];
    let some: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(noun, count)| count_noun(count, noun))
        .collect();
    if some.is_empty() {
        "Nothing drawn".to_owned()
    } else {
        some.join(", ")
    }
}

/// What was done between two states of a drawing; "No change" where a reader sees none.
#[must_use]
pub fn describe_difference(before: &Design, after: &Design) -> String {
    let sorts = [
        (
            BOX,
            count_changes(
                before.components(),
                after.components(),
                only_moved_component,
            ),
        ),
        (
            CONNECTION,
            count_changes(before.connections(), after.connections(), same_line),
        ),
        (
            ZONE,
            count_changes(before.zones(), after.zones(), same_zone),
        ),
        (
            NOTE,
            count_changes(before.notes(), after.notes(), same_note),
        ),
    ];
    let mut parts = Vec::new();
    for (index, verb) in VERBS.into_iter().enumerate() {
        let counts: Vec<String> = sorts
            .iter()
            .map(|(noun, tally)| (tally[index], *noun))
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| count_noun(count, noun))
            .collect();
        if !counts.is_empty() {
            parts.push(format!("{} {verb}", counts.join(" and ")));
        }
    }
    for (what, same) in compare_metadata(before, after) {
        if !same {
            parts.push(format!("{what} changed"));
        }
    }
    match parts.len() {
        0 => "No change".to_owned(),
        1..=TOLD => parts.join(", "),
        _ => format!("{} and more", parts[..TOLD].join(", ")),
    }
}

type Noun = [&'static str; 2];
const BOX: Noun = ["box", "boxes"];
const CONNECTION: Noun = ["connection", "connections"];
const ZONE: Noun = ["zone", "zones"];
const NOTE: Noun = ["note", "notes"];

/// How many items of one sort came, went, changed, or only lie elsewhere; in the order of [`VERBS`].
type Tally = [usize; 4];
const VERBS: [&str; 4] = ["added", "removed", "changed", "moved"];

fn count_noun(count: usize, [one, many]: Noun) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `only_moved` tells whether two states of an item differ in nothing but their place.
fn count_changes<'a, T: PartialEq + 'a>(
    before: impl Iterator<Item = (Id, &'a T)>,
    after: impl Iterator<Item = (Id, &'a T)>,
    only_moved: impl Fn(&T, &T) -> bool,
) -> Tally {
    let mut before: BTreeMap<Id, &T> = before.collect();
    let (mut added, mut changed, mut moved) = (0, 0, 0);
    for (id, item) in after {
        match before.remove(&id) {
            None => added += 1,
            Some(old) if old == item => {}
            Some(old) if only_moved(old, item) => moved += 1,
            Some(_) => changed += 1,
        }
    }
    [added, before.len(), changed, moved]
}

fn only_moved_component(old: &Component, new: &Component) -> bool {
    let placed = |item: &Component| Component {
        at: Point::default(),
        parent: None,
        ..item.clone()
    };
    placed(old) == placed(new)
}

fn same_line(_: &Connection, _: &Connection) -> bool {
    false
}

fn same_zone(old: &Zone, new: &Zone) -> bool {
    let placed = |item: &Zone| Zone {
        rect: empty_rect(),
        parent: None,
        ..item.clone()
    };
    placed(old) == placed(new)
}

fn same_note(old: &Note, new: &Note) -> bool {
    let placed = |item: &Note| Note {
        rect: empty_rect(),
        parent: None,
        ..item.clone()
    };
    placed(old) == placed(new)
}

fn empty_rect() -> Rect {
    Rect::from_min(Point::default(), 0.0, 0.0)
}

/// The properties of a drawing as a whole, and whether each is the same in both.
fn compare_metadata(a: &Design, b: &Design) -> [(&'static str, bool); 12] {
    [
        ("title", a.title() == b.title()),
        ("prompt", a.scenario() == b.scenario()),
        ("assumptions", a.assumptions() == b.assumptions()),
        ("accepted findings", a.acceptances() == b.acceptances()),
        (
            "which component covers what",
            a.job_claims() == b.job_claims(),
        ),
        ("prices", a.prices() == b.prices()),
        ("traffic", a.traffic() == b.traffic()),
        ("peak", a.peak() == b.peak()),
        (
            "open connections",
            a.open_connections() == b.open_connections(),
        ),
        ("program plan", a.program() == b.program()),
        ("locked items", a.locked() == b.locked()),
        ("stacking order", a.layers() == b.layers()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, parse_notation, pt};

    fn base() -> Design {
        parse_notation("client -> api -> db").unwrap().design
    }

    fn with(edits: impl IntoIterator<Item = Edit>) -> Design {
        let mut design = base();
        design.apply_all(edits).unwrap();
        design
    }

    fn first(design: &Design) -> Id {
        design.components().next().unwrap().0
    }

    #[test]
    fn tells_what_came_went_changed_and_moved() {
        let before = base();
        let described = |after: &Design| describe_difference(&before, after);
        assert_eq!(described(&before), "No change");
        let id = before.fresh_id();
        let cache = Component::new("cache", "Cache", pt(0.0, 400.0));
        assert_eq!(
            described(&with([Edit::PutComponent(id, cache)])),
            "1 box added"
        );
        let gone = with([Edit::Remove([first(&before)].into())]);
        assert_eq!(described(&gone), "1 box and 1 connection removed");
        assert_eq!(
            describe_difference(&gone, &before),
            "1 box and 1 connection added"
        );
        let all = before.ids().collect();
        let moved = with([Edit::Translate(all, pt(9.0, 0.0) - Point::default())]);
        assert_eq!(described(&moved), "3 boxes moved");
        let mut twice = before.component(first(&before)).unwrap().clone();
        twice.replicas = crate::model::Replicas::Exactly(2);
        let changed = with([
            Edit::PutComponent(first(&before), twice),
            Edit::SetTitle("Mine".to_owned()),
        ]);
        assert_eq!(described(&changed), "1 box changed, title changed");
    }

    #[test]
    fn sums_up_what_is_too_much_to_tell() {
        let described = describe_difference(
            &base(),
            &parse_notation("title \"Other\"\nassume \"x\"\nprice sql month=1\ntraffic 3")
                .unwrap()
                .design,
        );
        assert_eq!(
            described,
            "3 boxes and 2 connections removed, title changed, assumptions changed and more"
        );
    }

    #[test]
    fn says_what_there_is() {
        assert_eq!(describe_contents(&Design::new()), "Nothing drawn");
        assert_eq!(describe_contents(&base()), "3 boxes, 2 connections");
    }

    #[test]
    fn ids_given_and_taken_back_do_not_count() {
        let id = base().fresh_id();
        let cache = Component::new("cache", "Cache", pt(0.0, 400.0));
        let back = with([Edit::PutComponent(id, cache), Edit::Remove([id].into())]);
        assert_ne!(back, base());
        assert!(back.is_same_drawing(&base()));
        assert_eq!(describe_difference(&base(), &back), "No change");
    }
}
