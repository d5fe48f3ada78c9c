//! Where the view looks: world units to screen points and back.
//!
//! The world is `f64`; only what is left after the camera is subtracted becomes `f32`, so drawings far from the origin
//! stay sharp.

use crate::model::{Point, Rect, Vector, pt, vector};

/// The closest and the farthest view.
const ZOOM: std::ops::RangeInclusive<f64> = 0.05..=8.0;
/// Room left around what is fitted, in screen points.
const FIT_MARGIN: f64 = 48.0;
/// Fitting a small drawing does not blow it up further than this.
const FIT_ZOOM: f64 = 1.5;
/// From this zoom on names are read with ease.
const READABLE: f64 = 0.6;

/// A view of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// The world point in the middle of the screen rectangle.
    pub center: Point,
    /// Screen points for a world unit.
    pub zoom: f64,
    /// The screen rectangle it fills.
    pub screen: egui::Rect,
}

impl Default for Camera {
    fn default() -> Self {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(800.0, 600.0));
        Self {
            center: pt(0.0, 0.0),
            zoom: 1.0,
            screen,
        }
    }
}

impl Camera {
    /// The screen point of a world point.
    pub fn screen_from_world(&self, point: Point) -> egui::Pos2 {
        let away = (point - self.center) * self.zoom;
        self.screen.center() + egui::vec2(away.x as f32, away.y as f32)
    }

    /// The world point of a screen point.
    pub fn world_from_screen(&self, point: egui::Pos2) -> Point {
        let away = point - self.screen.center();
        self.center + vector(f64::from(away.x), f64::from(away.y)) * (1.0 / self.zoom)
    }

    /// The screen rectangle of a world rectangle.
    pub fn screen_rect(&self, rect: Rect) -> egui::Rect {
        egui::Rect::from_min_max(
            self.screen_from_world(rect.min),
            self.screen_from_world(rect.max),
        )
    }

    /// The part of the world in view.
    pub fn visible_rect(&self) -> Rect {
        Rect {
            min: self.world_from_screen(self.screen.min),
            max: self.world_from_screen(self.screen.max),
        }
    }

    /// Moves the view so that what was under a point stays under it after the point moved by `by` screen points.
    pub fn pan(&mut self, by: egui::Vec2) {
        self.center = self.center - vector(f64::from(by.x), f64::from(by.y)) * (1.0 / self.zoom);
    }

    /// Zooms; the world point under the screen point `about` stays there.
    pub fn zoom_about(&mut self, about: egui::Pos2, factor: f64) {
        let fixed = self.world_from_screen(about);
        self.zoom = (self.zoom * factor).clamp(*ZOOM.start(), *ZOOM.end());
        let drift: Vector = fixed - self.world_from_screen(about);
        self.center = self.center + drift;
    }

    /// The view that shows all of `rect`; 100% where there is nothing to show.
    #[must_use]
    pub fn fit_to(mut self, rect: Option<Rect>) -> Self {
        let Some(rect) = rect else {
            return Self {
                center: pt(0.0, 0.0),
                zoom: 1.0,
                ..self
            };
        };
        let room = |size: f32| (f64::from(size) - 2.0 * FIT_MARGIN).max(FIT_MARGIN);
        let wide = room(self.screen.width()) / rect.width().max(1.0);
        let high = room(self.screen.height()) / rect.height().max(1.0);
        self.zoom = wide
            .min(high)
            .min(FIT_ZOOM)
            .clamp(*ZOOM.start(), *ZOOM.end());
        self.center = rect.center();
        self
    }

    /// The view that shows all of `rect`, or as much of its beginning as can be read.
    #[must_use]
    pub fn fit_readable(self, rect: Option<Rect>) -> Self {
        let mut view = self.fit_to(rect);
        let Some(rect) = rect.filter(|_| view.zoom < READABLE) else {
            return view;
        };
        view.zoom = READABLE;
        let sight = view.visible_rect().expanded(-FIT_MARGIN / READABLE);
        let past = |all: f64, seen: f64| ((all - seen) / 2.0).max(0.0);
        let by = vector(
            past(rect.width(), sight.width()),
            past(rect.height(), sight.height()),
        );
        view.center = rect.center() - by;
        view
    }

