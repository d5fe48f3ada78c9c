//! What the drawing costs a month, by group of kinds, and the dearest parts.

use std::collections::BTreeMap;

use egui::{Align, Align2, CornerRadius, Layout, Rect, Sense, Ui, pos2, vec2};

use super::explain::{self, CARET};
use super::view::{NumbersActions, NumbersRow, NumbersView, section_ui};
use crate::analysis::ComponentEstimate;
use crate::app::commands::Command;
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{Button, ButtonKind as Loudness, caption, styled_text};
use crate::model::{Group, Id, Kind, PriceOverride, format};
use crate::scene::Face;

const ROW: f32 = 26.0;
const DEAREST: usize = 3;

/// Shows it.
pub(super) fn ui(ui: &mut Ui, shown: &NumbersView<'_>, acts: &mut NumbersActions) {
    let (p, estimate) = (shown.p, &shown.readings.estimate);
    let budget = shown.scenario.and_then(|s| s.targets.monthly_budget);
    let description = budget.map_or_else(String::new, |most| {
        format!("budget {}", format::dollars(most))
    });
    section_ui(ui, p, "Cost", &description);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::S;
        let over = budget.is_some_and(|most| estimate.monthly_cost > most);
        let ink = if over {
            p.critical.text
        } else {
            p.text_primary
        };
        let cost = format::dollars(estimate.monthly_cost);
        ui.label(styled_text(cost, Face::SemiBold, TextSize::Title, ink));
        caption(
            ui,
            p,
            if over {
                "a month, over the budget"
            } else {
                "a month"
            },
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let prices = Button::new(Loudness::Quiet, "Prices…").small();
            if prices.enabled(!shown.breaking).show(ui, p).clicked() {
                acts.given.push(Command::Prices);
            }
        });
    });
    if let Some(peak) = &estimate.peak {
        caption(ui, p, peak.describe());
    }
    if shown.readings.has_traffic {
        let tenfold = format::dollars(estimate.monthly_cost_at_tenfold);
        let text = format!("{tenfold} at 10× this traffic, with the instances drawn");
        caption(ui, p, text);
        if let Some(needed) = estimate.monthly_cost_to_carry_tenfold {
            let needed = format::dollars(needed);
            caption(ui, p, format!("{needed} with enough instances"));
        }
    }
    groups_ui(ui, shown);
    let mut dear: Vec<_> = estimate.components.iter().collect();
    dear.retain(|component| component.monthly_cost > 0.0);
    dear.sort_by(|a, b| {
        b.monthly_cost
            .total_cmp(&a.monthly_cost)
            .then(a.id.cmp(&b.id))
    });
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for component in dear.into_iter().take(DEAREST) {
            part_ui(ui, shown, component, acts);
        }
    });
}

/// The bar of groups with its key.
fn groups_ui(ui: &mut Ui, shown: &NumbersView<'_>) {
    let (p, estimate) = (shown.p, &shown.readings.estimate);
    let mut groups: BTreeMap<Group, f64> = BTreeMap::new();
    for component in &estimate.components {
        *groups
            .entry(shown.design.kind_of(component.id).group)
            .or_default() += component.monthly_cost;
    }
    let mut groups: Vec<_> = groups.into_iter().filter(|(_, cost)| *cost > 0.0).collect();
    groups.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    if groups.is_empty() {
        return;
    }
    let size = vec2(ui.available_width(), 8.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let gaps = 2.0 * (groups.len() as f32 - 1.0);
    let mut left = rect.left();
    for (group, cost) in &groups {
        let part = (cost / estimate.monthly_cost) as f32;
        let width = ((rect.width() - gaps) * part).max(1.0);
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        let color = p.category(*group).ink;
        ui.painter().rect_filled(part, CornerRadius::same(2), color);
        left += width + 2.0;
    }
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        ui.spacing_mut().item_spacing = vec2(gap::L, gap::XXS);
        ui.horizontal_wrapped(|ui| key_ui(ui, shown, &groups));
    });
}

