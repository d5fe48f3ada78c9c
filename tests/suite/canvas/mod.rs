//! The canvas under mouse and keys, without a screen.

mod gestures;
mod lines;

use std::collections::{BTreeMap, BTreeSet};

use boxdrill::app::canvas::align::{self, Toward};
use boxdrill::app::canvas::{Canvas, CanvasContext, Handling, PaletteItem, PastePlace, Tool, ops};
use boxdrill::model::{Design, Document, Id, Point, parse_notation, pt, vector, write_design};
use boxdrill::practice::Preferences;
use boxdrill::scene::{Theme, component_rect};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct State {
    canvas: Canvas,
    document: Document,
    snap: bool,
    wheel_zooms: bool,
    notice: Option<String>,
    fonts: bool,
}

type Stage = Harness<'static, State>;

/// A canvas with a drawing: a client at the origin, an API to the right, a store further right.
fn stage(text: &str, places: &[(&str, Point)]) -> (Stage, BTreeMap<String, Id>) {
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
        fonts: false,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(1000.0, 700.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(12)
        .build_ui_state(
            |ui, state: &mut State| {
                if !std::mem::replace(&mut state.fonts, true) {
                    ui.ctx()
                        .set_fonts(boxdrill::app::canvas::paint::font_definitions());
                    return;
                }
                let context = CanvasContext {
                    theme: Theme::Light,
                    marks: &BTreeMap::new(),
                    health: &BTreeMap::new(),
                    pulses: None,
                    highlighted: &BTreeSet::new(),
                    preview: None,
                    handling: Handling::Edit,
                    preferences: &Preferences {
                        snap: state.snap,
                        wheel_zooms: state.wheel_zooms,
                        reduce_motion: true,
                        ..Preferences::default()
                    },
                };
                let output = state.canvas.ui(ui, &mut state.document, &context);
                state.notice = output.notice.or(state.notice.take());
            },
            state,
        );
    harness.run();
    (harness, parsed.keys)
}

const THREE: &str = "client -> api\ndb: sql";

fn three() -> (Stage, BTreeMap<String, Id>) {
    stage(
        THREE,
        &[
            ("client", pt(0.0, 0.0)),
            ("api", pt(320.0, 0.0)),
            ("db", pt(640.0, 160.0)),
        ],
    )
}

fn screen(stage: &Stage, at: Point) -> Pos2 {
    stage.state().canvas.camera().screen_from_world(at)
}

fn center(stage: &Stage, id: Id) -> Point {
    stage
        .state()
        .document
        .design()
        .component(id)
        .expect("a component")
        .at
}

fn button(stage: &mut Stage, at: Pos2, pressed: bool, modifiers: Modifiers) {
    stage.event(Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers,
    });
    stage.run();
}

fn hover(stage: &mut Stage, at: Pos2) {
    stage.event(Event::PointerMoved(at));
    stage.run();
}

fn press_and_move(stage: &mut Stage, from: Pos2, to: Pos2, modifiers: Modifiers) {
    stage.event(Event::ModifiersChanged(modifiers));
    hover(stage, from);
    button(stage, from, true, modifiers);
    for step in 1..=4 {
        hover(stage, from + (to - from) * (step as f32 / 4.0));
    }
}

fn drag(stage: &mut Stage, from: Pos2, to: Pos2, modifiers: Modifiers) {
    press_and_move(stage, from, to, modifiers);
    button(stage, to, false, modifiers);
    stage.event(Event::ModifiersChanged(Modifiers::NONE));
    stage.run();
}

fn click(stage: &mut Stage, at: Pos2) {
    hover(stage, at);
    button(stage, at, true, Modifiers::NONE);
    button(stage, at, false, Modifiers::NONE);
}

