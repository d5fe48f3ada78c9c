//! What happens when something fails: every component and zone against every flow, and what it takes to stop each flow.

use std::cmp::Reverse;

use egui::{Align2, Color32, CornerRadius, Rect, Response, Sense, Ui, pos2, vec2};

use super::actions::CheckActions;
use super::items::name_of;
use crate::analysis::{Failure, FailureEffect, FlowReport, FlowState, MinimalCutSet, Report};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{caption, card, group_row, paragraph};
use crate::model::{Design, Id};
use crate::scene::{Face, Palette, break_lines, icon};

const ROW: f32 = 24.0;
/// Room for two lines above the columns.
const HEAD: f32 = 34.0;
/// A column is as wide as its share of what the names leave, within these.
const NARROWEST: f32 = 24.0;
const WIDEST: f32 = 72.0;
/// What the names get at least.
const NAMES: f32 = 116.0;
/// The most rows of components; those below them hurt least.
const MOST: usize = 40;

/// Shows the table under a head that opens and closes; nothing where nothing is known.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    report: &Report,
    open: &mut bool,
    acts: &mut CheckActions,
) {
    let flows = working_flows(report);
    if report.failures.effects.is_empty() || flows.is_empty() {
        return;
    }
    ui.add_space(gap::S);
    group_row(ui, p, "What happens when a component fails", 0, open);
    if !*open {
        return;
    }
    let rows = failure_rows(design, report);
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = FailureColumns::new(ui.available_width(), flows.len());
        head_ui(ui, p, columns, &flows);
        for row in &rows.shown {
            row_ui(ui, p, columns, row, &flows, acts);
        }
        if rows.left_out > 0 {
            let more = format!("and {} more components with less impact", rows.left_out);
            caption(ui, p, more);
        }
        ui.add_space(gap::S);
        ui.spacing_mut().item_spacing.y = gap::XS;
        let (down, degraded, ok) = (icon::X, icon::TILDE, icon::CHECK);
        let legend = format!("{down} down   {degraded} degraded   {ok} works");
        caption(ui, p, legend);
        ui.add_space(gap::XS);
        for &(index, flow) in &flows {
            let set = report
                .failures
                .minimal_cut_sets
                .get(index)
                .and_then(Option::as_ref);
            paragraph(ui, p, describe_cut_set(design, flow, set));
        }
    });
}

/// A flow that works, with its place in the report. What does not work anyway cannot fail.
type IndexedFlow<'a> = (usize, &'a FlowReport);

fn working_flows(report: &Report) -> Vec<IndexedFlow<'_>> {
    let flows = report.flows.iter().enumerate();
    flows
        .filter(|(_, flow)| flow.unreached.is_empty())
        .collect()
}

/// One thing that may fail.
struct FailureRow<'a> {
    item: Id,
    name: String,
    icon: Option<char>,
    effect: &'a FailureEffect,
}

struct FailureRows<'a> {
    shown: Vec<FailureRow<'a>>,
    left_out: usize,
}

/// The components, those that hurt most first, then the zones.
fn failure_rows<'a>(design: &Design, report: &'a Report) -> FailureRows<'a> {
    let (mut components, mut zones) = (Vec::new(), Vec::new());
    for effect in &report.failures.effects {
        let (item, list) = match effect.failure {
            Failure::Component(id) => (id, &mut components),
            Failure::Zone(id) => (id, &mut zones),
            Failure::Pair(..) => continue,
        };
        let Some((icon, name)) = name_of(design, item) else {
            continue;
        };
        list.push(FailureRow {
            item,
            name,
            icon,
            effect,
        });
    }
    let hurts = |row: &FailureRow| {
        let count = |state| row.effect.flows.iter().filter(|&&s| s == state).count();
        let flows = report.flows.iter().zip(&row.effect.flows);
        let critical = flows.filter(|(flow, state)| flow.critical && **state == FlowState::Down);
        Reverse((
            critical.count(),
            count(FlowState::Down),
            count(FlowState::Degraded),
        ))
    };
    components.sort_by_key(&hurts);
    zones.sort_by_key(&hurts);
    let left_out = components.len().saturating_sub(MOST);
    components.truncate(MOST);
    components.extend(zones);
    FailureRows {
        shown: components,
        left_out,
    }
}

/// Where the columns lie: the names on the left, then one cell for each flow.
#[derive(Clone, Copy)]
struct FailureColumns {
    names: f32,
    each: f32,
}

impl FailureColumns {
    fn new(width: f32, count: usize) -> Self {
        let count = count as f32;
        let each = ((width - NAMES) / count).clamp(NARROWEST, WIDEST);
        Self {
            names: (width - each * count).max(NAMES / 2.0),
            each,
        }
    }

    fn cell(self, row: Rect, index: usize) -> Rect {
        let left = row.left() + self.names + self.each * index as f32;
        Rect::from_min_size(pos2(left, row.top()), vec2(self.each, row.height()))
    }
}