/// The key of the bar.
fn key_ui(ui: &mut Ui, shown: &NumbersView<'_>, groups: &[(Group, f64)]) {
    let p = shown.p;
    for &(group, cost) in groups {
        let text = format!("{} {}", group.label(), format::dollars(cost));
        let quiet = font(Face::Regular, TextSize::Caption);
        let text = ui.painter().layout_no_wrap(text, quiet, p.text_tertiary);
        let size = vec2(text.size().x + 12.0, 16.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let dot = Rect::from_center_size(rect.left_center() + vec2(4.0, 0.0), vec2(8.0, 8.0));
        let ink = p.category(group).ink;
        ui.painter().rect_filled(dot, CornerRadius::same(2), ink);
        let at = rect.left_center() + vec2(12.0, -text.size().y / 2.0);
        ui.painter().galley(at, text, p.text_tertiary);
    }
}

fn part_ui(
    ui: &mut Ui,
    shown: &NumbersView<'_>,
    component: &ComponentEstimate,
    acts: &mut NumbersActions,
) {
    let p = shown.p;
    let (name, cost) = (
        shown.name(component.id),
        format::dollars(component.monthly_cost),
    );
    let description = format!("{name}: {cost} a month");
    let row = NumbersRow::Cost(component.id);
    let (rect, response) = explain::row_ui(ui, p, (ROW, &description), &row, shown.open, acts);
    if response.hovered() || response.has_focus() {
        acts.highlight.insert(component.id);
    }
    let painter = ui.painter();
    let kind = shown.design.kind_of(component.id);
    let (glyph, ink) = (kind.icon_char(), p.category(kind.group).ink);
    let middle = rect.center().y;
    let at = pos2(rect.left() + 8.0, middle);
    painter.text(
        at,
        Align2::CENTER_CENTER,
        glyph,
        font(Face::Icons, TextSize::Lead),
        ink,
    );
    let right = pos2(rect.right() - CARET, middle);
    let regular = font(Face::SemiBold, TextSize::Small);
    let sum = painter.text(right, Align2::RIGHT_CENTER, cost, regular, p.text_primary);
    let room = f64::from(sum.left() - rect.left() - 30.0);
    let name = elide(name, Face::Regular, TextSize::Body, room);
    let at = pos2(rect.left() + 22.0, middle);
    let regular = font(Face::Regular, TextSize::Body);
    painter.text(at, Align2::LEFT_CENTER, name, regular, p.text_primary);
    if shown.open == Some(&row) {
        explain::card_ui(ui, p, |ui| workings_ui(ui, shown, component));
    }
}

/// How a cost comes about.
fn workings_ui(ui: &mut Ui, shown: &NumbersView<'_>, component: &ComponentEstimate) {
    let p = shown.p;
    let Some(inputs) = shown.readings.workings.get(&component.id) else {
        return;
    };
    let cost = &component.cost;
    let one = format::dollars(inputs.cost_of_one);
    let formula = match inputs.instances {
        _ if inputs.cost_of_one <= 0.0 => "No traffic, so no cost".to_owned(),
        1 => format!("{one} a month per instance"),
        instances => format!(
            "{instances} × {one} = {} a month",
            format::dollars(cost.instances)
        ),
    };
    explain::formula_ui(ui, p, formula);
    let own = own_price(shown, component.id, inputs.kind);
    let figure = Some(&inputs.kind.monthly_cost).filter(|_| own.monthly.is_none());
    explain::source_ui(ui, p, &format!("{one} per instance"), figure);
    if inputs.cost_per_million > 0.0 {
        let price = format::unit_price(inputs.cost_per_million);
        let formula = format!(
            "{} million requests a month, starting at {price} per million = {}",
            format::amount(cost.million_calls),
            format::dollars(cost.calls)
        );
        explain::formula_ui(ui, p, formula);
        let figure = inputs.kind.cost_per_million.as_ref();
        let figure = figure.filter(|_| own.per_million.is_none());
        explain::source_ui(ui, p, &format!("{price} per million"), figure);
    }
    if cost.kept > 0.0 {
        let each = cost.kept / cost.kept_gigabytes;
        let formula = format!(
            "{} stored × {} per GB per month = {}",
            format::gigabytes(cost.kept_gigabytes),
            format::average_price(each),
            format::dollars(cost.kept)
        );
        explain::formula_ui(ui, p, formula);
        let figure = inputs.kind.cost_per_gb_kept.as_ref();
        explain::source_ui(ui, p, "Per GB stored", figure);
    }
    transfer_ui(ui, shown, component, inputs.kind);
}

/// What the user has set: for the component, else for its kind in this drawing.
fn own_price(shown: &NumbersView<'_>, id: Id, kind: &Kind) -> PriceOverride {
    let component = shown.design.component(id);
    let of_kind = shown.design.prices().get(&kind.id).copied();
    let monthly = component.and_then(|component| component.overrides.monthly_cost);
    let own = PriceOverride {
        monthly,
        ..PriceOverride::default()
    };
    own.or(of_kind.unwrap_or_default())
}

/// How the cost of what is sent comes about.
fn transfer_ui(ui: &mut Ui, shown: &NumbersView<'_>, component: &ComponentEstimate, kind: &Kind) {
    let (p, cost) = (shown.p, &component.cost);
    if cost.sent > 0.0 {
        let each = cost.sent / cost.gigabytes;
        let formula = format!(
            "{} sent to users a month × {} per GB = {}",
            format::gigabytes(cost.gigabytes),
            format::average_price(each),
            format::dollars(cost.sent)
        );
        explain::formula_ui(ui, p, formula);
        let own = own_price(shown, component.id, kind).per_gb;
        let figure = kind.cost_per_gb.as_ref().filter(|_| own.is_none());
        let what = match figure {
            Some(first) if !kind.cost_per_gb_tiers.is_empty() => {
                format!(
                    "{} per GB, less at higher volumes",
                    format::unit_price(first.value)
                )
            }
            _ => "Per GB".to_owned(),
        };
        explain::source_ui(ui, p, &what, figure);
    }
    if cost.crossing > 0.0 {
        let crossing = format::dollars(cost.crossing);
        let formula = format!("{crossing} a month for traffic to other regions and zones");
        explain::formula_ui(ui, p, formula);
    }
}