fn design(stage: &Stage) -> &Design {
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
    ops::group(&mut stage.state_mut().document);
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

fn wires(stage: &Stage) -> BTreeSet<(Id, Id)> {
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
fn a_double_click_renames_in_place() {
    let (mut stage, keys) = three();
    let at = screen(&stage, center(&stage, keys["api"]));
    click(&mut stage, at);
    click(&mut stage, at);
    assert!(stage.state().canvas.is_editing());
    stage.event(Event::Text("Link API".to_owned()));
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    assert_eq!(
        design(&stage).component(keys["api"]).expect("the api").name,
        "Link API"
    );
    assert!(!stage.state().canvas.is_editing());
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
fn inserted_components_do_not_cover_others() {
    let (mut stage, _) = three();
    let item = PaletteItem {
        kind: "cache".to_owned(),
        name: "Cache".to_owned(),
        technology: String::new(),
    };
    for _ in 0..6 {
        let state = stage.state_mut();
        state.canvas.insert(&mut state.document, &item);
        stage.run();
    }
    let rects: Vec<_> = design(&stage)
        .components()
        .map(|(_, c)| component_rect(c))
        .collect();
    for (index, rect) in rects.iter().enumerate() {
        assert!(
            rects[index + 1..]
                .iter()
                .all(|other| !rect.intersects(*other))
        );
    }
}

#[test]
fn copied_text_pastes_as_the_same_drawing_elsewhere() {
    let (mut stage, _) = three();
    ops::select_all(&mut stage.state_mut().document);
    let text = ops::copy(&stage.state().document).expect("something is selected");
    let (mut other, _) = stage_empty();
    let state = other.state_mut();
    state
        .canvas
        .paste(&mut state.document, &text, PastePlace::Pointer)
        .expect("a drawing");
    assert_eq!(state.document.design().components().len(), 3);
    assert_eq!(state.document.design().connections().len(), 1);
    assert!(
        state
            .canvas
            .paste(&mut state.document, "good morning", PastePlace::Pointer)
            .is_err()
    );
    state
        .canvas
        .paste(
            &mut state.document,
            "client -> api -> db",
            PastePlace::Pointer,
        )
        .expect("notation");
    assert_eq!(state.document.design().components().len(), 6);
}

fn stage_empty() -> (Stage, BTreeMap<String, Id>) {
    stage("", &[])
}

#[test]
fn dropping_into_a_zone_makes_it_the_owner_and_dragging_out_frees() {
    let (mut stage, keys) = three();
    stage.state_mut().document.select([keys["api"]]);
    ops::group(&mut stage.state_mut().document);
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

#[test]
fn arrows_nudge_and_tab_walks_in_reading_order() {
    let (mut stage, keys) = three();
    let empty = screen(&stage, pt(0.0, 200.0));
    click(&mut stage, empty);
    stage.key_press(Key::Tab);
    stage.run();
    assert_eq!(
        stage.state().document.selection(),
        &BTreeSet::from([keys["client"]])
    );
    stage.key_press(Key::ArrowRight);
    stage.run();
    assert_eq!(center(&stage, keys["client"]), pt(1.0, 0.0));
    for _ in 0..2 {
        stage.key_press(Key::Tab);
        stage.run();
    }
    assert_eq!(
        stage.state().document.selection(),
        &BTreeSet::from([keys["db"]])
    );
}

#[test]
fn everything_drawn_has_a_spoken_name() {
    let (stage, _) = three();
    stage.get_by_label("Client");
    stage.get_by_label("SQL database");
}

/// Selects a component and gives the canvas the keyboard, by a click.
fn take(stage: &mut Stage, id: Id) {
    let at = screen(stage, center(stage, id));
    click(stage, at);
}

fn only_selected(stage: &Stage) -> Id {
    let mut selected = stage.state().document.selection().iter();
    let id = *selected.next().expect("something is selected");
    assert_eq!(selected.next(), None, "one alone is selected");
    id
}

#[test]
fn what_to_connect_is_told_by_name() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["api"]);
    let state = stage.state_mut();
    state.canvas.link(&state.document);
    stage.run();
    stage.get_by_label("Connect to").type_text("sql");
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    assert!(wires(&stage).contains(&(keys["api"], keys["db"])));
    // Once more, and Esc leaves everything as it is.
    let before = wires(&stage);
    take(&mut stage, keys["api"]);
    let state = stage.state_mut();
    state.canvas.link(&state.document);
    stage.run();
    stage.key_press(Key::Escape);
    stage.run();
    assert_eq!(wires(&stage), before);
    assert!(!stage.state().canvas.is_editing());
}

#[test]
fn a_connected_component_is_drawn_by_keys_alone() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["db"]);
    let state = stage.state_mut();
    state.canvas.grow(&state.document, Toward::Down);
    stage.run();
    stage.key_press(Key::Enter);
    stage.run();
    let new = only_selected(&stage);
    let placed = design(&stage).component(new).expect("a component").clone();
    assert_eq!(placed.kind, "sql_database", "Enter takes the same kind");
    assert!(placed.at.y > center(&stage, keys["db"]).y);
    assert!(wires(&stage).contains(&(keys["db"], new)));
    stage.state_mut().document.undo();
    assert_eq!(design(&stage).components().count(), 3, "one step of undo");
}

#[test]
fn the_keyboard_walks_to_what_lies_beside() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["client"]);
    let mut step = |toward| {
        let state = stage.state_mut();
        state.canvas.step(&mut state.document, toward);
        stage.run();
        only_selected(&stage)
    };
    assert_eq!(step(Toward::Right), keys["api"]);
    assert_eq!(step(Toward::Right), keys["db"]);
    assert_eq!(step(Toward::Right), keys["db"], "nothing lies beyond");
    assert_eq!(step(Toward::Left), keys["api"]);
    assert_eq!(step(Toward::Up), keys["api"]);
}

