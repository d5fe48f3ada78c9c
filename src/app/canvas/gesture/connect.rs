//! Connecting components, giving a connection another end, and changing how its line runs.

use super::outcome::GestureOutcome;
use crate::app::canvas::ops;
use crate::model::{Connection, Document, Edit, Id, Point, Side};
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

/// Connects two components, unless that connection exists already.
pub(crate) fn connect(
    document: &mut Document,
    start: ConnectionEnd,
    end: ConnectionEnd,
) -> GestureOutcome {
    let (from, to) = (start.component, end.component);
    let design = document.design();
    let name = |id: Id| design.name_of(id);
    if from == to {
        return GestureOutcome::Notice(format!("{} cannot be connected to itself", name(from)));
    }
    let present = design
        .connections()
        .find(|(_, c)| c.from == from && c.to == to)
        .map(|(id, _)| id);
    if let Some(id) = present {
        let notice = format!("{} already calls {}", name(from), name(to));
        document.select([id]);
        return GestureOutcome::Notice(notice);
    }
    let id = design.fresh_id();
    let connection = Connection {
        sides: [start.side, end.side],
        ..Connection::new(from, to)
    };
    ops::apply_edits(
        document,
        "Connect",
        vec![Edit::PutConnection(id, connection)],
    );
    document.select([id]);
    GestureOutcome::Done
}

/// Changes how the line of a connection runs.
pub(super) fn change_line(
    document: &mut Document,
    id: Id,
    label: &str,
    change: impl FnOnce(&mut Connection),
) {
    if let Some(mut connection) = document.design().connection(id).cloned() {
        change(&mut connection);
        ops::apply_edits(document, label, vec![Edit::PutConnection(id, connection)]);
    }
}

pub(super) fn reconnect(
    document: &mut Document,
    id: Id,
    start: bool,
    target: ConnectionEnd,
) -> GestureOutcome {
    let Some(mut connection) = document.design().connection(id).cloned() else {
        return GestureOutcome::Done;
    };
    if start {
        connection.from = target.component;
    } else {
        connection.to = target.component;
    }
    connection.sides[usize::from(!start)] = target.side;
    if connection.from == connection.to {
        return GestureOutcome::Notice("a connection needs two different ends".to_owned());
    }
    ops::apply_edits(
        document,
        "Reconnect",
        vec![Edit::PutConnection(id, connection)],
    );
    GestureOutcome::Done
}
