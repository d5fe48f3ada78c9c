//! Where a connection that is being drawn begins or ends.

use crate::model::{Document, Id, Point, Side};
use crate::scene::component_rect;

/// A press or a drop this near to the side of a box means that side (screen points).
const SIDE_REACH: f64 = 12.0;

/// An end of a connection that is being drawn: a component, and the side of it where the user has chosen one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ConnectionEnd {
    /// The component.
    pub component: Id,
    /// The side; none where the line finds the best one.
    pub side: Option<Side>,
}

impl ConnectionEnd {
    /// Any side of a component.
    pub(crate) fn any_side(component: Id) -> Self {
        Self {
            component,
            side: None,
        }
    }

    /// What a press or a drop at a place on or beside a component means.
    pub(crate) fn at(document: &Document, component: Id, pointer: Point, zoom: f64) -> Self {
        let rect = document.design().component(component).map(component_rect);
        let side = rect.and_then(|rect| {
            let quarter = rect.width().min(rect.height()) / 4.0;
            Side::named_by(rect, pointer, quarter.min(SIDE_REACH / zoom))
        });
        Self { component, side }
    }
}