#[test]
fn things_are_found_by_name_one_after_the_other() {
    let (mut stage, keys) = three();
    stage.state_mut().canvas.find();
    stage.run();
    stage.get_by_label("Find in the drawing").type_text("a");
    stage.run();
    let mut found = BTreeSet::new();
    for _ in 0..3 {
        stage.key_press(Key::Enter);
        stage.run();
        found.insert(only_selected(&stage));
    }
    assert!(found.len() >= 2 && found.contains(&keys["db"]), "{found:?}");
    stage.key_press(Key::Escape);
    stage.run();
    assert!(!stage.state().canvas.is_editing());
}

#[test]
fn edges_are_lined_up_and_gaps_made_the_same() {
    let (mut stage, keys) = three();
    let all = [keys["client"], keys["api"], keys["db"]];
    let document = &mut stage.state_mut().document;
    document.select(all);
    align::align(document, Toward::Up);
    let top = |document: &Document, id| {
        component_rect(document.design().component(id).expect("a component"))
            .min
            .y
    };
    let tops = all.map(|id| top(document, id));
    assert!(tops.iter().all(|y| (y - tops[0]).abs() < 1e-9), "{tops:?}");
    let undone = document.undo();
    assert!(undone && (top(document, keys["db"]) - tops[0]).abs() > 100.0);
    // The middle one is off the middle.
    document.select([keys["api"]]);
    ops::nudge(document, vector(40.0, 0.0));
    document.select(all);
    align::distribute(document, true);
    let rects = all.map(|id| component_rect(document.design().component(id).expect("a component")));
    let gaps = [
        rects[1].min.x - rects[0].max.x,
        rects[2].min.x - rects[1].max.x,
    ];
    assert!((gaps[0] - gaps[1]).abs() < 1e-9, "{gaps:?}");
}

#[test]
fn what_is_deleted_can_leave_its_flows() {
    let (mut stage, keys) = stage(
        "client -> a -> b -> db\na: service\nb: service\ndb: sql",
        &[("client", pt(0.0, 0.0)), ("db", pt(600.0, 0.0))],
    );
    let document = &mut stage.state_mut().document;
    document.select([keys["a"], keys["b"]]);
    ops::delete_bridging(document);
    assert_eq!(wires(&stage), [(keys["client"], keys["db"])].into());
    stage.state_mut().document.undo();
    assert_eq!(wires(&stage).len(), 3);
}

#[test]
fn a_paste_goes_where_it_was_if_asked() {
    let (mut stage, keys) = three();
    let state = stage.state_mut();
    state.document.select([keys["db"]]);
    let text = ops::copy(&state.document).expect("something is selected");
    let was = state
        .document
        .design()
        .component(keys["db"])
        .expect("there")
        .at;
    let pasted = state
        .canvas
        .paste(&mut state.document, &text, PastePlace::Origin);
    assert_eq!(pasted, Ok(()));
    let copy = only_selected(&stage);
    assert!(copy != keys["db"] && center(&stage, copy) == was);
}

#[test]
fn digits_place_what_nearly_every_drawing_has() {
    let (mut stage, keys) = three();
    take(&mut stage, keys["api"]);
    stage.key_press(Key::Num5);
    stage.run();
    let new = only_selected(&stage);
    assert_eq!(design(&stage).component(new).expect("new").kind, "cache");
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
fn a_mermaid_flowchart_pastes_as_boxes_beside_what_is_there() {
    let (mut stage, keys) = three();
    let was = center(&stage, keys["api"]);
    let state = stage.state_mut();
    let text = "flowchart LR\n  web[Web app] -->|asks| pg[(Postgres)]\n";
    let pasted = state
        .canvas
        .paste(&mut state.document, text, PastePlace::Pointer);
    assert_eq!(pasted, Ok(()));
    assert_eq!(design(&stage).components().count(), 5);
    assert_eq!(center(&stage, keys["api"]), was, "what was there stays");
    let kinds: BTreeSet<&str> = design(&stage)
        .components()
        .map(|(_, c)| c.kind.as_str())
        .collect();
    assert!(kinds.contains("sql_database"));
    let state = stage.state_mut();
    let broken = state.canvas.paste(
        &mut state.document,
        "graph LR\na[ --> b",
        PastePlace::Pointer,
    );
    assert!(broken.expect_err("it is not closed").contains("line 2"));
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
fn connections_and_zones_are_spoken_of_and_steps_are_told() {
    let (mut stage, keys) = stage(
        "client -> api: \"opens\"\nzone eu: region \"Europe\" {\n  api: service\n}",
        &[("client", pt(0.0, 0.0)), ("api", pt(400.0, 0.0))],
    );
    assert!(
        stage
            .query_by_label("Client calls App service, opens")
            .is_some()
    );
    let zone = stage.query_by_label("Zone Europe, region, 1 component");
    assert!(zone.is_some());
    let document = &mut stage.state_mut().document;
    document.select([keys["api"]]);
    ops::nudge(document, vector(16.0, 0.0));
    stage.run();
    assert!(stage.query_by_label("Nudge: App service").is_some());
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
