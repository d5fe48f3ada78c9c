//! What is told of keeps its colors, and everything else fades.

use std::collections::BTreeSet;

use ecolor::Color32;

use super::{Geometry, Scene, Stroke};
use crate::model::Id;

/// How much of the surface shows through what fades.
const FADED: f32 = 0.7;

impl Scene {
    /// Fades everything but these items into the surface behind it.
    pub fn spotlight(&mut self, kept: &BTreeSet<Id>, surface: Color32) {
        for shape in &mut self.shapes {
            let is_kept = shape.owner.is_some_and(|owner| kept.contains(&owner));
            if !is_kept {
                shape.geometry.recolor(|color| fade(color, surface));
            }
        }
    }
}

/// Toward the surface; what is translucent stays so.
fn fade(color: Color32, surface: Color32) -> Color32 {
    if color.a() < u8::MAX {
        color.gamma_multiply(1.0 - FADED)
    } else {
        color.lerp_to_gamma(surface, FADED)
    }
}

impl Geometry {
    /// Gives each of its colors another one.
    fn recolor(&mut self, change: impl Fn(Color32) -> Color32) {
        let line = |stroke: &mut Stroke| stroke.color = change(stroke.color);
        match self {
            Self::Rect { fill, stroke, .. }
            | Self::Circle { fill, stroke, .. }
            | Self::Path { fill, stroke, .. } => {
                *fill = change(*fill);
                line(stroke);
            }
            Self::Shadow { color, .. } | Self::Text { color, .. } | Self::Icon { color, .. } => {
                *color = change(*color);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Rect, pt};
    use crate::scene::{SceneShape, Theme};

    #[test]
    fn what_is_told_of_keeps_its_colors_and_the_rest_fades() {
        let p = Theme::Light.palette();
        let shape = |owner| SceneShape {
            owner,
            geometry: Geometry::Rect {
                rect: Rect::from_center(pt(0.0, 0.0), 8.0, 8.0),
                radius: 0.0,
                fill: p.surface_raised,
                stroke: Stroke::solid(1.0, p.text_primary),
            },
        };
        let plain: Vec<SceneShape> = [Some(Id(1)), Some(Id(2)), None].map(shape).into();
        let mut scene = Scene {
            shapes: plain.clone(),
            ..Scene::default()
        };
        scene.spotlight(&BTreeSet::from([Id(1)]), p.canvas_fill);
        assert_eq!(scene.shapes[0], plain[0]);
        assert!(scene.shapes[1] != plain[1] && scene.shapes[2] != plain[2]);
    }
}
