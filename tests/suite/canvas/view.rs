//! What moves the view and leaves the drawing alone.

use boxdrill::app::canvas::Tool;
use boxdrill::model::{pt, vector, write_design};
use egui::{Event, Key, Modifiers, PointerButton, pos2, vec2};
use egui_kittest::kittest::Queryable as _;

use super::gestures::{drag_with, key, looks_at};
use super::{Stage, button, center, click, design, drag, hover, screen, stage, three};

#[test]
fn the_view_is_moved_by_right_and_middle_drags_by_space_and_by_the_hand() {
    let (mut stage, keys) = three();
    let drawn = write_design(design(&stage));
    let from = screen(&stage, center(&stage, keys["api"]));
    let by = vec2(60.0, -30.0);
    for which in [PointerButton::Secondary, PointerButton::Middle] {
        let before = looks_at(&stage);
        let zoom = stage.state().canvas.zoom();
        drag_with(&mut stage, which, from, from + by);
        let moved = before - looks_at(&stage);
        assert!((moved.x * zoom - 60.0).abs() < 1.0, "{which:?}: {moved:?}");
    }
    let before = looks_at(&stage);
    stage.key_down(Key::Space);
    drag(&mut stage, from, from + by, Modifiers::NONE);
    stage.key_up(Key::Space);
    stage.run();
    assert_ne!(looks_at(&stage), before, "space");
    let before = looks_at(&stage);
    stage.state_mut().canvas.tool = Tool::Hand;
    drag(&mut stage, from, from + by, Modifiers::NONE);
    assert_ne!(looks_at(&stage), before, "hand");
    assert_eq!(write_design(design(&stage)), drawn);
}

#[test]
fn ctrl_and_the_wheel_zoom_to_the_pointer_and_shift_moves_level() {
    let (mut stage, _) = three();
    let at = pos2(700.0, 200.0);
    hover(&mut stage, at);
    let held = stage.state().canvas.camera().world_from_screen(at);
    let zoom = stage.state().canvas.zoom();
    stage.event(Event::Zoom(1.3));
    stage.run();
    assert!((stage.state().canvas.zoom() / zoom - 1.3).abs() < 1e-3);
    let now = stage.state().canvas.camera().world_from_screen(at);
    assert!(now.distance(held) < 0.01, "{now:?}");
    let turn = |stage: &mut Stage, modifiers: Modifiers| {
        stage.event(Event::ModifiersChanged(modifiers));
        hover(stage, at);
        stage.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, 60.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers,
        });
        stage.run_steps(30);
        stage.event(Event::ModifiersChanged(Modifiers::NONE));
        stage.run();
    };
    let before = looks_at(&stage);
    turn(&mut stage, Modifiers::SHIFT);
    let after = looks_at(&stage);
    assert!((after.x - before.x).abs() > 5.0 && (after.y - before.y).abs() < 1e-6);
    let zoom = stage.state().canvas.zoom();
    turn(&mut stage, Modifiers::ALT);
    assert!(stage.state().canvas.zoom() > zoom, "alt zooms, too");
}

#[test]
fn near_the_edge_a_drag_moves_the_view() {
    let (mut stage, keys) = three();
    let before = looks_at(&stage);
    let from = screen(&stage, center(&stage, keys["api"]));
    let edge = pos2(986.0, from.y);
    stage.event(Event::ModifiersChanged(Modifiers::NONE));
    hover(&mut stage, from);
    button(&mut stage, from, true, Modifiers::NONE);
    stage.event(Event::PointerMoved(edge));
    stage.run_steps(40);
    assert!(looks_at(&stage).x > before.x + 20.0);
    stage.event(Event::PointerMoved(from));
    stage.run_steps(2);
    button(&mut stage, from, false, Modifiers::NONE);
}

#[test]
fn the_page_keys_move_the_view_and_a_resting_pointer_is_told_more() {
    let (mut stage, keys) = stage("a: cache \"Links\"", &[("a", pt(0.0, 0.0))]);
    let at = screen(&stage, pt(0.0, 0.0));
    click(&mut stage, at);
    let before = looks_at(&stage);
    key(&mut stage, Modifiers::NONE, Key::PageDown);
    assert!(looks_at(&stage).y > before.y);
    key(&mut stage, Modifiers::NONE, Key::PageUp);
    key(&mut stage, Modifiers::SHIFT, Key::PageDown);
    assert!(looks_at(&stage).x > before.x);
    key(&mut stage, Modifiers::SHIFT, Key::PageUp);
    let at = screen(&stage, center(&stage, keys["a"]));
    hover(&mut stage, at);
    stage.run_steps(60);
    assert!(
        stage.query_by_label("Cache").is_some(),
        "the kind behind the name"
    );
}

#[test]
fn everything_is_shown_however_far_or_large_it_is() {
    let sound = |stage: &mut Stage| {
        stage.state_mut().canvas.fit();
        stage.run();
        let camera = *stage.state().canvas.camera();
        assert!(camera.zoom >= 0.05 && camera.zoom <= 8.0, "{camera:?}");
        assert!(camera.center.x.is_finite() && camera.center.y.is_finite());
        camera
    };
    let (mut nothing, _) = stage("title \"Nothing\"", &[]);
    sound(&mut nothing);
    let (mut far, keys) = stage("a: service", &[("a", pt(9_999_000.0, -9_999_000.0))]);
    let camera = sound(&mut far);
    let at = camera.screen_from_world(center(&far, keys["a"]));
    assert!((at - pos2(500.0, 350.0)).length() < 1.0, "{at:?}");
    drag(&mut far, at, at + vec2(31.0, 17.0), Modifiers::NONE);
    let moved = center(&far, keys["a"]) - pt(9_999_000.0, -9_999_000.0);
    let by = vector(31.0, 17.0) * (1.0 / camera.zoom);
    assert!((moved + by * -1.0).length() < 1e-3, "{moved:?}");
    let ends = [("a", pt(-9e6, 0.0)), ("b", pt(9e6, 0.0))];
    let (mut wide, _) = stage("a: service\nb: service\na -> b", &ends);
    sound(&mut wide);
}
