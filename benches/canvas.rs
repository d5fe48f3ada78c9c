//! How long a frame takes while the view moves or a box is dragged among many: input, edit, routes, drawing list and
//! tessellation, all but the graphics card. A frame at 60 per second has 16.7 ms.

use std::collections::{BTreeMap, BTreeSet};

use boxdrill::app::canvas::{Canvas, CanvasContext, Interaction};
use boxdrill::model::{Component, Connection, Design, Document, Edit, Id, pt};
use boxdrill::practice::Preferences;
use boxdrill::scene::Theme;
use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};

/// So many services in rows of fifty, each calling one or two of the next row.
fn services(count: usize) -> Design {
    let mut design = Design::new();
    let ids: Vec<Id> = design.fresh_ids().take(count).collect();
    let place = |index: usize| pt(240.0 * (index % 50) as f64, 160.0 * (index / 50) as f64);
    let boxes = ids.iter().enumerate().map(|(index, &id)| {
        let name = format!("Service {index}");
        Edit::PutComponent(id, Component::new("app_service", &name, place(index)))
    });
    design
        .apply_all(boxes.collect::<Vec<_>>())
        .expect("sound boxes");
    let mut wires = design.fresh_ids();
    let mut edits = Vec::new();
    for index in 0..count - 50 {
        for step in [50, 49].into_iter().take(1 + index % 2) {
            let wire = Connection::new(ids[index], ids[index + step]);
            edits.extend(wires.next().map(|id| Edit::PutConnection(id, wire)));
        }
    }
    design.apply_all(edits).expect("sound connections");
    design
}

struct Stage {
    ctx: egui::Context,
    canvas: Canvas,
    document: Document,
    time: f64,
}

impl Stage {
    fn new(count: usize, zoom: f64) -> Self {
        let ctx = egui::Context::default();
        ctx.set_fonts(boxdrill::app::look::font_definitions());
        let mut stage = Self {
            ctx,
            canvas: Canvas::default(),
            document: Document::new(services(count)),
            time: 0.0,
        };
        stage.frame(Vec::new());
        stage.frame(Vec::new());
        // At the start everything is in view.
        if zoom > 0.0 {
            let factor = zoom / stage.canvas.zoom();
            stage.canvas.zoom_by(factor);
        }
        stage.frame(Vec::new());
        stage
    }

    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.time += 1.0 / 60.0;
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0));
        let input = RawInput {
            screen_rect: Some(screen),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let (canvas, document) = (&mut self.canvas, &mut self.document);
        let output = self.ctx.run_ui(input, |ui| {
            let context = CanvasContext {
                theme: Theme::Light,
                marks: &BTreeMap::new(),
                health: &BTreeMap::new(),
                captions: &std::collections::BTreeMap::new(),
                pulses: None,
                counterparts: &std::collections::BTreeMap::new(),
                highlighted: &BTreeSet::new(),
                preview: None,
                interaction: Interaction::Edit,
                preferences: &Preferences {
                    reduce_motion: true,
                    ..Preferences::default()
                },
            };
            canvas.ui(ui, document, &context);
        });
        self.ctx.tessellate(output.shapes, 1.0).len()
    }

    /// Presses on the box nearest to the middle of the view.
    fn grab(&mut self) -> Pos2 {
        let middle = self.canvas.camera().world_from_screen(pos2(720.0, 450.0));
        let nearest = self
            .document
            .design()
            .components()
            .min_by(|a, b| a.1.at.distance(middle).total_cmp(&b.1.at.distance(middle)))
            .map(|(_, component)| component.at)
            .expect("a box");
        let at = self.canvas.camera().screen_from_world(nearest);
        self.frame(vec![Event::PointerMoved(at)]);
        let button = PointerButton::Primary;
        self.frame(vec![Event::PointerButton {
            pos: at,
            button,
            pressed: true,
            modifiers: Modifiers::NONE,
        }]);
        at
    }
}

const SIZES: [usize; 3] = [500, 2_000, 10_000];
const VIEWS: [(&str, f64); 3] = [
    ("everything in view", 0.0),
    ("at 50 %", 0.5),
    ("at 100 %", 1.0),
];

fn panning(criterion: &mut Criterion) {
    for (count, (name, zoom)) in SIZES.into_iter().flat_map(|n| VIEWS.map(|view| (n, view))) {
        let mut stage = Stage::new(count, zoom);
        let mut step = 0.0_f32;
        criterion.bench_function(
            &format!("a frame moving the view of {count} boxes, {name}"),
            |bench| {
                bench.iter(|| {
                    step += 1.0;
                    stage.frame(vec![
                        Event::PointerMoved(pos2(720.0, 450.0)),
                        Event::MouseWheel {
                            unit: egui::MouseWheelUnit::Point,
                            delta: vec2(20.0 * (step * 0.21).sin(), 20.0 * (step * 0.13).cos()),
                            phase: egui::TouchPhase::Move,
                            source: egui::MouseWheelSource::Trackpad,
                            modifiers: Modifiers::NONE,
                        },
                    ])
                });
            },
        );
    }
}

fn dragging(criterion: &mut Criterion) {
    for (count, (name, zoom)) in SIZES.into_iter().flat_map(|n| VIEWS.map(|view| (n, view))) {
        let mut stage = Stage::new(count, zoom);
        let from = stage.grab();
        let mut step = 0.0_f32;
        criterion.bench_function(
            &format!("a frame dragging among {count} boxes, {name}"),
            |bench| {
                bench.iter(|| {
                    step += 1.0;
                    let at = from
                        + vec2(
                            20.0 + 60.0 * (step * 0.21).sin(),
                            60.0 * (step * 0.13).cos(),
                        );
                    stage.frame(vec![Event::PointerMoved(at)])
                });
            },
        );
        assert!(
            stage.document.in_gesture(),
            "the box was being dragged all the while"
        );
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = panning, dragging
}
criterion_main!(benches);
