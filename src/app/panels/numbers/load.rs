//! Who is busy: the most used components first, and in which order they give in.

use egui::{Align2, Color32, CornerRadius, Painter, Rect, Ui, pos2, vec2};

use super::explain::{self, CARET};
use super::view::{NumbersActions, NumbersRow, NumbersView, section_ui};
use crate::analysis::ComponentEstimate;
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{Button, ButtonKind, caption, paragraph};
use crate::model::{Id, format};
use crate::scene::{Face, LoadLevel, Palette, load_in_words, used_label};

const HEIGHT: f32 = 44.0;
/// What a bar takes of it.
const BAR_ROOM: f32 = 10.0;
/// The most rows before the rest is asked for.
const FEW: usize = 8;
/// How many are named of what breaks.
const BREAKS: usize = 3;

/// Shows the loads.
pub(super) fn ui(ui: &mut Ui, shown: &NumbersView<'_>, all: bool, acts: &mut NumbersActions) {
    let loaded = shown.readings.by_load(shown.design);
    section_ui(ui, shown.p, "Load", "most utilized first");
    if loaded.is_empty() {
        paragraph(ui, shown.p, "No component carries load");
    }
    let most = if all { loaded.len() } else { FEW };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = gap::XXS;
        for component in loaded.iter().take(most) {
            load_ui(ui, shown, component, acts);
        }
    });
    if loaded.len() > FEW {
        let text = if all {
            "Show the busiest only".to_owned()
        } else {
            format!("Show all {}", loaded.len())
        };
        let more = Button::new(ButtonKind::Quiet, &text).small();
        acts.all_loads = more.show(ui, shown.p).clicked();
    }
    for assumption in &shown.readings.estimate.assumed {
        caption(ui, shown.p, assumption.describe(shown.design));
    }
}

fn load_ui(
    ui: &mut Ui,
    shown: &NumbersView<'_>,
    component: &ComponentEstimate,
    acts: &mut NumbersActions,
) {
    let words = LoadText::new(shown, component);
    let row = NumbersRow::Load(component.id);
    let height = if component.utilization.is_some() {
        HEIGHT
    } else {
        HEIGHT - BAR_ROOM
    };
    let description = words.spoken_load();
    let (rect, response) =
        explain::row_ui(ui, shown.p, (height, &description), &row, shown.open, acts);
    if response.hovered() || response.has_focus() {
        acts.highlight.insert(component.id);
    }
    if response.clicked() {
        acts.reveal = Some(component.id);
    }
    let inner = rect.with_max_x(rect.right() - CARET);
    words.paint(ui.painter(), shown.p, inner);
    if shown.open == Some(&row) {
        explain::card_ui(ui, shown.p, |ui| workings_ui(ui, shown, component));
    }
}

/// What a row says.
struct LoadText<'a> {
    name: &'a str,
    /// "62%"
    used: String,
    utilization: Option<f64>,
    /// "10.6k/s"
    rate: String,
    /// "takes 17k/s"
    takes: String,
}

impl<'a> LoadText<'a> {
    fn new(shown: &NumbersView<'a>, component: &ComponentEstimate) -> Self {
        let utilization = component.utilization;
        let takes = |limit| format!("capacity {limit}");
        Self {
            name: shown.name(component.id),
            used: used_label(component),
            utilization,
            rate: load_in_words(component),
            takes: component.describe_limit().map(takes).unwrap_or_default(),
        }
    }

    fn spoken_load(&self) -> String {
        let all = [&self.used, &self.rate, &self.takes];
        let all: Vec<&str> = all.into_iter().map(String::as_str).collect();
        let all = all.join(", ");
        format!("{}: {}", self.name, all.trim_end_matches(", "))
    }

    fn paint(&self, painter: &Painter, p: &Palette, rect: Rect) {
        let level = self.utilization.map(LoadLevel::from_utilization);
        let ink = match level {
            Some(level) if level > LoadLevel::Fine => p.load(level).text,
            Some(_) => p.text_primary,
            None => p.text_tertiary,
        };
        let write = |at, align, text: &str, face, size, ink: Color32| {
            painter.text(at, align, text, font(face, size), ink)
        };
        let (left, right) = (Align2::LEFT_CENTER, Align2::RIGHT_CENTER);
        let line = rect.top() + 12.0;
        let at = pos2(rect.right(), line);
        let used = write(at, right, &self.used, Face::SemiBold, TextSize::Small, ink);
        let mut room = used.left() - rect.left() - 8.0;
        if let Some(mark) = level.and_then(LoadLevel::icon) {
            let at = used.left_center() - vec2(11.0, 0.0);
            let (center, mark) = (Align2::CENTER_CENTER, mark.to_string());
            write(at, center, &mark, Face::IconsFill, TextSize::Lead, ink);
            room -= 18.0;
        }
        let name = elide(self.name, Face::Medium, TextSize::Body, f64::from(room));
        let at = pos2(rect.left(), line);
        write(
            at,
            left,
            &name,
            Face::Medium,
            TextSize::Body,
            p.text_primary,
        );
        let (below, quiet) = (rect.bottom() - 8.0, p.text_tertiary);
        let at = pos2(rect.left(), below);
        write(
            at,
            left,
            &self.rate,
            Face::Regular,
            TextSize::Caption,
            quiet,
        );
        let at = pos2(rect.right(), below);
        write(
            at,
            right,
            &self.takes,
            Face::Regular,
            TextSize::Caption,
            quiet,
        );
        if let (Some(used), Some(level)) = (self.utilization, level) {
            let corner = pos2(rect.left(), rect.top() + 23.0);
            let bar = Rect::from_min_size(corner, vec2(rect.width(), 4.0));
            painter.rect_filled(bar, CornerRadius::same(2), p.line_default);
            let part = bar.width() * used.clamp(0.01, 1.0) as f32;
            let part = bar.with_max_x(bar.left() + part);
            painter.rect_filled(part, CornerRadius::same(2), p.load(level).fill);
        }
    }
}

