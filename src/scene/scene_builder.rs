//! Collects the shapes of a scene, each under the item it belongs to.

use ecolor::Color32;

use super::{Align, Face, Geometry, Scene, SceneShape, Stroke};
use crate::model::{Id, Point, Rect};

/// Collects shapes under the item being drawn.
#[derive(Default)]
pub(super) struct SceneBuilder {
    pub(super) owner: Option<Id>,
    pub(super) scene: Scene,
}

impl SceneBuilder {
    /// What was drawn.
    pub(super) fn finish(self) -> Scene {
        self.scene
    }

    pub(super) fn add_shape(&mut self, geometry: Geometry) {
        self.scene.shapes.push(SceneShape {
            owner: self.owner,
            geometry,
        });
    }

    pub(super) fn rect(&mut self, rect: Rect, radius: f64, fill: Color32, stroke: Stroke) {
        self.add_shape(Geometry::Rect {
            rect,
            radius,
            fill,
            stroke,
        });
    }

    pub(super) fn path(&mut self, points: Vec<Point>, closed: bool, fill: Color32, stroke: Stroke) {
        self.add_shape(Geometry::Path {
            points,
            closed,
            fill,
            stroke,
        });
    }

    pub(super) fn text(
        &mut self,
        at: Point,
        align: Align,
        style: (f64, Face, Color32),
        text: impl Into<String>,
    ) {
        let (size, face, color) = style;
        self.add_shape(Geometry::Text {
            at,
            align,
            size,
            face,
            color,
            text: text.into(),
        });
    }

    pub(super) fn icon(
        &mut self,
        center: Point,
        size: f64,
        face: Face,
        glyph: char,
        color: Color32,
    ) {
        self.add_shape(Geometry::Icon {
            center,
            size,
            face,
            glyph,
            color,
        });
    }
}
