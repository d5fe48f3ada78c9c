//! The label on a connection: a pill that says what it is about, or a dot where there is no room for one.

use ecolor::Color32;

use super::connection::ConnectionLine;
use super::input::{DetailLevel, ItemState, SceneInput};
use super::label_placer::{LabelNeed, LabelPlacer};
use super::scene_builder::SceneBuilder;
use super::{Align, Face, Geometry, Stroke, icon};
use crate::layout::{
    LABEL_GAP, LABEL_PADDING, LABEL_PITCH, LABEL_SIZE, LabelShape, LabelText, MISS_MARK, chip_width,
};
use crate::model::{LineStyle, Point, Rect, pt};
use crate::text::HALF_CAP;

const CHIP_TEXT: f64 = 10.5;
const CHIP_HEIGHT: f64 = 13.0;
/// The corners of a label: those of a pill where it has one line (world units).
const RADIUS: f64 = 9.5;
/// The dot where a label found no room (world units).
const DOT: f64 = 4.0;
/// From a label that lies away from its line to that line.
const LEADER_DASH: &[f64] = &[1.0, 3.0];

/// Draws the label where one is wanted, with the rate of the calls where that is shown and there is room for both. A label
/// without room is a dot that opens when pointed at; a picture, which nobody can point at, has it in any case. Says where
/// it is.
pub(super) fn draw_label(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    line: &ConnectionLine<'_>,
    pills: &mut LabelPlacer,
) -> Option<Rect> {
    if input.detail < DetailLevel::Full {
        return None;
    }
    let need = match input.state(line.id) {
        ItemState::Hovered | ItemState::Selected | ItemState::Highlighted => LabelNeed::PointedAt,
        _ if input.visible.is_none() => LabelNeed::Always,
        _ => LabelNeed::IfFree,
    };
    // The parts of a curve are too short for a label to lie on one.
    let put = line.item.label_at;
    let put = put.or((line.item.line_style == LineStyle::Curved).then_some(0.5));
    let mut place = |text: LabelText, need| {
        let mut shapes = text.shapes();
        let place = pills.place_label(line.id, &line.points, &shapes, put, need)?;
        Some((text, shapes.swap_remove(place.shape), place))
    };
    let label = line.label.as_ref();
    let rate = input.health.get(&line.id).map(|health| &health.words);
    let rate = rate.filter(|rate| !rate.is_empty());
    let with_rate =
        rate.and_then(|rate| place(LabelText::with_rate(label, rate), LabelNeed::IfFree));
    let placed = with_rate.or_else(|| place(label?.clone(), need));
    let Some((text, shape, place)) = placed else {
        if label.is_some() && !line.has_badge() {
            draw_dot(pen, input, line);
        }
        return None;
    };
    let rect = Rect::from_center(place.center, shape.width, shape.height);
    if let Some(on_line) = place.leader {
        let stroke = Stroke {
            dash: LEADER_DASH,
            ..Stroke::solid(1.0, line.color)
        };
        let path = vec![rect.border_toward(on_line), on_line];
        pen.path(path, false, Color32::TRANSPARENT, stroke);
    }
    draw_pill(pen, input, line, (&text, &shape), rect);
    Some(rect)
}

fn draw_dot(pen: &mut SceneBuilder, input: &SceneInput<'_>, line: &ConnectionLine<'_>) {
    let Some(center) = line.middle() else {
        return;
    };
    let p = input.palette;
    let circle = |radius, fill, stroke| Geometry::Circle {
        center,
        radius,
        fill,
        stroke,
    };
    pen.add_shape(circle(
        DOT,
        p.surface_raised,
        Stroke::solid(1.0, line.color),
    ));
    pen.add_shape(circle(DOT / 3.0, line.color, Stroke::NONE));
}

