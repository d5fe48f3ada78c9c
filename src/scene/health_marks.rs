//! How the health of a component looks on its box: the load bar, the chip, the hatching of what is down.

use ecolor::Color32;

use super::health::{Health, LoadLevel, RunState};
use super::input::{DetailLevel, SceneInput};
use super::scene_builder::SceneBuilder;
use super::{Align, Face, Palette, SeverityColors, Stroke, icon};
use crate::layout::set_box;
use crate::model::{Id, Rect, pt};
use crate::text::{HALF_CAP, text_width};

/// Its mark, word and colors; none where all is well.
pub(super) fn run_state_badge(
    run_state: RunState,
    p: &Palette,
) -> Option<(char, &'static str, SeverityColors)> {
    match run_state {
        RunState::Up => None,
        RunState::Degraded => Some((icon::TILDE, "Degraded", p.high)),
        RunState::Emptied => Some((icon::DROP_SLASH, "Empty", p.high)),
        RunState::Slow => Some((icon::HOURGLASS, "Slow", p.high)),
        RunState::Down => Some((icon::POWER, "Down", p.critical)),
        RunState::Cut => Some((icon::X, "Cut", p.critical)),
    }
}

const CHIP_HEIGHT: f64 = 18.0;
const CHIP_TEXT: f64 = 11.0;
/// Words are never smaller on the screen.
const SMALLEST: f64 = 9.0;
const CHIP_ICON: f64 = 12.0;
const BAR_INSET: f64 = 12.0;
const BAR_TOP: f64 = 56.0;
const BAR_HEIGHT: f64 = 3.0;
const HATCH: f64 = 7.0;
/// The dashes around what is down.
pub(super) const DOWN_DASH: &[f64] = &[4.0, 3.0];

/// The slanting lines of what is down.
pub(super) fn draw_hatching(pen: &mut SceneBuilder, p: &Palette, rect: Rect) {
    // Round corners would show lines that go all the way.
    let inner = rect.expanded(-3.0);
    let stroke = Stroke::solid(1.0, p.critical.fill.gamma_multiply(0.26));
    let (width, height) = (inner.width(), inner.height());
    let mut from = HATCH;
    while from < width + height {
        let low = pt(
            inner.min.x + (from - height).max(0.0),
            inner.min.y + from.min(height),
        );
        let high = pt(
            inner.min.x + from.min(width),
            inner.min.y + (from - width).max(0.0),
        );
        pen.path(vec![low, high], false, Color32::TRANSPARENT, stroke);
        from += HATCH;
    }
}

/// Where the load bar of a component lies, and how much of it is filled; none for what is down or has no limit. From afar
/// it stays thick enough to see and lies on the lower edge, so that the name has the rest of the box.
pub(super) fn load_bar(input: &SceneInput<'_>, health: &Health, rect: Rect) -> Option<(Rect, f64)> {
    let used = health.utilization?;
    if health.run_state == RunState::Down || input.detail == DetailLevel::Blocks {
        return None;
    }
    let height = BAR_HEIGHT.max(2.0 / input.zoom);
    let top = if input.detail == DetailLevel::Full {
        rect.min.y + BAR_TOP + BAR_HEIGHT - height
    } else {
        rect.max.y - height
    };
    let corner = pt(rect.min.x + BAR_INSET, top);
    let whole = Rect::from_min(corner, rect.width() - 2.0 * BAR_INSET, height);
    Some((whole, used))
}

/// The load bar, where there is one.
pub(super) fn draw_load_bar(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    health: &Health,
    rect: Rect,
) {
    let Some((whole, used)) = load_bar(input, health, rect) else {
        return;
    };
    let height = whole.height();
    pen.rect(
        whole,
        height / 2.0,
        input.palette.line_default,
        Stroke::NONE,
    );
    let filled = whole.width() * used.clamp(0.0, 1.0);
    if filled > 0.0 {
        let part = Rect::from_min(whole.min, filled.max(height), height);
        let color = input.palette.load(LoadLevel::from_utilization(used)).fill;
        pen.rect(part, height / 2.0, color, Stroke::NONE);
    }
}

/// The chip on the upper edge that says what is the matter.
pub(super) fn draw_problem_chip(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    id: Id,
    rect: Rect,
) {
    let Some((glyph, message, colors)) = input
        .health
        .get(&id)
        .and_then(|h| problem_badge(input.palette, h))
    else {
        return;
    };
    match input.detail {
        DetailLevel::Full => {
            let scale = (SMALLEST / CHIP_TEXT / input.zoom).max(1.0);
            let (size, height) = (CHIP_TEXT * scale, CHIP_HEIGHT * scale);
            let width = text_width(message, Face::SemiBold, size) + 27.0 * scale;
            // A name of two lines reaches up to where the chip lies on other boxes.
            let component = input.design.component(id);
            let lines = component.map_or(1, |component| set_box(component).name.len());
            let inside = if lines > 1 { 3.0 } else { height / 2.0 };
            let corner = pt(rect.min.x + 10.0, rect.min.y - height + inside);
            let chip = Rect::from_min(corner, width, height);
            let ink = input.palette.surface_raised;
            pen.rect(chip, height / 2.0, colors.fill, Stroke::NONE);
            let middle = chip.center().y;
            let at = pt(chip.min.x + 12.5 * scale, middle);
            pen.icon(at, CHIP_ICON * scale, Face::Icons, glyph, ink);
            let at = pt(chip.min.x + 20.0 * scale, middle + HALF_CAP * size);
            pen.text(at, Align::Start, (size, Face::SemiBold, ink), message);
        }
        // Words would lie on the name.
        DetailLevel::Names | DetailLevel::Icons => {
            let side = 14.0 / input.zoom;
            let disc = Rect::from_center(rect.min, side, side);
            let halo = Stroke::solid(1.5 / input.zoom, input.palette.canvas_fill);
            pen.rect(disc, side / 2.0, colors.fill, halo);
            pen.icon(
                rect.min,
                side * 0.72,
                Face::Icons,
                glyph,
                input.palette.surface_raised,
            );
        }
        DetailLevel::Blocks => {}
    }
}