fn head_ui(ui: &mut Ui, p: &Palette, columns: FailureColumns, flows: &[IndexedFlow<'_>]) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    for (place, (_, flow)) in flows.iter().enumerate() {
        let cell = columns.cell(row, place);
        let room = f64::from(columns.each - 6.0);
        let size = f64::from(TextSize::Caption.points());
        let lines = break_lines(&flow.name, Face::Medium, size, room, 2);
        for (above, line) in lines.iter().rev().enumerate() {
            let at = cell.center_bottom() - vec2(0.0, 4.0 + 13.0 * above as f32);
            let (bottom, font) = (Align2::CENTER_BOTTOM, font(Face::Medium, TextSize::Caption));
            ui.painter().text(at, bottom, line, font, p.text_tertiary);
        }
        cell_response(ui, cell, (0, place), &flow.name).on_hover_text(&flow.name);
    }
}

fn row_ui(
    ui: &mut Ui,
    p: &Palette,
    columns: FailureColumns,
    row: &FailureRow,
    flows: &[IndexedFlow<'_>],
    acts: &mut CheckActions,
) {
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let role = egui::accesskit::Role::Button;
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, &row.name));
    let painter = ui.painter();
    if response.contains_pointer() || response.has_focus() {
        let wide = rect.expand2(vec2(4.0, 0.0));
        painter.rect_filled(wide, CornerRadius::same(5), p.surface_hover);
        acts.highlight.insert(row.item);
    }
    if response.clicked() {
        acts.reveal = Some([row.item].into());
    }
    let left = rect.left_center();
    let (center, icons) = (Align2::CENTER_CENTER, font(Face::Icons, TextSize::Lead));
    let glyph = row.icon.unwrap_or(icon::BOUNDING_BOX);
    painter.text(left + vec2(7.0, 0.0), center, glyph, icons, p.text_tertiary);
    let room = f64::from(columns.names - 26.0);
    let name = elide(&row.name, Face::Regular, TextSize::Small, room);
    let (at, font) = (left + vec2(20.0, 0.0), font(Face::Regular, TextSize::Small));
    painter.text(at, Align2::LEFT_CENTER, name, font, p.text_primary);
    for (place, &(index, flow)) in flows.iter().enumerate() {
        let Some(&state) = row.effect.flows.get(index) else {
            continue;
        };
        let cell = columns.cell(rect, place);
        paint_state(ui, p, cell, state);
        let description = format!(
            "If {} fails, {} {}",
            row.name,
            flow.name,
            describe_outcome(state)
        );
        cell_response(ui, cell, (row.item.0, place), &description).on_hover_text(description);
    }
}

/// A place that says something to who points at it, and to who cannot see it.
fn cell_response(ui: &Ui, rect: Rect, id: (u64, usize), description: &str) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("failure of", id)), Sense::hover());
    let role = egui::accesskit::Role::Cell;
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, description));
    response
}

fn describe_outcome(state: FlowState) -> &'static str {
    match state {
        FlowState::Ok => "still works",
        FlowState::Degraded => "is degraded",
        FlowState::Down => "is down",
    }
}

fn paint_state(ui: &Ui, p: &Palette, cell: Rect, state: FlowState) {
    let (glyph, ink, fill) = match state {
        FlowState::Ok => (icon::CHECK, p.text_tertiary, Color32::TRANSPARENT),
        FlowState::Degraded => (icon::TILDE, p.high.text, p.high.soft),
        FlowState::Down => (icon::X, p.critical.text, p.critical.soft),
    };
    let tile = Rect::from_center_size(cell.center(), vec2(26.0_f32.min(cell.width() - 2.0), 18.0));
    ui.painter().rect_filled(tile, CornerRadius::same(4), fill);
    let (center, font) = (Align2::CENTER_CENTER, font(Face::Icons, TextSize::Lead));
    ui.painter().text(cell.center(), center, glyph, font, ink);
}

/// "“Open a link” stops if Link API (2 machines) fails"
fn describe_cut_set(design: &Design, flow: &FlowReport, set: Option<&MinimalCutSet>) -> String {
    let Some(set) = set else {
        return format!("“{}” survives the failure of any single machine", flow.name);
    };
    let parts: Vec<String> = set
        .components
        .iter()
        .filter_map(|&id| {
            let component = design.component(id)?;
            let machines = match component.replicas.count().max(1) {
                1 => "1\u{a0}machine".to_owned(),
                many => format!("{many}\u{a0}machines"),
            };
            Some(format!("{} ({machines})", component.name))
        })
        .collect();
    let description = match parts.as_slice() {
        [only] => format!("{only} fails"),
        [one, other] => format!("{one} and {other} fail together"),
        [others @ .., last] => format!("{}, and {last} fail together", others.join(", ")),
        [] => "nothing fails".to_owned(),
    };
    format!("“{}” stops if {description}", flow.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::model::parse_notation;

    #[test]
    fn the_worst_comes_first_and_zones_last() {
        let text = "
client -> gate
zone east: region {
  gate: api_gateway_self_run x1 \"Gate\"
  db: sql \"Entries\"
  cache: cache \"Quick\"
}
gate -> cache: read
gate -> db
";
        let design = parse_notation(text).unwrap().design;
        let report = analyze(&design, None);
        let rows = failure_rows(&design, &report);
        let names: Vec<&str> = rows.shown.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Gate", "Entries", "Quick", "east"]);
        let description = describe_cut_set(
            &design,
            &report.flows[0],
            report.failures.minimal_cut_sets[0].as_ref(),
        );
        assert!(
            description.contains("stops if") && description.ends_with("(1\u{a0}machine) fails"),
            "{description}"
        );
    }
}
