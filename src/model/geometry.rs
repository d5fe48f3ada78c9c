//! Points, vectors and rectangles of the drawing, in world units (1 unit is 1 pixel at 100%).
//!
//! `f64`, where egui's are `f32`: far from the origin a single-precision drawing jitters. Painters subtract the
//! camera first and only then turn to `f32`.

use std::ops::{Add, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

/// A place in the world.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A displacement from one point to another.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Vector {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// An upright rectangle; `min` is the corner with the smaller coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Top left.
    pub min: Point,
    /// Bottom right.
    pub max: Point,
}

/// Short for a [`Point`].
#[must_use]
pub const fn pt(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// Short for a [`Vector`].
#[must_use]
pub const fn vector(x: f64, y: f64) -> Vector {
    Vector { x, y }
}

impl Point {
    /// Whether both coordinates are finite numbers.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }

    /// The distance to `other`.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// The point at `t` (0 to 1) of the distance to `other`.
    #[must_use]
    pub fn lerp(self, other: Self, t: f64) -> Self {
        self + (other - self) * t
    }

    /// The nearest grid point.
    #[must_use]
    pub fn snapped(self, grid: f64) -> Self {
        pt(
            (self.x / grid).round() * grid,
            (self.y / grid).round() * grid,
        )
    }
}

impl Vector {
    /// Nowhere.
    pub const ZERO: Self = vector(0.0, 0.0);

    /// Its length.
    #[must_use]
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}

impl Rect {
    /// The smallest rectangle that holds both corners, in whatever order they come.
    #[must_use]
    pub fn from_corners(a: Point, b: Point) -> Self {
        Self {
            min: pt(a.x.min(b.x), a.y.min(b.y)),
            max: pt(a.x.max(b.x), a.y.max(b.y)),
        }
    }

    /// A rectangle about `center`.
    #[must_use]
    pub fn from_center(center: Point, width: f64, height: f64) -> Self {
        let half = vector(width / 2.0, height / 2.0);
        Self {
            min: center - half,
            max: center + half,
        }
    }

    /// Where the line from its middle toward a place leaves it; its middle where that is the place.
    #[must_use]
    pub fn border_toward(self, to: Point) -> Point {
        let center = self.center();
        let away = to - center;
        let scale = |half: f64, part: f64| {
            if part == 0.0 {
                f64::INFINITY
            } else {
                half / part.abs()
            }
        };
        let reach = scale(self.width() / 2.0, away.x).min(scale(self.height() / 2.0, away.y));
        if reach.is_finite() {
            center + away * reach.min(1.0)
        } else {
            center
        }
    }

    /// A rectangle from its top left corner.
    #[must_use]
    pub fn from_min(min: Point, width: f64, height: f64) -> Self {
        Self {
            min,
            max: min + vector(width, height),
        }
    }

    /// To the right, from edge to edge.
    #[must_use]
    pub fn width(self) -> f64 {
        self.max.x - self.min.x
    }

    /// Down, from edge to edge.
    #[must_use]
    pub fn height(self) -> f64 {
        self.max.y - self.min.y
    }

    /// The middle.
    #[must_use]
    pub fn center(self) -> Point {
        self.min.lerp(self.max, 0.5)
    }

    /// Whether the point lies inside or on the edge.
    #[must_use]
    pub fn contains(self, point: Point) -> bool {
        point.x >= self.min.x
            && point.x <= self.max.x
            && point.y >= self.min.y
            && point.y <= self.max.y
    }

    /// Whether the whole of `other` lies inside.
    #[must_use]
    pub fn contains_rect(self, other: Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// Whether the two share an area or an edge.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            min: pt(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: pt(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// Larger by `by` on every side (smaller where negative).
    #[must_use]
    pub fn expanded(self, by: f64) -> Self {
        Self {
            min: self.min - vector(by, by),
            max: self.max + vector(by, by),
        }
    }

    /// Moved.
    #[must_use]
    pub fn translated(self, by: Vector) -> Self {
        Self {
            min: self.min + by,
            max: self.max + by,
        }
    }

    /// Whether all four coordinates are finite numbers.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.min.is_finite() && self.max.is_finite()
    }
}

impl From<[f64; 2]> for Point {
    fn from([x, y]: [f64; 2]) -> Self {
        pt(x, y)
    }
}

impl From<Point> for [f64; 2] {
    fn from(point: Point) -> Self {
        [point.x, point.y]
    }
}

impl Add<Vector> for Point {
    type Output = Self;
    fn add(self, by: Vector) -> Self {
        pt(self.x + by.x, self.y + by.y)
    }
}

impl Sub<Vector> for Point {
    type Output = Self;
    fn sub(self, by: Vector) -> Self {
        pt(self.x - by.x, self.y - by.y)
    }
}

impl Sub for Point {
    type Output = Vector;
    fn sub(self, from: Self) -> Vector {
        vector(self.x - from.x, self.y - from.y)
    }
}

impl Add for Vector {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        vector(self.x + other.x, self.y + other.y)
    }
}

impl Mul<f64> for Vector {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        vector(self.x * by, self.y * by)
    }
}

impl Neg for Vector {
    type Output = Self;
    fn neg(self) -> Self {
        vector(-self.x, -self.y)
    }
}
