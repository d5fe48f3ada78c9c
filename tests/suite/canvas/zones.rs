//! Zones take in and let go what they are drawn over, and say so.

use boxdrill::app::canvas::{membership, ops};
use boxdrill::model::{Edit, Id, Rect, pt, vector};
use egui::{Key, Modifiers};

use super::gestures::key;
use super::{Stage, center, design, drag, draw_zone, screen, stage, take, three};

/// A zone around the API alone.
fn with_zone() -> (Stage, std::collections::BTreeMap<String, Id>, Id) {
    let (mut stage, keys) = three();
    stage.state_mut().document.select([keys["api"]]);
    _ = membership::group(&mut stage.state_mut().document);
    let zone = design(&stage).parent(keys["api"]).expect("a zone");
    stage.run();
    (stage, keys, zone)
}

fn zone_rect(stage: &Stage, zone: Id) -> Rect {
    design(stage).zone(zone).expect("the zone").rect
}

#[test]
fn a_zone_takes_in_what_it_is_drawn_over_and_says_so() {
    let (mut stage, keys) = three();
    // The API sticks out of it on the right, but its middle is inside.
    draw_zone(&mut stage, pt(-120.0, -80.0), pt(350.0, 80.0));
    key(&mut stage, Modifiers::NONE, Key::Escape);
    let zone = design(&stage).zones().next().expect("a zone").0;
    assert_eq!(design(&stage).parent(keys["client"]), Some(zone));
    assert_eq!(design(&stage).parent(keys["api"]), Some(zone));
    assert_eq!(design(&stage).parent(keys["db"]), None);
    let words = stage.state().notice.clone().unwrap_or_default();
    assert!(words.starts_with("2 boxes now in "), "{words}");
}

#[test]
fn drawing_and_naming_a_zone_is_one_step() {
    let (mut stage, keys) = three();
    draw_zone(&mut stage, pt(-120.0, -80.0), pt(440.0, 80.0));
    stage.event(egui::Event::Text("Edge".to_owned()));
    stage.run();
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(
        design(&stage).zones().next().expect("a zone").1.name,
        "Edge"
    );
    assert!(stage.state_mut().document.undo());
    assert_eq!(design(&stage).zones().len(), 0);
    assert_eq!(design(&stage).parent(keys["api"]), None);
}

#[test]
fn a_zone_that_is_resized_takes_in_and_lets_go() {
    let (mut stage, keys, zone) = with_zone();
    let corner = zone_rect(&stage, zone).max;
    let from = screen(&stage, corner);
    let to = screen(&stage, pt(690.0, 190.0));
    drag(&mut stage, from, to, Modifiers::NONE);
    assert_eq!(design(&stage).parent(keys["db"]), Some(zone));
    assert_eq!(stage.state().notice.as_deref(), Some("1 box now in Group"));
    let corner = zone_rect(&stage, zone).max;
    let from = screen(&stage, corner);
    let back = screen(&stage, pt(440.0, 60.0));
    drag(&mut stage, from, back, Modifiers::NONE);
    assert_eq!(design(&stage).parent(keys["db"]), None);
    assert_eq!(design(&stage).parent(keys["api"]), Some(zone));
    stage.state_mut().document.undo();
    assert_eq!(design(&stage).parent(keys["db"]), Some(zone), "one step");
}

#[test]
fn a_group_inside_a_zone_stays_inside_and_under_its_title() {
    let (mut stage, keys, outer) = with_zone();
    for _ in 0..3 {
        stage.state_mut().document.select([keys["api"]]);
        _ = membership::group(&mut stage.state_mut().document);
        stage.run();
    }
    let mut inner = design(&stage).parent(keys["api"]).expect("a zone");
    let mut depth = 0;
    while let Some(around) = design(&stage).parent(inner) {
        let (within, without) = (zone_rect(&stage, inner), zone_rect(&stage, around));
        assert!(without.contains_rect(within));
        assert!(within.min.y - without.min.y >= 32.0, "the title is covered");
        (inner, depth) = (around, depth + 1);
    }
    assert_eq!((inner, depth), (outer, 3));
}

#[test]
fn a_zone_under_a_box_is_reached_with_alt() {
    let (mut stage, keys, zone) = with_zone();
    take(&mut stage, keys["api"]);
    stage.run_steps(30);
    let at = screen(&stage, center(&stage, keys["api"]));
    super::gestures::click_with(&mut stage, at, Modifiers::ALT);
    assert_eq!(super::only_selected(&stage), zone);
}

#[test]
fn the_click_after_a_drag_selects_nothing_underneath() {
    let (mut stage, keys) = stage(
        "a: service\nb: service",
        &[("a", pt(0.0, 0.0)), ("b", pt(40.0, 16.0))],
    );
    let from = screen(&stage, pt(30.0, 8.0));
    drag(
        &mut stage,
        from,
        from + egui::vec2(12.0, 0.0),
        Modifiers::NONE,
    );
    stage.run_steps(30);
    let at = from + egui::vec2(12.0, 0.0);
    super::click(&mut stage, at);
    assert_eq!(super::only_selected(&stage), keys["b"]);
}

#[test]
fn arrows_across_the_edge_of_a_zone_hand_a_box_over() {
    let (mut stage, keys, zone) = with_zone();
    let document = &mut stage.state_mut().document;
    document.select([keys["api"]]);
    let words = membership::nudge(document, vector(0.0, 200.0));
    assert_eq!(words.as_deref(), Some("1 box no longer in Group"));
    let words = membership::nudge(document, vector(0.0, -200.0));
    assert_eq!(words.as_deref(), Some("1 box now in Group"));
    assert_eq!(document.design().parent(keys["api"]), Some(zone));
}

#[test]
fn deleting_a_zone_can_keep_what_lies_in_it() {
    let (mut stage, keys, zone) = with_zone();
    let document = &mut stage.state_mut().document;
    document.select([zone]);
    let (zones, inside) = ops::unselected_contents(document);
    assert_eq!((zones, inside), ([zone].into(), 1));
    assert_eq!(ops::delete_keeping_contents(document), 1);
    assert!(document.design().component(keys["api"]).is_some());
    assert!(document.undo());
    document.select([zone]);
    assert_eq!(ops::delete(document), 3, "the zone, the box and its line");
    assert!(document.undo());
    let lock = Edit::SetLocked([keys["api"]].into(), true);
    document.apply("Lock", lock).expect("it can be locked");
    document.select([zone]);
    let refusal = ops::refuse_deletion(document).expect("a reason");
    assert!(refusal.contains("Group is locked"), "{refusal}");
}
