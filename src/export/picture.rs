//! What goes into a picture of a design: which items, which colors, how much room around them.

use std::collections::{BTreeMap, BTreeSet};

use ecolor::Color32;

use crate::layout::Router;
use crate::model::{Design, Id, Rect, format, pt};
use crate::practice::scorecard::CounterpartMark;
use crate::scene::{
    DetailLevel, Scene, SceneInput, Theme, add_legend, add_title, build_scene, content_bounds,
    route_connections,
};

/// Room around the drawing, in world units.
const MARGIN: f64 = 24.0;

/// How a picture is made.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct PictureOptions {
    /// Light or dark, whatever the screen shows.
    pub theme: Theme,
    /// Pixels for a world unit, 1 to 4. Pictures made of lines (SVG) have no use for it.
    pub scale: f64,
    /// Whether the surface is left out.
    pub transparent: bool,
    /// Only these items, with what lies in the zones among them; everything where absent.
    pub selection: Option<BTreeSet<Id>>,
    /// Whether the title stands above the drawing.
    pub title: bool,
    /// Whether what the signs mean stands below the drawing.
    pub legend: bool,
    /// Whether the file also holds the drawing that the picture shows, so that it can be opened again.
    pub embed: bool,
    /// How components stand to those of another drawing, where it is shown beside one.
    pub marks: BTreeMap<Id, CounterpartMark>,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            scale: 2.0,
            transparent: false,
            selection: None,
            title: false,
            legend: false,
            embed: false,
            marks: BTreeMap::new(),
        }
    }
}

/// A drawing list with its frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What to paint.
    pub scene: Scene,
    /// What part of the world the picture shows.
    pub bounds: Rect,
    /// The surface; none where it is to be transparent.
    pub background: Option<Color32>,
    /// What it is called; empty where it has no name.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    /// The drawing that its file is to hold.
    pub source: Option<Design>,
}

/// What a design shows, in words: "3 components: Shop page, Order API, Orders DB. 2 connections."
fn describe(design: &Design) -> String {
    let names: Vec<&str> = (design.components())
        .map(|(id, _)| design.name_of(id))
        .collect();
    let connections = design.connections().count();
    format!(
        "{}: {}. {}.",
        format::count(names.len(), "component"),
        names.join(", "),
        format::count(connections, "connection")
    )
}

/// Makes the picture of a design: routed afresh, in full detail, without any selection or finding.
pub fn draw_picture(design: &Design, options: &PictureOptions) -> Picture {
    let part = options.selection.as_ref().map(|ids| design.extract(ids));
    let design = part.as_ref().unwrap_or(design);
    let mut router = Router::default();
    route_connections(design, &mut router);
    let palette = options.theme.palette();
    let marks = options.marks.iter();
    let states = marks.map(|(&id, &mark)| (id, mark.into())).collect();
    let mut scene = build_scene(&SceneInput {
        design,
        palette,
        routes: router.routes(),
        states: &states,
        marks: &BTreeMap::new(),
        health: &BTreeMap::new(),
        captions: &BTreeMap::new(),
        detail: DetailLevel::Full,
        zoom: 1.0,
        visible: None,
    });
    let lines = router.routes().values().flat_map(|route| &route.points);
    let around = lines
        .map(|&point| Rect {
            min: point,
            max: point,
        })
        .chain(scene.labels.values().copied())
        .chain(content_bounds(design))
        .reduce(Rect::union);
    let mut bounds = around
        .unwrap_or(Rect::from_center(pt(0.0, 0.0), 160.0, 64.0))
        .expanded(MARGIN);
    let title = design.title().trim().to_owned();
    if options.legend {
        bounds = add_legend(&mut scene, bounds, MARGIN, design, palette);
    }
    if options.title && !title.is_empty() {
        bounds = add_title(&mut scene, bounds, MARGIN, &title, palette);
    }
    let background = (!options.transparent).then_some(palette.canvas_fill);
    Picture {
        scene,
        bounds,
        background,
        title,
        description: describe(design),
        source: options.embed.then(|| design.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;
    use crate::scene::Geometry;

    #[test]
    fn a_title_stands_above_and_a_legend_below() {
        let text = "title \"Shop\"\nweb: client \"Page\"\nweb -> b: async \"x\"\nweb -> c: \"y\"\nb: cache\nc: cache";
        let design = parse_notation(text).unwrap().design;
        let plain = draw_picture(&design, &PictureOptions::default());
        let options = PictureOptions {
            title: true,
            legend: true,
            ..PictureOptions::default()
        };
        let both = draw_picture(&design, &options);
        assert!(both.bounds.min.y < plain.bounds.min.y && both.bounds.max.y > plain.bounds.max.y);
        let added: Vec<_> = (both.scene.shapes[plain.scene.shapes.len()..].iter())
            .filter_map(|shape| match &shape.geometry {
                Geometry::Text { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        // Each kind once, whatever its name.
        assert_eq!(
            added,
            [
                "Client",
                "Cache",
                "Synchronous call",
                "Asynchronous call",
                "Shop"
            ]
        );
    }
}
