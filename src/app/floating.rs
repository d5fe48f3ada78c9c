//! What floats over the canvas, and how such things keep out of each other's way: each says where it is, and the next one
//! moves aside.

use std::collections::BTreeMap;

use egui::{Context, Id, Rect, vec2};

/// Between two things that float (points).
const GAP: f32 = 8.0;

/// Something that floats over the canvas and that others keep off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FloatingItem {
    /// The tools, at the lower edge.
    Tools,
    /// What the marks mean, at the lower left.
    Legend,
    /// The whole drawing in small, at the lower right.
    Map,
    /// What the canvas shows just now, along the upper edge.
    Strip,
}

/// Where each was, and in which frame.
type Places = BTreeMap<FloatingItem, (Rect, u64)>;

fn places_id() -> Id {
    Id::unique("floating items")
}

impl FloatingItem {
    /// Says where it is shown in this frame.
    pub(crate) fn note_place(self, ctx: &Context, rect: Rect) {
        let frame = ctx.cumulative_frame_nr();
        ctx.data_mut(|data| {
            let places: &mut Places = data.get_temp_mut_or_default(places_id());
            places.insert(self, (rect, frame));
        });
    }

    /// Where it is, if it is shown.
    pub(crate) fn known_place(self, ctx: &Context) -> Option<Rect> {
        let places: Option<Places> = ctx.data(|data| data.get_temp(places_id()));
        let (rect, frame) = *places?.get(&self)?;
        (ctx.cumulative_frame_nr() <= frame + 1).then_some(rect)
    }
}

/// How far a rectangle must go up to lie over none of these.
pub(crate) fn lift_over(ctx: &Context, rect: Rect, others: &[FloatingItem]) -> f32 {
    let mut lifted = rect;
    // Whatever is passed may push it into the next.
    for _ in others {
        for other in others.iter().filter_map(|other| other.known_place(ctx)) {
            if other.expand(GAP / 2.0).intersects(lifted) {
                let by = lifted.bottom() - (other.top() - GAP);
                lifted = lifted.translate(vec2(0.0, -by));
            }
        }
    }
    rect.bottom() - lifted.bottom()
}

/// How far a rectangle must go down to lie over none of these.
pub(crate) fn drop_under(ctx: &Context, rect: Rect, others: &[FloatingItem]) -> f32 {
    let places = others.iter().filter_map(|other| other.known_place(ctx));
    let in_the_way = places.filter(|other| other.expand(GAP / 2.0).intersects(rect));
    in_the_way
        .map(|other| other.bottom() + GAP - rect.top())
        .fold(0.0, f32::max)
}
