//! Lines that are taken by hand: dragged stretches, labels that slide, curves, room that is made, fingers.

use boxdrill::app::canvas::ops;
use boxdrill::layout::{Router, tidy};
use boxdrill::model::{Edit, LineStyle, Pin, Point, Side, pt, read_design, vector, write_design};
use boxdrill::scene;
use egui::{Event, Key, Modifiers, TouchDeviceId, TouchId, TouchPhase, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{Stage, center, click, design, drag, hover, press_and_move, screen, stage};
use boxdrill::model::{Connection, Id};

/// A client, and an API lower down to the right that it calls.
fn stepped() -> (Stage, Id, [Id; 2]) {
    let places = [("client", pt(0.0, 0.0)), ("api", pt(400.0, 200.0))];
    let (stage, keys) = stage("client -> api: \"asks\"", &places);
    let line = design(&stage).connections().next().expect("a line").0;
    (stage, line, [keys["client"], keys["api"]])
}

fn line(stage: &Stage, id: Id) -> &Connection {
    design(stage).connection(id).expect("the line")
}

/// The middle of the upright stretch between the two boxes.
const UPRIGHT: Point = pt(200.0, 60.0);

#[test]
fn a_dragged_stretch_stays_where_it_was_put() {
    let (mut stage, id, [client, _]) = stepped();
    let (from, to) = (screen(&stage, UPRIGHT), screen(&stage, pt(150.0, 60.0)));
    drag(&mut stage, from, to, Modifiers::NONE);
    let [Pin::Vertical(x)] = line(&stage, id).pins[..] else {
        panic!("{:?}", line(&stage, id).pins);
    };
    assert!((x - 150.0).abs() < 1e-6);
    assert_eq!(stage.state().document.undo_label(), Some("Move line"));
    // The box moves, the stretch stays.
    let (from, to) = (center(&stage, client), pt(0.0, -80.0));
    let (from, to) = (screen(&stage, from), screen(&stage, to));
    drag(&mut stage, from, to, Modifiers::NONE);
    assert_eq!(line(&stage, id).pins, [Pin::Vertical(x)]);
    stage.state_mut().document.select([id]);
    ops::reset_lines(&mut stage.state_mut().document);
    assert!(line(&stage, id).pins.is_empty());
}

#[test]
fn escape_gives_a_dragged_stretch_back() {
    let (mut stage, ..) = stepped();
    let before = write_design(design(&stage));
    let (from, to) = (screen(&stage, UPRIGHT), screen(&stage, pt(100.0, 60.0)));
    press_and_move(&mut stage, from, to, Modifiers::NONE);
    assert_ne!(write_design(design(&stage)), before);
    stage.key_press(Key::Escape);
    stage.run();
    assert_eq!(write_design(design(&stage)), before);
    assert_eq!(stage.state().document.undo_label(), None);
}

#[test]
fn a_label_slides_along_its_line() {
    let (mut stage, id, _) = stepped();
    // It begins on the longest stretch, the upright one.
    let (from, to) = (
        screen(&stage, pt(200.0, 100.0)),
        screen(&stage, pt(290.0, 205.0)),
    );
    drag(&mut stage, from, to, Modifiers::NONE);
    let put = line(&stage, id).label_at.expect("it was moved");
    assert!(put > 0.6, "{put}");
    assert!(line(&stage, id).pins.is_empty());
    // A click on it where it is now selects the line.
    stage.state_mut().document.select([]);
    stage.run();
    click(&mut stage, to);
    assert!(stage.state().document.selection().contains(&id));
}

#[test]
fn a_line_can_be_curved_and_straight_and_is_hit_where_it_is_drawn() {
    let (mut stage, id, _) = stepped();
    let courses: Vec<LineStyle> = (0..3)
        .map(|_| {
            stage.state_mut().document.select([id]);
            ops::cycle_line_style(&mut stage.state_mut().document);
            line(&stage, id).line_style
        })
        .collect();
    assert_eq!(
        courses,
        [
            LineStyle::Curved,
            LineStyle::Straight,
            LineStyle::Orthogonal
        ]
    );
    for course in &courses[..2] {
        stage.state_mut().document.select([id]);
        ops::cycle_line_style(&mut stage.state_mut().document);
        assert_eq!(line(&stage, id).line_style, *course);
        stage.state_mut().document.select([]);
        stage.run();
        // Away from the label, and far from any upright or level way.
        let at = screen(&stage, pt(250.0, 125.0));
        let straight = *course == LineStyle::Straight;
        click(&mut stage, at);
        let hit = stage.state().document.selection().contains(&id);
        assert_eq!(hit, straight, "{course:?}");
    }
}

#[test]
fn dragging_with_all_three_keys_makes_room_and_takes_it_away() {
    let (mut stage, _, [client, api]) = stepped();
    let all = Modifiers {
        alt: true,
        shift: true,
        ..Modifiers::COMMAND
    };
    let (from, to) = (
        screen(&stage, pt(150.0, 150.0)),
        screen(&stage, pt(250.0, 155.0)),
    );
    drag(&mut stage, from, to, all);
    let moved = |stage: &Stage| (center(stage, client).x, center(stage, api).x);
    let (stays, goes) = moved(&stage);
    assert!(
        stays.abs() < 1e-6 && (goes - 500.0).abs() < 1.0,
        "{stays} {goes}"
    );
    assert_eq!(stage.state().document.undo_label(), Some("Push apart"));
    stage.state_mut().document.undo();
    assert!((moved(&stage).1 - 400.0).abs() < 1e-6);
}

#[test]
fn pins_that_make_no_sense_any_more_are_offered_to_be_let_go() {
    let places = [
        ("client", pt(0.0, 0.0)),
        ("api", pt(400.0, 200.0)),
        ("db", pt(200.0, 400.0)),
    ];
    let (mut stage, keys) = stage("client -> api\ndb: sql", &places);
    let id = design(&stage).connections().next().expect("a line").0;
    let (from, to) = (screen(&stage, UPRIGHT), screen(&stage, pt(180.0, 60.0)));
    drag(&mut stage, from, to, Modifiers::NONE);
    assert_eq!(line(&stage, id).pins.len(), 1);
    // A box is put onto the stretch.
    let (from, to) = (center(&stage, keys["db"]), pt(180.0, 100.0));
    let (from, to) = (screen(&stage, from), screen(&stage, to));
    drag(&mut stage, from, to, Modifiers::NONE);
    stage.state_mut().document.select([id]);
    stage.run();
    stage.get_by_label_contains("reset it").click();
    stage.run();
    assert!(line(&stage, id).pins.is_empty());
    assert!(stage.query_by_label_contains("reset it").is_none());
}

#[test]
fn a_component_that_calls_itself_has_a_loop_that_can_be_selected() {
    let (mut stage, keys) = stage("api\napi -> api: \"tries again\"", &[("api", pt(0.0, 0.0))]);
    let id = design(&stage).connections().next().expect("a loop").0;
    let rect = ops::item_rect(design(&stage), keys["api"]).expect("a box");
    // Over the right upper corner.
    let at = screen(&stage, pt(rect.max.x + 24.0, rect.min.y - 10.0));
    click(&mut stage, at);
    assert!(stage.state().document.selection().contains(&id));
}

fn touch(stage: &mut Stage, finger: u64, phase: TouchPhase, at: egui::Pos2) {
    stage.event(Event::Touch {
        device_id: TouchDeviceId(0),
        id: TouchId(finger),
        phase,
        pos: at,
        force: None,
    });
}

#[test]
fn one_finger_on_nothing_moves_the_view_and_two_zoom() {
    let (mut stage, ..) = stepped();
    let before = write_design(design(&stage));
    let nowhere = screen(&stage, pt(60.0, 240.0));
    let corner = stage.state().canvas.camera().center;
    touch(&mut stage, 1, TouchPhase::Start, nowhere);
    drag(
        &mut stage,
        nowhere,
        nowhere + vec2(50.0, 30.0),
        Modifiers::NONE,
    );
    touch(&mut stage, 1, TouchPhase::End, nowhere + vec2(50.0, 30.0));
    stage.run();
    let moved = stage.state().canvas.camera().center;
    assert!(corner.distance(moved) > 20.0);
    let zoom = stage.state().canvas.zoom();
    for (finger, side) in [(2, -1.0), (3, 1.0)] {
        touch(
            &mut stage,
            finger,
            TouchPhase::Start,
            nowhere + vec2(40.0 * side, 0.0),
        );
    }
    stage.run();
    for step in 1..=4 {
        for (finger, side) in [(2, -1.0), (3, 1.0)] {
            let at = nowhere + vec2((40.0 + 20.0 * step as f32) * side, 0.0);
            touch(&mut stage, finger, TouchPhase::Move, at);
        }
        stage.run();
    }
    assert!(stage.state().canvas.zoom() > 1.5 * zoom);
    assert_eq!(write_design(design(&stage)), before);
}

/// Where the line of a connection begins and ends.
fn ends_of_line(stage: &Stage, id: Id) -> [Point; 2] {
    let mut router = Router::default();
    scene::route_connections(design(stage), &mut router);
    let points = &router.routes()[&id].points;
    [points[0], points[points.len() - 1]]
}

/// A client left of an API; neither is connected.
fn apart() -> (Stage, [Id; 2]) {
    let places = [("client", pt(0.0, 0.0)), ("api", pt(400.0, 0.0))];
    let (stage, keys) = stage("client: client\napi: app_service", &places);
    (stage, [keys["client"], keys["api"]])
}

/// The place of a dot of a box.
fn dot(stage: &Stage, id: Id, side: Side) -> egui::Pos2 {
    let rect = ops::item_rect(design(stage), id).expect("a box");
    let away = side.move_outward(pt(0.0, 0.0), 10.0);
    screen(stage, side.edge_middle(rect)) + vec2(away.x as f32, away.y as f32)
}

/// Draws a line from the lower dot of the client to the upper dot of the API.
fn pulled() -> (Stage, Id, [Id; 2]) {
    let (mut stage, [client, api]) = apart();
    let (from, to) = (
        dot(&stage, client, Side::Bottom),
        dot(&stage, api, Side::Top),
    );
    let middle = screen(&stage, center(&stage, client));
    hover(&mut stage, middle);
    drag(&mut stage, from, to, Modifiers::NONE);
    let id = design(&stage).connections().next().expect("a line").0;
    (stage, id, [client, api])
}

#[test]
fn a_line_leaves_at_the_dot_it_was_pulled_from_and_ends_at_the_side_it_was_dropped_on() {
    let (mut stage, id, [client, api]) = pulled();
    assert_eq!(
        line(&stage, id).sides,
        [Some(Side::Bottom), Some(Side::Top)]
    );
    let follows = |stage: &Stage| {
        let [from, to] = [client, api].map(|id| ops::item_rect(design(stage), id).expect("a box"));
        let [begin, end] = ends_of_line(stage, id);
        assert!((begin.y - from.max.y).abs() < 1e-6, "{begin:?}");
        assert!((end.y - to.min.y).abs() < 1e-6, "{end:?}");
    };
    follows(&stage);
    // Wherever the box goes.
    let edit = Edit::Translate([client].into(), vector(300.0, -240.0));
    ops::apply_edits(&mut stage.state_mut().document, "Move", vec![edit]);
    follows(&stage);
    let saved = write_design(design(&stage));
    let opened = read_design(saved.as_bytes()).expect("it was written");
    assert_eq!(opened.design.connection(id), Some(line(&stage, id)));
    stage.state_mut().document.undo();
    follows(&stage);
    stage.state_mut().document.undo();
    assert!(design(&stage).connection(id).is_none());
}

#[test]
fn sides_are_given_up_by_resetting_the_line_and_by_tidy() {
    for tidies in [false, true] {
        let (mut stage, id, _) = pulled();
        let document = &mut stage.state_mut().document;
        if tidies {
            let edits = tidy(document.design());
            ops::apply_edits(document, "Tidy", edits);
        } else {
            document.select([id]);
            ops::reset_lines(document);
        }
        assert_eq!(line(&stage, id).sides, [None; 2]);
        let [begin, end] = ends_of_line(&stage, id);
        assert!((begin.y - end.y).abs() < 1e-6, "{begin:?} {end:?}");
    }
}

#[test]
fn a_drop_in_the_middle_of_a_box_leaves_the_side_open() {
    let (mut stage, [client, api]) = apart();
    let (from, to) = (dot(&stage, client, Side::Top), center(&stage, api));
    let to = screen(&stage, to);
    let middle = screen(&stage, center(&stage, client));
    hover(&mut stage, middle);
    drag(&mut stage, from, to, Modifiers::NONE);
    let id = design(&stage).connections().next().expect("a line").0;
    assert_eq!(line(&stage, id).sides, [Some(Side::Top), None]);
    assert_eq!(
        line(&stage, id).clone().reversed().sides,
        [None, Some(Side::Top)]
    );
}

#[test]
fn what_is_inserted_from_a_dot_is_called_from_that_side() {
    let (mut stage, [client, _]) = apart();
    let below = dot(&stage, client, Side::Bottom);
    let middle = screen(&stage, center(&stage, client));
    hover(&mut stage, middle);
    click(&mut stage, below);
    stage.key_press(Key::Enter);
    stage.run();
    let (_, drawn) = design(&stage).connections().next().expect("a line");
    assert_eq!(
        (drawn.from, drawn.sides),
        (client, [Some(Side::Bottom), None])
    );
}