/// How a load comes about.
fn workings_ui(ui: &mut Ui, shown: &NumbersView<'_>, component: &ComponentEstimate) {
    let p = shown.p;
    let Some(inputs) = shown.readings.workings.get(&component.id) else {
        return;
    };
    explain::line_ui(ui, p, "Requests at peak", &load_in_words(component));
    if let (Some(open), Some(limit)) = (component.connections, component.connection_limit) {
        let part = format::whole_percent(open / limit);
        let (open, limit) = (format::short_amount(open), format::short_amount(limit));
        explain::line_ui(
            ui,
            p,
            "Open connections",
            &format!("{open} of {limit} = {part}"),
        );
    }
    let limits = (component.capacity, inputs.capacity_of_one, inputs.at_once);
    let (Some(capacity), Some(one), Some(at_once)) = limits else {
        let why = "Provider-managed: scales automatically.";
        explain::text_ui(ui, p, why);
        return;
    };
    let each = match inputs.instances {
        1 => format::short_rate(capacity),
        instances => format!(
            "{instances} × {} = {}",
            format::short_rate(one),
            format::short_rate(capacity)
        ),
    };
    explain::line_ui(ui, p, "Capacity", &each);
    let seconds = if capacity > 0.0 {
        at_once / capacity
    } else {
        0.0
    };
    explain::line_ui(
        ui,
        p,
        "Time to serve one request",
        &format::duration(seconds * 1_000.0),
    );
    let at_once = format::amount(at_once);
    explain::line_ui(ui, p, "Concurrent requests", &at_once);
    let formula = format!(
        "{} × {} ÷ {at_once} concurrent requests = {}",
        format::short_rate(component.rps),
        format::duration(seconds * 1_000.0),
        format::whole_percent(component.rps / capacity.max(f64::MIN_POSITIVE))
    );
    explain::formula_ui(ui, p, formula);
    let own = shown.design.component(component.id);
    let figure = match own.and_then(|own| own.overrides.capacity) {
        Some(capacity) => inputs
            .kind
            .workload_of(capacity)
            .map(|known| &known.capacity),
        None => inputs.kind.capacity.as_ref(),
    };
    explain::source_ui(
        ui,
        p,
        &format!("{} per instance", format::short_rate(one)),
        figure,
    );
}

/// Shows what gives in first as one sentence.
pub(super) fn breaks_ui(ui: &mut Ui, shown: &NumbersView<'_>, acts: &mut NumbersActions) {
    let breaks: Vec<_> = shown.readings.breaking_points().take(BREAKS).collect();
    section_ui(ui, shown.p, "What breaks first", "");
    if breaks.is_empty() {
        let mut parts = shown.readings.estimate.components.iter();
        let sentence = if parts.any(|part| part.instances_needed.is_some()) {
            "Set the number of instances to see what breaks first"
        } else {
            "Every component that carries load scales automatically"
        };
        paragraph(ui, shown.p, sentence);
        return;
    }
    let traffic = shown.readings.estimate.traffic;
    let (now, later): (Vec<_>, Vec<_>) = breaks.iter().partition(|(_, at)| *at <= traffic);
    let named = |breaks: &[&(Id, f64)], word: &str, between: &str| {
        let names = breaks.iter().map(|(id, at)| {
            let (name, times) = (shown.name(*id), format::factor(*at));
            format!("{name} {word} {times}")
        });
        names.collect::<Vec<_>>().join(between)
    };
    let (first, next) = (named(&now, "from", ", "), named(&later, "at", ", then "));
    let sentence = match (now.is_empty(), later.is_empty()) {
        (true, _) => format!("{next}."),
        (false, true) => format!("Overloaded now: {first}."),
        (false, false) => format!("Overloaded now: {first}. Next: {next}."),
    };
    let response = paragraph(ui, shown.p, sentence);
    if response.contains_pointer() {
        acts.highlight.extend(breaks.iter().map(|(id, _)| *id));
    }
}
