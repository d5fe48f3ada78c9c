//! The prices of the kinds in the drawing: the catalogue's with where they come from, and the drawing's own in their place.

use std::collections::BTreeSet;
use std::num::ParseFloatError;

use egui::{Align, Layout, ScrollArea, TextEdit, Ui, vec2};
use jiff::civil::Date;

use super::layout::{buttons_ui, cancel_ui, title_ui};
use super::outcome::ModalOutcome;
use crate::analysis::Analysis;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind as Loudness, caption, paragraph, styled_text};
use crate::model::{Figure, Kind, PriceOverride, Prices, Role, catalogue};
use crate::scene::{Face, Palette, icon};

const HEIGHT: f32 = 420.0;
const ROW: f32 = 28.0;
const FIELD: f32 = 84.0;
const GAP: f32 = 10.0;
/// Prices move about once a year.
const OLD_MONTHS: i32 = 12;
/// What is paid for, as headings and as names of fields.
const COLUMNS: [(&str, &str); 3] = [
    ("Per instance, month", "USD a month per instance"),
    ("Per million calls", "USD per million calls"),
    ("Per GB to users", "USD per GB sent to users"),
];

/// What is typed before it is set.
#[derive(Debug, Clone)]
pub(crate) struct PricesForm {
    lines: Vec<PriceRow>,
}

/// One kind: what is typed for each column; nothing where the catalogue's price holds.
#[derive(Debug, Clone)]
struct PriceRow {
    kind: &'static Kind,
    typed: [String; 3],
}

impl PricesForm {
    /// The kinds that a drawing uses or has prices for, as in the palette.
    pub(crate) fn new(analysis: &Analysis) -> Self {
        let (design, workings) = (analysis.design(), analysis.workings());
        let used = workings.values().map(|inputs| inputs.kind.id.as_str());
        let ids: BTreeSet<&str> = used
            .chain(design.prices().keys().map(String::as_str))
            .collect();
        let shown = |kind: &&Kind| kind.role != Role::Client && ids.contains(kind.id.as_str());
        let line = |kind: &'static Kind| {
            let own = design.prices().get(&kind.id).copied().unwrap_or_default();
            let typed = [own.monthly, own.per_million, own.per_gb];
            PriceRow {
                kind,
                typed: typed.map(|price| price.map_or_else(String::new, |usd| usd.to_string())),
            }
        };
        Self {
            lines: catalogue().iter().filter(shown).map(line).collect(),
        }
    }

    /// The prices that are typed; none while one of them is no price.
    fn prices(&self, before: &Prices) -> Option<Prices> {
        let mut all = before.clone();
        for line in &self.lines {
            all.insert(line.kind.id.clone(), line.price()?);
        }
        Some(all)
    }
}

impl PriceRow {
    fn price(&self) -> Option<PriceOverride> {
        let [monthly, per_million, per_gb] = self.typed.each_ref().map(|text| parse_price(text));
        let price = PriceOverride {
            monthly: monthly.ok()?,
            per_million: per_million.ok()?,
            per_gb: per_gb.ok()?,
        };
        price.is_sound().then_some(price)
    }

    fn is_own(&self) -> bool {
        self.typed.iter().any(|text| !text.trim().is_empty())
    }
}

/// The price that is typed, if any.
fn parse_price(text: &str) -> Result<Option<f64>, ParseFloatError> {
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    text.map(str::parse).transpose()
}

/// The catalogue's prices in the order of the columns.
fn list_prices(kind: &Kind) -> [Option<&Figure>; 3] {
    [
        Some(&kind.monthly_cost),
        kind.cost_per_million.as_ref(),
        kind.cost_per_gb.as_ref(),
    ]
}

/// Shows the form.
pub(super) fn ui(ui: &mut Ui, p: &Palette, form: &mut PricesForm, before: &Prices) -> ModalOutcome {
    title_ui(ui, p, "Prices");
    paragraph(
        ui,
        p,
        "List prices of the components in this drawing, in USD. Prices that you change are saved with the drawing. A cost set on a single component takes precedence.",
    );
    ui.add_space(gap::M);
    headings_ui(ui, p);
    let today = jiff::Zoned::now().date();
    ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::XXS;
        for line in &mut form.lines {
            price_ui(ui, p, line, today);
            ui.add_space(gap::M);
        }
    });
    ui.add_space(gap::L);
    let prices = form.prices(before);
    buttons_ui(ui, p, |ui, p| {
        let set = Button::new(Loudness::Primary, "Set prices").enabled(prices.is_some());
        if let (true, Some(prices)) = (set.show(ui, p).clicked(), &prices) {
            return ModalOutcome::Prices(prices.clone());
        }
        let outcome = cancel_ui(ui, p);
        if prices.is_none() {
            let wrong = "Enter 0 or a positive number";
            ui.label(styled_text(
                wrong,
                Face::Regular,
                TextSize::Small,
                p.critical.text,
            ));
        }
        outcome
    })
}

