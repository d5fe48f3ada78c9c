//! The canvas under mouse and keys, without a screen.

mod editing;
mod gestures;
mod habits;
mod keyboard;
mod lines;
mod view;
mod zones;

use boxdrill::app::canvas::align::Toward;
use boxdrill::app::canvas::{Canvas, CanvasContext, Interaction, Tool, membership};
use boxdrill::model::{Design, Document, Id, Point, parse_notation, pt, write_design};
use boxdrill::practice::Preferences;
use boxdrill::scene::{Theme, component_rect};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct State {
    canvas: Canvas,
    document: Document,
    snap: bool,
    wheel_zooms: bool,
    notice: Option<String>,
    menu: Option<Pos2>,
    fonts: bool,
}

pub(super) type Stage = Harness<'static, State>;

/// A canvas with a drawing: a client at the origin, an API to the right, a store further right.
pub(super) fn stage(text: &str, places: &[(&str, Point)]) -> (Stage, BTreeMap<String, Id>) {
    let parsed = parse_notation(text).expect("the test's notation is sound");
    let mut design = parsed.design;
    for (key, at) in places {
        let id = parsed.keys[*key];
        let component = boxdrill::model::Component {
            at: *at,
            ..design.component(id).expect("a component").clone()
        };
        design
            .apply(boxdrill::model::Edit::PutComponent(id, component))
            .expect("a sound place");
    }
    let state = State {
        canvas: Canvas::default(),
        document: Document::new(design),
        snap: false,
        wheel_zooms: false,
        notice: None,
        menu: None,
        fonts: false,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(1000.0, 700.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(12)
        .build_ui_state(
            |ui, state: &mut State| {
                if !std::mem::replace(&mut state.fonts, true) {
                    ui.ctx().set_fonts(boxdrill::app::look::font_definitions());
                    return;
                }
                let context = CanvasContext {
                    theme: Theme::Light,
                    marks: &BTreeMap::new(),
                    health: &BTreeMap::new(),
                    captions: &std::collections::BTreeMap::new(),
                    pulses: None,
                    counterparts: &BTreeMap::new(),
                    highlighted: &BTreeSet::new(),
                    preview: None,
                    interaction: Interaction::Edit,
                    preferences: &Preferences {
                        snap: state.snap,
                        wheel_zooms: state.wheel_zooms,
                        reduce_motion: true,
                        ..Preferences::default()
                    },
                };
                let output = state.canvas.ui(ui, &mut state.document, &context);
                state.notice = output.notice.or(state.notice.take());
                state.menu = output.menu.or(state.menu.take());
            },
            state,
        );
    harness.run();
    (harness, parsed.keys)
}

pub(super) const THREE: &str = "client -> api\ndb: sql";

pub(super) fn three() -> (Stage, BTreeMap<String, Id>) {
    stage(
        THREE,
        &[
            ("client", pt(0.0, 0.0)),
            ("api", pt(320.0, 0.0)),
            ("db", pt(640.0, 160.0)),
        ],
    )
}

pub(super) fn screen(stage: &Stage, at: Point) -> Pos2 {
    stage.state().canvas.camera().screen_from_world(at)
}

pub(super) fn center(stage: &Stage, id: Id) -> Point {
    stage
        .state()
        .document
        .design()
        .component(id)
        .expect("a component")
        .at
}

pub(super) fn button(stage: &mut Stage, at: Pos2, pressed: bool, modifiers: Modifiers) {
    stage.event(Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers,
    });
    stage.run();
}

pub(super) fn hover(stage: &mut Stage, at: Pos2) {
    stage.event(Event::PointerMoved(at));
    stage.run();
}

pub(super) fn press_and_move(stage: &mut Stage, from: Pos2, to: Pos2, modifiers: Modifiers) {
    stage.event(Event::ModifiersChanged(modifiers));
    hover(stage, from);
    button(stage, from, true, modifiers);
    for step in 1..=4 {
        hover(stage, from + (to - from) * (step as f32 / 4.0));
    }
}

pub(super) fn drag(stage: &mut Stage, from: Pos2, to: Pos2, modifiers: Modifiers) {
    press_and_move(stage, from, to, modifiers);
    button(stage, to, false, modifiers);
    stage.event(Event::ModifiersChanged(Modifiers::NONE));
    stage.run();
}

pub(super) fn click(stage: &mut Stage, at: Pos2) {
    hover(stage, at);
    button(stage, at, true, Modifiers::NONE);
    button(stage, at, false, Modifiers::NONE);
}

pub(super) fn design(stage: &Stage) -> &Design {
    stage.state().document.design()
}

#[test]
fn a_drag_moves_exactly_by_the_pointer_at_any_zoom() {
    for zoom in [0.37, 1.0, 3.1] {
        let (mut stage, keys) = three();
        let current = stage.state().canvas.zoom();
        stage.state_mut().canvas.zoom_by(zoom / current);
        stage.run();
        let before = center(&stage, keys["api"]);
        let from = screen(&stage, before);
        let by = vec2(53.0, -29.0);
        drag(&mut stage, from, from + by, Modifiers::NONE);
        let moved = center(&stage, keys["api"]) - before;
        assert!(
            (moved.x * zoom - 53.0).abs() < 1e-3 && (moved.y * zoom + 29.0).abs() < 1e-3,
            "{zoom}: {moved:?}"
        );
    }
}

#[test]
fn escape_in_the_middle_of_a_drag_leaves_no_trace() {
    let (mut stage, keys) = three();
    let before = write_design(design(&stage));
    let from = screen(&stage, center(&stage, keys["api"]));
    for modifiers in [Modifiers::NONE, Modifiers::COMMAND] {
        press_and_move(&mut stage, from, from + vec2(80.0, 40.0), modifiers);
        assert_ne!(write_design(design(&stage)), before);
        stage.key_press(Key::Escape);
        stage.run();
        button(&mut stage, from + vec2(80.0, 40.0), false, modifiers);
        assert_eq!(write_design(design(&stage)), before);
        assert_eq!(stage.state().document.undo_label(), None);
    }
}

#[test]
fn one_drag_is_one_step_of_undo() {
    let (mut stage, keys) = three();
    let before = center(&stage, keys["db"]);
    let from = screen(&stage, before);
    drag(&mut stage, from, from + vec2(50.0, 50.0), Modifiers::NONE);
    assert_eq!(stage.state().document.undo_label(), Some("Move"));
    stage.state_mut().document.undo();
    assert_eq!(center(&stage, keys["db"]), before);
    assert_eq!(stage.state().document.undo_label(), None);
}

#[test]
fn dragging_with_ctrl_copies_and_the_original_stays() {
    let (mut stage, keys) = three();
    let before = center(&stage, keys["api"]);
    let from = screen(&stage, before);
    drag(
        &mut stage,
        from,
        from + vec2(60.0, 90.0),
        Modifiers::COMMAND,
    );
    assert_eq!(design(&stage).components().len(), 4);
    assert_eq!(center(&stage, keys["api"]), before);
}

#[test]
fn a_marquee_takes_boxes_it_touches_and_zones_it_holds() {
    let (mut stage, keys) = three();
    stage
        .state_mut()
        .document
        .select([keys["client"], keys["api"]]);
    membership::group(&mut stage.state_mut().document);
    stage.run();
    let start = screen(&stage, pt(-60.0, -200.0));
    let touch = screen(&stage, pt(330.0, 10.0));
    drag(&mut stage, start, touch, Modifiers::NONE);
    let selected = stage.state().document.selection().clone();
    assert!(selected.contains(&keys["client"]) && selected.contains(&keys["api"]));
    assert!(
        !selected.iter().any(|&id| design(&stage).zone(id).is_some()),
        "the zone is not wholly inside"
    );
    let (from, to) = (
        screen(&stage, pt(-120.0, -120.0)),
        screen(&stage, pt(520.0, 120.0)),
    );
    drag(&mut stage, from, to, Modifiers::NONE);
    assert!(
        stage
            .state()
            .document
            .selection()
            .iter()
            .any(|&id| design(&stage).zone(id).is_some())
    );
}

pub(super) fn wires(stage: &Stage) -> BTreeSet<(Id, Id)> {
    design(stage)
        .connections()
        .map(|(_, c)| (c.from, c.to))
        .collect()
}

#[test]
fn dot_drag_dot_click_and_arrow_tool_connect_alike() {
    let mut results = Vec::new();
    for way in 0..3 {
        let (mut stage, keys) = three();
        let rect = component_rect(design(&stage).component(keys["api"]).expect("the api"));
        let dot = screen(&stage, pt(rect.max.x, 0.0)) + vec2(10.0, 0.0);
        let target = screen(&stage, center(&stage, keys["db"]));
        let middle = screen(&stage, center(&stage, keys["api"]));
        hover(&mut stage, middle);
        match way {
            0 => drag(&mut stage, dot, target, Modifiers::NONE),
            1 => {
                click(&mut stage, dot);
                click(&mut stage, target);
            }
            _ => {
                stage.state_mut().canvas.tool = Tool::Connect;
                drag(&mut stage, middle, target, Modifiers::NONE);
                assert_eq!(stage.state().canvas.tool, Tool::Select);
            }
        }
        assert!(
            wires(&stage).contains(&(keys["api"], keys["db"])),
            "way {way}"
        );
        results.push(wires(&stage));
    }
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_component_is_not_connected_twice_to_another() {
    let (mut stage, keys) = three();
    stage.state_mut().canvas.tool = Tool::Connect;
    let (client, api) = (
        screen(&stage, center(&stage, keys["client"])),
        screen(&stage, center(&stage, keys["api"])),
    );
    drag(&mut stage, client, api, Modifiers::NONE);
    assert_eq!(design(&stage).connections().len(), 1);
    assert_eq!(
        stage.state().notice.as_deref(),
        Some("Client already calls App service")
    );
}

#[test]
fn a_connection_dropped_on_nothing_offers_what_to_place_there() {
    let (mut stage, keys) = three();
    let middle = screen(&stage, center(&stage, keys["db"]));
    stage.state_mut().canvas.tool = Tool::Connect;
    drag(
        &mut stage,
        middle,
        middle + vec2(0.0, 160.0),
        Modifiers::NONE,
    );
    stage.event(Event::Text("kafka".to_owned()));
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    let (id, placed) = design(&stage)
        .components()
        .last()
        .expect("the new component");
    assert_eq!(
        (placed.kind.as_str(), placed.name.as_str()),
        ("event_log", "Kafka")
    );
    assert!(wires(&stage).contains(&(keys["db"], id)));
    assert_eq!(stage.state().document.undo_label(), Some("Add component"));
}

#[test]
fn dropping_into_a_zone_makes_it_the_owner_and_dragging_out_frees() {
    let (mut stage, keys) = three();
    stage.state_mut().document.select([keys["api"]]);
    membership::group(&mut stage.state_mut().document);
    stage.run();
    let zone = design(&stage).parent(keys["api"]);
    assert!(zone.is_some());
    let from = screen(&stage, center(&stage, keys["api"]));
    drag(&mut stage, from, from + vec2(0.0, 200.0), Modifiers::NONE);
    assert_eq!(design(&stage).parent(keys["api"]), None);
    let from = screen(&stage, center(&stage, keys["api"]));
    drag(&mut stage, from, from - vec2(0.0, 200.0), Modifiers::NONE);
    assert_eq!(design(&stage).parent(keys["api"]), zone);
}

/// Selects a component and gives the canvas the keyboard, by a click.
pub(super) fn take(stage: &mut Stage, id: Id) {
    let at = screen(stage, center(stage, id));
    click(stage, at);
}

/// Draws a zone with its tool, from one corner to the other.
pub(super) fn draw_zone(stage: &mut Stage, from: Point, to: Point) {
    stage.state_mut().canvas.tool = Tool::Zone;
    let (from, to) = (screen(stage, from), screen(stage, to));
    drag(stage, from, to, Modifiers::NONE);
}

/// Goes to what lies in that direction from the selected item, which is selected then.
pub(super) fn select_neighbor(stage: &mut Stage, toward: Toward) -> Id {
    let state = stage.state_mut();
    state.canvas.select_neighbor(&mut state.document, toward);
    stage.run();
    only_selected(stage)
}

pub(super) fn only_selected(stage: &Stage) -> Id {
    let mut selected = stage.state().document.selection().iter();
    let id = *selected.next().expect("something is selected");
    assert_eq!(selected.next(), None, "one alone is selected");
    id
}

#[test]
fn the_wheel_zooms_where_the_user_wants_it_to() {
    let (mut stage, _) = three();
    let at = pos2(500.0, 350.0);
    let turn = |stage: &mut Stage| {
        hover(stage, at);
        stage.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, 60.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        // The turn is spread over some frames.
        stage.run_steps(30);
    };
    let zoom = stage.state().canvas.zoom();
    let held = stage.state().canvas.camera().world_from_screen(at);
    turn(&mut stage);
    assert!(
        (stage.state().canvas.zoom() - zoom).abs() < 1e-9,
        "it moves the view"
    );
    assert!(stage.state().canvas.camera().world_from_screen(at) != held);
    stage.state_mut().wheel_zooms = true;
    let held = stage.state().canvas.camera().world_from_screen(at);
    turn(&mut stage);
    assert!(stage.state().canvas.zoom() > zoom * 1.05);
    let now = stage.state().canvas.camera().world_from_screen(at);
    assert!(
        now.distance(held) < 0.01,
        "the world stays under the pointer"
    );
}

#[test]
fn clicking_again_selects_what_lies_underneath() {
    let (mut stage, keys) = stage(
        "a: service\nb: service",
        &[("a", pt(0.0, 0.0)), ("b", pt(40.0, 16.0))],
    );
    let both = screen(&stage, pt(30.0, 8.0));
    click(&mut stage, both);
    let top = only_selected(&stage);
    assert_eq!(top, keys["b"]);
    stage.run_steps(30);
    click(&mut stage, both);
    assert_eq!(only_selected(&stage), keys["a"]);
    stage.run_steps(30);
    click(&mut stage, both);
    assert_eq!(only_selected(&stage), keys["b"], "and round again");
}

#[test]
fn the_small_map_shows_when_something_is_out_of_sight_and_leads_there() {
    let (mut stage, _) = stage(
        "a: service\nb: service",
        &[("a", pt(0.0, 0.0)), ("b", pt(6000.0, 0.0))],
    );
    assert!(
        stage.query_by_label("Map of the drawing").is_none(),
        "all is in view"
    );
    stage.state_mut().canvas.zoom_reset();
    stage.run();
    let map = stage.get_by_label("Map of the drawing").rect();
    let before = stage.state().canvas.camera().center;
    let at = map.left_center() + vec2(12.0, 0.0);
    hover(&mut stage, at);
    button(&mut stage, at, true, Modifiers::NONE);
    button(&mut stage, at, false, Modifiers::NONE);
    let after = stage.state().canvas.camera().center;
    assert!(after.x < before.x - 1000.0, "{before:?} to {after:?}");
    assert!(stage.state().document.selection().is_empty());
}