fn draw_pill(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    line: &ConnectionLine<'_>,
    (text, shape): (&LabelText, &LabelShape),
    rect: Rect,
) {
    let p = input.palette;
    let accent = matches!(
        input.state(line.id),
        ItemState::Selected | ItemState::Highlighted | ItemState::Preview
    );
    let edge = if accent {
        p.accent_line
    } else {
        p.line_default
    };
    let ink = if accent {
        p.accent_text
    } else {
        p.connection_label
    };
    pen.rect(rect, RADIUS, p.surface_raised, Stroke::solid(1.0, edge));
    let rows = shape.lines.len().max(1) as f64;
    let first = rect.center().y - LABEL_PITCH * (rows - 1.0) / 2.0;
    let mut x = rect.min.x + LABEL_PADDING;
    if let Some(chip) = text.chip {
        let width = chip_width(chip);
        let tile = Rect::from_center(pt(x + width / 2.0, first), width, CHIP_HEIGHT);
        pen.rect(tile, 3.0, p.surface_sunken, Stroke::NONE);
        let at = pt(tile.center().x, first + HALF_CAP * CHIP_TEXT);
        pen.text(at, Align::Middle, (CHIP_TEXT, Face::SemiBold, ink), chip);
        x += width + LABEL_GAP;
    }
    if text.on_miss {
        pen.icon(
            pt(x + MISS_MARK / 2.0, first),
            MISS_MARK,
            Face::Icons,
            icon::ARROW_ELBOW_DOWN_RIGHT,
            ink,
        );
    }
    let left: f64 = rect.min.x + text.words_left();
    for (row, words) in shape.lines.iter().enumerate() {
        let middle = first + LABEL_PITCH * row as f64;
        let at: Point = pt(left, middle + HALF_CAP * LABEL_SIZE);
        let style = (LABEL_SIZE, Face::Medium, ink);
        pen.text(at, Align::Start, style, words.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::layout::Router;
    use crate::model::{Id, parse_notation};
    use crate::scene::{Geometry, Health, RunState, Theme, build_scene, route_connections};

    #[test]
    fn the_mark_of_a_broken_line_is_not_hidden_by_its_label() {
        let mut design = parse_notation("a: service\nb: service\na -> b: \"create an order\"")
            .unwrap()
            .design;
        let boxes: Vec<Id> = design.components().map(|(id, _)| id).collect();
        let line = design.connections().next().unwrap().0;
        for apart in [256.0, 320.0, 480.0] {
            let mut component = design.component(boxes[1]).unwrap().clone();
            component.at =
                design.component(boxes[0]).unwrap().at + crate::model::vector(apart, 0.0);
            let edit = crate::model::Edit::PutComponent(boxes[1], component);
            design.apply(edit).unwrap();
            let mut router = Router::default();
            route_connections(&design, &mut router);
            let health = Health {
                run_state: RunState::Cut,
                words: "84/s".to_owned(),
                ..Health::default()
            };
            let scene = build_scene(&SceneInput {
                design: &design,
                palette: Theme::Light.palette(),
                routes: router.routes(),
                states: &BTreeMap::new(),
                marks: &BTreeMap::new(),
                health: &BTreeMap::from([(line, health)]),
                captions: &BTreeMap::new(),
                detail: DetailLevel::Full,
                zoom: 1.0,
                visible: Some(Rect::from_center(pt(0.0, 0.0), 4_000.0, 4_000.0)),
            });
            let own = || {
                scene
                    .shapes
                    .iter()
                    .filter(|shape| shape.owner == Some(line))
            };
            let marks = own().filter_map(|shape| match &shape.geometry {
                Geometry::Icon { center, glyph, .. } if *glyph == icon::X => Some(*center),
                _ => None,
            });
            let marks: Vec<Point> = marks.collect();
            assert_eq!(marks.len(), 1, "{apart}");
            let label = scene.labels.get(&line);
            let hides = |label: &Rect| label.expanded(4.0).contains(marks[0]);
            assert!(!label.is_some_and(hides), "{apart}: {label:?}");
            let last = own().next_back().unwrap();
            assert!(matches!(last.geometry, Geometry::Icon { .. }), "{apart}");
        }
    }

    /// What is written on the connections between three boxes, with a rate for both.
    fn written(text: &str, apart: f64) -> Vec<String> {
        let mut design = parse_notation(text).unwrap().design;
        let boxes: Vec<Id> = design.components().map(|(id, _)| id).collect();
        for (column, &id) in boxes.iter().enumerate() {
            let mut component = design.component(id).unwrap().clone();
            component.at = pt(apart * column as f64, 0.0);
            let edit = crate::model::Edit::PutComponent(id, component);
            design.apply(edit).unwrap();
        }
        let rate = |(id, _)| {
            let words = "84/s".to_owned();
            let health = Health {
                words,
                ..Health::default()
            };
            (id, health)
        };
        let health: BTreeMap<Id, Health> = design.connections().map(rate).collect();
        let mut router = Router::default();
        route_connections(&design, &mut router);
        let (states, marks, captions) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let scene = build_scene(&SceneInput {
            design: &design,
            palette: Theme::Light.palette(),
            routes: router.routes(),
            states: &states,
            marks: &marks,
            health: &health,
            captions: &captions,
            detail: DetailLevel::Full,
            zoom: 1.0,
            visible: Some(Rect::from_corners(pt(-1e4, -1e4), pt(1e4, 1e4))),
        });
        let words = scene
            .shapes
            .iter()
            .filter_map(|shape| match &shape.geometry {
                Geometry::Text { text, .. } => Some(text.clone()),
                _ => None,
            });
        words.filter(|text| !text.starts_with("Box")).collect()
    }

    #[test]
    fn a_rate_stands_behind_the_label_and_alone_where_there_is_none() {
        let text = "a -> b: \"save\"\nb -> c\na: service \"Box A\"\nb: service \"Box B\"\nc: service \"Box C\"";
        let wide = written(text, 400.0);
        assert!(wide.contains(&"save 84/s".to_owned()), "{wide:?}");
        assert!(wide.contains(&"84/s".to_owned()), "{wide:?}");
        let narrow = written(text, 226.0);
        assert!(
            narrow.contains(&"save".to_owned()),
            "the label comes first: {narrow:?}"
        );
    }
}