fn headings_ui(ui: &mut Ui, p: &Palette) {
    row_ui(ui, |ui| {
        ui.add_space(gap::PAGE + GAP);
        for (heading, _) in COLUMNS.iter().rev() {
            let size = vec2(FIELD, 16.0);
            let left = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(size, left, |ui| {
                ui.set_min_width(FIELD);
                caption(ui, p, *heading);
            });
        }
    });
}

/// A row that is filled from its right end.
fn row_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width() - 8.0, ROW);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        add(ui);
    });
}

fn price_ui(ui: &mut Ui, p: &Palette, line: &mut PriceRow, today: Date) {
    let kind = line.kind;
    row_ui(ui, |ui| {
        let name = format!("Back to the default: {}", kind.label);
        let back = Button::icon(icon::ARROW_COUNTER_CLOCKWISE, &name).small();
        if back.enabled(line.is_own()).show(ui, p).clicked() {
            line.typed = Default::default();
        }
        let fields = line.typed.iter_mut().zip(COLUMNS).zip(list_prices(kind));
        for ((text, (_, what)), figure) in fields.rev() {
            field_ui(ui, p, text, &format!("{}: {what}", kind.label), figure);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(styled_text(
                &kind.label,
                Face::Medium,
                TextSize::Body,
                p.text_primary,
            ));
            let mut figures = list_prices(kind).into_iter().flatten();
            if figures.any(|figure| is_old(&figure.date, today)) {
                let note = "price older than 12 months";
                ui.label(styled_text(
                    note,
                    Face::Regular,
                    TextSize::Caption,
                    p.medium.text,
                ));
            }
        });
    });
    sources_ui(ui, p, kind);
}

fn field_ui(ui: &mut Ui, p: &Palette, text: &mut String, name: &str, figure: Option<&Figure>) {
    let usual = figure.map_or_else(|| "none".to_owned(), |figure| figure.value.to_string());
    let is_sound = parse_price(text).is_ok_and(|usd| {
        let price = PriceOverride {
            monthly: usd,
            ..PriceOverride::default()
        };
        price.is_sound()
    });
    let ink = if is_sound {
        p.text_primary
    } else {
        p.critical.text
    };
    let field = TextEdit::singleline(text)
        .desired_width(FIELD)
        .hint_text(usual)
        .text_color(ink);
    ui.add(field).accessible_name(name);
}

/// Where the catalogue's prices come from, and when.
fn sources_ui(ui: &mut Ui, p: &Palette, kind: &Kind) {
    let units = ["a month", "a million", "a GB"];
    let figures = list_prices(kind).into_iter().zip(units);
    let sources = figures.filter_map(|(figure, unit)| {
        let figure = figure?;
        Some(format!(
            "{} {unit}: {}, {}",
            figure.value, figure.source, figure.date
        ))
    });
    let sources = sources.collect::<Vec<_>>().join("; ");
    let sources = styled_text(sources, Face::Regular, TextSize::Caption, p.text_tertiary)
        .line_height(Some(15.0));
    ui.add(egui::Label::new(sources).wrap());
}

/// Whether a month, `YYYY-MM`, lies more than a year back.
fn is_old(month: &str, today: Date) -> bool {
    let Some((year, month)) = month.split_once('-') else {
        return false;
    };
    let (Ok(year), Ok(month)) = (year.parse::<i32>(), month.parse::<i32>()) else {
        return false;
    };
    let now = i32::from(today.year()) * 12 + i32::from(today.month());
    now - (year * 12 + month) > OLD_MONTHS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;
    use jiff::civil::date;

    #[test]
    fn a_price_is_old_after_twelve_months() {
        let today = date(2026, 9, 30);
        assert!(!is_old("2025-09", today) && is_old("2025-08", today));
        assert!(!is_old("2027-01", today) && !is_old("soon", today));
    }

    #[test]
    fn the_form_holds_the_kinds_in_use_and_gives_back_what_it_was_given() {
        let text = "client -> api -> db\ndb: sql\nprice cdn gb=0.01\nprice sql month=400";
        let design = parse_notation(text).unwrap().design;
        let mut form = PricesForm::new(&Analysis::new(&design, None));
        let ids: Vec<&str> = form.lines.iter().map(|l| l.kind.id.as_str()).collect();
        assert_eq!(ids, ["cdn", "app_service", "sql_database"]);
        let mut prices = form.prices(design.prices()).unwrap();
        prices.retain(|_, price| !price.is_empty());
        assert_eq!(&prices, design.prices());
        for wrong in ["dear", "-1", "NaN", "inf"] {
            form.lines[0].typed[0] = wrong.to_owned();
            assert!(form.prices(design.prices()).is_none(), "{wrong}");
        }
    }
}
