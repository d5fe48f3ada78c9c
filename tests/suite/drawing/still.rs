//! Lines keep still: a new connection moves no other line, except where one has to make way.

use std::collections::BTreeMap;

use boxdrill::layout::{Route, Router, tidy};
use boxdrill::model::{Connection, Design, Edit, Id};
use boxdrill::scene;

use super::accepted;
use super::readable::by_hand;
use boxdrill::model::SplitMix64;

fn routes(design: &Design) -> BTreeMap<Id, Route> {
    let mut router = Router::default();
    scene::route_connections(design, &mut router);
    router.routes().clone()
}

fn has_moved(before: &Route, after: &Route) -> bool {
    let far = |(a, b): (&boxdrill::model::Point, &boxdrill::model::Point)| a.distance(*b) > 0.01;
    before.points.len() != after.points.len() || before.points.iter().zip(&after.points).any(far)
}

/// How many lines move when components are connected that were not: those at neither end of the new line, and straight
/// ones anywhere.
fn moved_by_one_more(design: &Design, seed: u64) -> (usize, usize) {
    let ids: Vec<Id> = design.components().map(|(id, _)| id).collect();
    let mut random = SplitMix64::new(seed);
    let mut pick = || ids[random.below(ids.len() as u64) as usize];
    let connected = |a: Id, b: Id| design.connections().any(|(_, c)| (c.from, c.to) == (a, b));
    let (from, to) = loop {
        let ends = (pick(), pick());
        if ends.0 != ends.1 && !connected(ends.0, ends.1) {
            break ends;
        }
    };
    let before = routes(design);
    let mut more = design.clone();
    let connection = Connection::new(from, to);
    more.apply(Edit::PutConnection(design.fresh_id(), connection))
        .expect("both ends are there");
    let after = routes(&more);
    let moved = before
        .iter()
        .filter(|(id, route)| has_moved(route, &after[id]));
    let (mut strange, mut straight) = (0, 0);
    for (id, route) in moved {
        let line = design.connection(*id).expect("it was drawn");
        let ends = [line.from, line.to];
        strange += usize::from(!ends.contains(&from) && !ends.contains(&to));
        straight += usize::from(route.points.len() == 2);
    }
    (strange, straight)
}

#[test]
fn a_new_connection_moves_hardly_any_line_that_it_does_not_touch() {
    let accepted: Vec<Design> = accepted()
        .into_iter()
        .map(|(_, mut design)| {
            let edits = tidy(&design);
            design.apply_all(edits).expect("what Tidy wants is allowed");
            design
        })
        .collect();
    let by_hand: Vec<Design> = (1..=60).map(|seed| by_hand(seed, (272.0, 144.0))).collect();
    // The aim is one strange line in ten drawings and one straight line in twenty. Drawings made by hand are not there yet.
    for (designs, most_strange, most_straight) in [(accepted, 4, 2), (by_hand, 8, 4)] {
        let all = (1..).zip(&designs);
        let moved = all.map(|(seed, design)| moved_by_one_more(design, seed));
        let (strange, straight) = moved.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let drawings = designs.len();
        assert!(
            strange <= most_strange,
            "{strange} lines moved in {drawings} drawings"
        );
        assert!(
            straight <= most_straight,
            "{straight} straight lines moved in {drawings} drawings"
        );
    }
}
