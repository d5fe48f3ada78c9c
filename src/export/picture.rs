//! What goes into a picture of a design: which items, which colors, how much room around them.

use std::collections::{BTreeMap, BTreeSet};

use ecolor::Color32;

use crate::layout::Router;
use crate::model::{Design, Id, Rect, pt};
use crate::practice::scorecard::CounterpartMark;
use crate::scene::{
    DetailLevel, Scene, SceneInput, Theme, build_scene, content_bounds, route_connections,
};

/// Room around the drawing, in world units.
const MARGIN: f64 = 24.0;

/// How a picture is made.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureOptions {
    /// Light or dark, whatever the screen shows.
    pub theme: Theme,
    /// Pixels for a world unit, 1 to 4. Pictures made of lines (SVG) have no use for it.
    pub scale: f64,
    /// Whether the surface is left out.
    pub transparent: bool,
    /// Only these items, with what lies in the zones among them; everything where absent.
    pub selection: Option<BTreeSet<Id>>,
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
    /// The drawing that its file is to hold.
    pub source: Option<Design>,
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
    let scene = build_scene(&SceneInput {
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
    let bounds = around
        .unwrap_or(Rect::from_center(pt(0.0, 0.0), 160.0, 64.0))
        .expanded(MARGIN);
    let background = (!options.transparent).then_some(palette.canvas_fill);
    Picture {
        scene,
        bounds,
        background,
        source: options.embed.then(|| design.clone()),
    }
}
