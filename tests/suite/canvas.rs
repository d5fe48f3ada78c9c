//! The canvas under mouse and keys, without a screen.

use std::collections::{BTreeMap, BTreeSet};

use boxdrill::app::canvas::{Canvas, CanvasContext, Handling, PaletteItem, Tool, ops};
use boxdrill::model::{Design, Document, Id, Point, parse_notation, pt, write_design};
use boxdrill::scene::{Theme, component_rect};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;

struct State {
    canvas: Canvas,
    document: Document,
    snap: bool,
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
        notice: None,
        fonts: false,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(1000.0, 700.0))
        .with_step_dt(1.0 / 60.0)
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
                    grid: true,
                    snap: state.snap,
                    reduce_motion: true,
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
fn a_component_is_not_connected_to_itself_nor_twice_to_another() {
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
        .paste(&mut state.document, &text)
        .expect("a drawing");
    assert_eq!(state.document.design().components().len(), 3);
    assert_eq!(state.document.design().connections().len(), 1);
    assert!(
        state
            .canvas
            .paste(&mut state.document, "good morning")
            .is_err()
    );
    state
        .canvas
        .paste(&mut state.document, "client -> api -> db")
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
    use egui_kittest::kittest::Queryable as _;
    let (stage, _) = three();
    stage.get_by_label("Client");
    stage.get_by_label("SQL database");
}