    /// The nearest view that has all of `rect` in sight: unchanged, moved, or farther away.
    #[must_use]
    pub fn reveal(self, rect: Rect) -> Self {
        let margin = FIT_MARGIN / self.zoom;
        let view = self.visible_rect().expanded(-margin);
        if view.contains_rect(rect) {
            return self;
        }
        if rect.width() > view.width() || rect.height() > view.height() {
            return self.fit_to(Some(rect));
        }
        self.pan_to(rect)
    }

    /// The nearest view with `rect` in sight at the same zoom; of what is larger than the view, its middle.
    #[must_use]
    pub fn pan_to(self, rect: Rect) -> Self {
        let margin = FIT_MARGIN / self.zoom;
        let view = self.visible_rect().expanded(-margin);
        let shift = |low: f64, high: f64, from: f64, to: f64| {
            if high - low > to - from {
                f64::midpoint(low, high) - f64::midpoint(from, to)
            } else if low < from {
                low - from
            } else if high > to {
                high - to
            } else {
                0.0
            }
        };
        let x = shift(rect.min.x, rect.max.x, view.min.x, view.max.x);
        let y = shift(rect.min.y, rect.max.y, view.min.y, view.max.y);
        Self {
            center: self.center + vector(x, y),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let mut camera = Camera {
            center: pt(1e6, -3e5),
            ..Camera::default()
        };
        let pointer = egui::pos2(123.0, 456.0);
        let before = camera.world_from_screen(pointer);
        for factor in [1.25, 1.25, 0.31, 7.0, 0.02, 40.0] {
            camera.zoom_about(pointer, factor);
            assert!(camera.world_from_screen(pointer).distance(before) * camera.zoom < 0.01);
        }
    }

    #[test]
    fn fitting_shows_everything_whatever_its_size() {
        for rect in [
            Rect::from_center(pt(0.0, 0.0), 1e6, 10.0),
            Rect::from_center(pt(1e7, 1e7), 0.0, 0.0),
            Rect::from_center(pt(-5.0, 3.0), 300.0, 200.0),
        ] {
            let camera = Camera::default().fit_to(Some(rect));
            assert!(camera.zoom.is_finite() && camera.zoom <= FIT_ZOOM);
            assert!(camera.visible_rect().contains(rect.center()));
        }
        assert!((Camera::default().fit_to(None).zoom - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn what_is_too_large_to_read_is_shown_from_its_beginning() {
        let small = Rect::from_center(pt(40.0, 9.0), 300.0, 200.0);
        let camera = Camera::default();
        assert_eq!(camera.fit_readable(Some(small)), camera.fit_to(Some(small)));
        let large = Rect::from_min(pt(-700.0, 300.0), 9_000.0, 500.0);
        let view = camera.fit_readable(Some(large));
        assert!(view.zoom >= READABLE && view.visible_rect().contains(large.min));
        let middle = (view.visible_rect().center().y - large.center().y).abs();
        assert!(middle < 1e-9, "what fits is in the middle");
    }

    #[test]
    fn revealing_moves_no_more_than_needed() {
        let camera = Camera::default();
        let near = Rect::from_center(pt(100.0, 0.0), 50.0, 50.0);
        assert_eq!(camera.reveal(near), camera);
        let large = camera.pan_to(Rect::from_center(pt(5_000.0, 0.0), 4_000.0, 50.0));
        assert!((large.zoom - camera.zoom).abs() < f64::EPSILON);
        assert!((large.center.x - 5_000.0).abs() < 1e-9);
        let aside = camera.reveal(Rect::from_center(pt(900.0, 0.0), 50.0, 50.0));
        assert!(
            (aside.zoom - camera.zoom).abs() < f64::EPSILON && aside.center.y.abs() < f64::EPSILON
        );
        assert!(aside.visible_rect().contains(pt(925.0, 25.0)));
    }
}
