//! All components with their owners and rollout stages, and the assumptions.

use super::subject::ReportSubject;
use crate::export::sheet::{Cell, Sheet};

/// Writes the table of components and the list of assumptions.
pub(super) fn write_components(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    sheet.heading(2, "Components");
    let rows: Vec<Vec<Cell>> = (subject.design.components())
        .map(|(id, component)| {
            vec![
                Cell::Words(subject.name(id)),
                Cell::Words(subject.design.kind_of(id).label.clone()),
                Cell::Words(component.technology.clone()),
                Cell::Number(component.replicas.to_string()),
                Cell::Words(component.owner.clone()),
                Cell::Number(
                    component
                        .rollout_stage
                        .map_or(String::new(), |step| step.to_string()),
                ),
            ]
        })
        .collect();
    sheet.table(
        &[
            "Name",
            "Kind",
            "Technology",
            "Instances",
            "Owner",
            "Rollout stage",
        ],
        rows,
    );
    if !subject.design.assumptions().is_empty() {
        sheet.heading(2, "Assumptions");
        sheet.list(subject.design.assumptions());
    }
}
