//! The lines on a canvas: kept up to date with the drawing, in a large one beside the frames.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::app::background::{BackgroundTask, TaskState};
use crate::layout::{PinConflict, Route, Router};
use crate::model::{Design, Id};
use crate::scene::{self, component_rect};

/// In drawings of up to so many components all lines are looked at again while something is dragged.
const LIVE: usize = 60;
/// Up to so many lines are led around boxes within a frame.
const WITHIN_A_FRAME: usize = 120;
/// How long a frame waits for the lines of a larger drawing.
const PATIENCE: Duration = Duration::from_millis(40);

/// The lines of a drawing.
#[derive(Debug, Default)]
pub(super) struct CanvasLines {
    router: Router,
    /// The drawing that the router was brought up to date with.
    routed: Option<Design>,
    /// Whether lines have only followed what is dragged since all were looked at.
    following: bool,
    /// The lines are led around boxes beside the frames.
    pending: Option<PendingLines>,
}

/// Lines that are led around boxes beside the frames, and what is shown meanwhile.
#[derive(Debug)]
struct PendingLines {
    task: BackgroundTask<Router>,
    /// The drawing that they are for.
    design: Design,
    /// The lines as they were, of this drawing.
    before: (Option<Design>, BTreeMap<Id, Route>),
    /// What is shown, of this drawing.
    shown: (Design, BTreeMap<Id, Route>),
}

impl CanvasLines {
    /// Brings the lines up to date with the design. While things are dragged in a large drawing, only their own lines
    /// follow them; where they are let go, all lines are looked at again.
    pub(super) fn update(
        &mut self,
        ctx: &egui::Context,
        design: &Design,
        dragged: Option<&BTreeSet<Id>>,
    ) {
        if let Some(pending) = self.pending.take()
            && let Some(unfinished) = self.finish(pending, Duration::ZERO)
        {
            self.pending = Some(unfinished.shown_for(design));
            return;
        }
        let is_large = design.connections().len() > WITHIN_A_FRAME;
        let dragged = dragged.filter(|_| is_large || design.components().len() > LIVE);
        let same = self.routed.as_ref() == Some(design);
        if same && (dragged.is_some() || !self.following) {
            return;
        }
        self.following = dragged.is_some();
        match dragged {
            Some(items) => {
                scene::follow_moved(design, &design.with_contents(items), &mut self.router);
            }
            None if is_large => return self.begin(ctx, design),
            None => scene::route_connections(design, &mut self.router),
        }
        self.routed = Some(design.clone());
    }

    /// Leads all lines around boxes beside the frames, where it takes longer than a frame may.
    fn begin(&mut self, ctx: &egui::Context, design: &Design) {
        let before = (self.routed.take(), self.router.routes().clone());
        let (mut router, of) = (std::mem::take(&mut self.router), design.clone());
        let pending = PendingLines {
            task: BackgroundTask::start(ctx, move || {
                scene::route_connections(&of, &mut router);
                router
            }),
            design: design.clone(),
            shown: (Design::new(), BTreeMap::new()),
            before,
        };
        self.pending = self
            .finish(pending, PATIENCE)
            .map(|unfinished| unfinished.shown_for(design));
    }

    /// Takes the lines once they are there; gives back what is not done after so long.
    fn finish(&mut self, pending: PendingLines, patience: Duration) -> Option<PendingLines> {
        self.router = match pending.task.wait(patience) {
            TaskState::Working => return Some(pending),
            TaskState::Done(router) => router,
            TaskState::Failed => {
                let mut straight = Router::straight();
                scene::route_connections(&pending.design, &mut straight);
                straight
            }
        };
        self.routed = Some(pending.design);
        None
    }

    /// The lines as of the last update.
    pub(super) fn routes(&self) -> &BTreeMap<Id, Route> {
        match &self.pending {
            Some(pending) => &pending.shown.1,
            None => self.router.routes(),
        }
    }

    /// What is wrong with the pinned stretches of a connection, if anything is.
    pub(super) fn pin_conflict(&self, id: Id) -> Option<PinConflict> {
        self.router.pin_conflict(id)
    }

    /// Whether no drawing was shown yet.
    pub(super) fn is_new(&self) -> bool {
        self.routed.is_none() && self.pending.is_none()
    }

    /// Whether lines are being led around boxes beside the frames.
    pub(super) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }
}

impl PendingLines {
    /// The same, showing a design: lines whose ends stand still stay as they were, all others are straight.
    fn shown_for(mut self, design: &Design) -> Self {
        if self.shown.0 == *design {
            return self;
        }
        let mut straight = Router::straight();
        scene::route_connections(design, &mut straight);
        let mut routes = straight.routes().clone();
        if let (Some(before), known) = &self.before {
            let place = |design: &Design, id: Id| design.component(id).map(component_rect);
            for (id, route) in known {
                let stays = before.connection(*id).is_some_and(|line| {
                    let same = |end: Id| place(before, end) == place(design, end);
                    design.connection(*id) == Some(line) && same(line.from) && same(line.to)
                });
                if stays {
                    routes.insert(*id, route.clone());
                }
            }
        }
        self.shown = (design.clone(), routes);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, parse_notation, pt};
    use std::time::Instant;

    /// All to all.
    fn dense(count: usize) -> Design {
        let names = |first: usize| (first..count).map(|n| format!("service_{n}"));
        let lines: Vec<String> = (0..count)
            .flat_map(|n| names(n + 1).map(move |other| format!("service_{n} -> {other}")))
            .collect();
        parse_notation(&lines.join("\n")).unwrap().design
    }

    fn wait_for(lines: &mut CanvasLines, ctx: &egui::Context, design: &Design) {
        let began = Instant::now();
        while lines.is_pending() && began.elapsed() < Duration::from_mins(2) {
            std::thread::sleep(Duration::from_millis(5));
            lines.update(ctx, design, None);
        }
        assert!(!lines.is_pending());
    }

    #[test]
    fn lines_of_a_large_drawing_are_straight_until_they_are_led_around() {
        let (ctx, mut design) = (egui::Context::default(), dense(26));
        let mut lines = CanvasLines::default();
        assert!(lines.is_new());
        lines.update(&ctx, &design, None);
        assert!(!lines.is_new());
        assert_eq!(lines.routes().len(), design.connections().len());
        wait_for(&mut lines, &ctx, &design);
        let mut router = Router::default();
        scene::route_connections(&design, &mut router);
        assert_eq!(lines.routes(), router.routes());

        // What stands still keeps its lines while the others are led around anew.
        let (moved, _) = design.components().next().unwrap();
        let mut component = design.component(moved).unwrap().clone();
        component.at = pt(component.at.x + 4_000.0, component.at.y);
        design.apply(Edit::PutComponent(moved, component)).unwrap();
        lines.update(&ctx, &design, None);
        if lines.is_pending() {
            let (touching, other): (Vec<_>, Vec<_>) = design
                .connections()
                .partition(|(_, line)| [line.from, line.to].contains(&moved));
            let route = |id: Id| lines.routes().get(&id);
            assert!(
                touching
                    .iter()
                    .all(|(id, _)| route(*id).unwrap().points.len() == 2)
            );
            assert!(
                other
                    .iter()
                    .all(|(id, _)| route(*id) == router.routes().get(id))
            );
        }
        wait_for(&mut lines, &ctx, &design);
        scene::route_connections(&design, &mut router);
        assert_eq!(lines.routes(), router.routes());
    }
}
