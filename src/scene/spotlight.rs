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
    use crate::export::{PictureOptions, draw_picture};
    use crate::model::parse_notation;
    use crate::scene::Theme;

    #[test]
    fn what_is_told_of_keeps_its_colors_and_the_rest_fades() {
        let text = "a: service \"A\"\nb: service \"B\"\na -> b: \"asks\"";
        let design = parse_notation(text).unwrap().design;
        let [told, other] = ["A", "B"].map(|name| {
            let mut all = design.components();
            all.find(|(_, part)| part.name == name).unwrap().0
        });
        let plain = draw_picture(&design, &PictureOptions::default()).scene;
        let mut lit = plain.clone();
        lit.spotlight(&BTreeSet::from([told]), Theme::Light.palette().canvas_fill);
        let of = |scene: &Scene, id| {
            let shapes = scene.shapes.iter().filter(|shape| shape.owner == Some(id));
            shapes.cloned().collect::<Vec<_>>()
        };
        assert_eq!(of(&lit, told), of(&plain, told));
        assert_ne!(of(&lit, other), of(&plain, other));
        assert_eq!(lit.shapes.len(), plain.shapes.len());
    }
}
