//! Connecting components, giving a connection another end, and changing how its line runs.

use super::connection_end::ConnectionEnd;
use super::outcome::GestureOutcome;
use crate::app::canvas::ops;
use crate::model::{Connection, Document, Edit, Id};

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
        return GestureOutcome::Notice(
            "a connection must join two different components".to_owned(),
        );
    }
    ops::apply_edits(
        document,
        "Reconnect",
        vec![Edit::PutConnection(id, connection)],
    );
    GestureOutcome::Done
}