fn problem_badge(p: &Palette, health: &Health) -> Option<(char, &'static str, SeverityColors)> {
    let over = health
        .utilization
        .is_some_and(|used| LoadLevel::from_utilization(used) == LoadLevel::Over);
    let overloaded = (icon::WARNING_OCTAGON, "Overloaded", p.critical);
    let look = run_state_badge(health.run_state, p);
    look.or_else(|| over.then_some(overloaded))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::layout::Router;
    use crate::model::{Component, Design, Edit, Id};
    use crate::scene::{Geometry, Scene, Theme, build_scene, route_connections};

    const BOX: Id = Id(1);

    /// The drawing of one box in some health.
    fn drawn(health: Health, detail: DetailLevel) -> Scene {
        drawn_from("Links DB", health, (detail, 1.0))
    }

    fn drawn_from(name: &str, health: Health, (detail, zoom): (DetailLevel, f64)) -> Scene {
        let mut design = Design::new();
        let component = Component {
            technology: "PostgreSQL".to_owned(),
            ..Component::new("sql_database", name, pt(0.0, 0.0))
        };
        design.apply(Edit::PutComponent(BOX, component)).unwrap();
        let mut router = Router::default();
        route_connections(&design, &mut router);
        build_scene(&SceneInput {
            design: &design,
            palette: Theme::Light.palette(),
            routes: router.routes(),
            states: &BTreeMap::new(),
            marks: &BTreeMap::new(),
            health: &BTreeMap::from([(BOX, health)]),
            captions: &BTreeMap::new(),
            detail,
            zoom,
            visible: None,
        })
    }

    #[test]
    fn from_afar_the_name_is_read_above_the_load_bar() {
        for zoom in [0.33, 0.36, 0.42, 0.57] {
            for name in ["Links DB", "Payment topics"] {
                let health = Health {
                    utilization: Some(0.4),
                    words: "40%".to_owned(),
                    ..Health::default()
                };
                let scene = drawn_from(name, health, (DetailLevel::for_zoom(zoom), zoom));
                let shapes = || scene.shapes.iter().map(|shape| &shape.geometry);
                let bars = shapes().filter_map(|geometry| match geometry {
                    Geometry::Rect { rect, .. } if rect.height() < 10.0 => Some(*rect),
                    _ => None,
                });
                let top = bars.map(|bar| bar.min.y).fold(f64::INFINITY, f64::min);
                assert!(top.is_finite(), "there is a bar at {zoom}");
                let mut written = 0;
                for geometry in shapes() {
                    if let Geometry::Text { at, size, .. } = geometry {
                        written += 1;
                        assert!(size * zoom >= 8.0 - 1e-6, "{name} at {zoom}");
                        assert!(at.y < top, "{name} at {zoom}: {} over {top}", at.y);
                    }
                }
                assert!(written > 0, "{name} is written at {zoom}");
            }
        }
    }

    fn shows_text(scene: &Scene, wanted: &str) -> bool {
        let is_it =
            |geometry: &Geometry| matches!(geometry, Geometry::Text { text, .. } if text == wanted);
        scene.shapes.iter().any(|shape| is_it(&shape.geometry))
    }

    fn shows(scene: &Scene, wanted: char) -> bool {
        let is_it = |geometry: &Geometry| matches!(geometry, Geometry::Icon { glyph, .. } if *glyph == wanted);
        scene.shapes.iter().any(|shape| is_it(&shape.geometry))
    }

    #[test]
    fn no_state_is_told_by_color_alone() {
        let state = |condition, used| Health {
            run_state: condition,
            utilization: Some(used),
            words: "84%".to_owned(),
        };
        for (health, mark, word) in [
            (state(RunState::Down, 0.0), icon::POWER, "Down"),
            (state(RunState::Degraded, 0.2), icon::TILDE, "Degraded"),
            (
                state(RunState::Up, 1.2),
                icon::WARNING_OCTAGON,
                "Overloaded",
            ),
        ] {
            let full = drawn(health.clone(), DetailLevel::Full);
            assert!(shows(&full, mark) && shows_text(&full, word), "{health:?}");
            for detail in [DetailLevel::Names, DetailLevel::Icons] {
                assert!(
                    shows(&drawn(health.clone(), detail), mark),
                    "{health:?} {detail:?}"
                );
            }
        }
        let hot = drawn(state(RunState::Up, 0.84), DetailLevel::Full);
        assert!(shows(&hot, icon::WARNING_DIAMOND) && shows_text(&hot, "84%"));
        assert!(
            !shows_text(&hot, "PostgreSQL"),
            "the load stands in its place"
        );
    }
}
