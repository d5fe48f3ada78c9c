//! The list of prompts, as a table whose rows can be pressed.

use egui::{
    Align, Align2, CornerRadius, Frame, Layout, Margin, Rect, Response, Sense, Stroke, Ui, pos2,
    vec2,
};
use jiff::civil::Date;

use super::cells::{Level, difficulty_ui, family_ui, format_days_ago, score_ui, text_ui};
use super::page::{HomeAction, HomePage, PromptProgress};
use crate::app::files::paths::pack_name;
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::modals::NextStep;
use crate::app::widgets::{
    ListRow, caption, drop_down, focus_ring, search_field, segmented, styled_text,
};
use crate::model::{NameMatch, format, match_name, text_match};
use crate::practice::Attempts;
use crate::scenario::{Family, Scenario};
use crate::scene::{Face, Palette, text_width};

const ROW: f32 = 48.0;
const HEADER: f32 = 30.0;
/// Where the words of a row begin, behind its icon.
const WORDS: f32 = 56.0;
/// The columns behind the title and their widths: category, difficulty, length, best score, last tried.
const COLUMNS: [(&str, f32); 5] = [
    ("Category", 108.0),
    ("Difficulty", 92.0),
    ("Length", 68.0),
    ("Best score", 158.0),
    ("Last tried", 104.0),
];
const FAMILIES: [Family; 5] = [
    Family::Software,
    Family::Ai,
    Family::Hardware,
    Family::Data,
    Family::Migration,
];

impl HomePage<'_> {
    /// Shows the list; gives the prompt that was chosen.
    pub(super) fn prompts_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        self.filters_ui(ui, p);
        ui.add_space(gap::S);
        let today = jiff::Zoned::now().date();
        let mut found: Vec<&Scenario> = self
            .library
            .scenarios()
            .iter()
            .filter(|s| self.is_wanted(s))
            .collect();
        let (mut after, mut edited) = (None, None);
        let table = Frame::new()
            .fill(p.surface_raised)
            .stroke(Stroke::new(1.0, p.line_subtle))
            .corner_radius(8)
            .inner_margin(Margin {
                bottom: 1,
                ..Margin::ZERO
            });
        table.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            header_ui(ui, p);
            // The name that was typed, then one's own: they would be lost below the built-in ones.
            found.sort_by_key(|scenario| {
                let named = match_name(&scenario.title, &self.home.search);
                let rank = named.unwrap_or(NameMatch::Scattered);
                (rank, !self.is_own(&scenario.id))
            });
            for scenario in &found {
                let shown = PromptRow {
                    scenario,
                    from: self.source_of(&scenario.id),
                    tried: self.profile.attempts(&scenario.id),
                };
                let row = row_ui(ui, p, &shown, today);
                if row.clicked() {
                    after = Some(NextStep::Blank(Some(scenario.id.clone())));
                }
                if self.is_own(&scenario.id) {
                    row.context_menu(|ui| {
                        if ListRow::new("Edit this prompt…").show(ui, p).clicked() {
                            edited = Some(scenario.id.clone());
                            ui.close();
                        }
                    });
                }
            }
            if found.is_empty() {
                nothing_ui(ui, p, &self.home.search);
            }
        });
        self.actions.extend(edited.map(HomeAction::EditPrompt));
        after
    }

    /// Where a prompt that is not built in comes from: "Mine", or the name of its pack.
    fn source_of(&self, id: &str) -> Option<String> {
        let folder = self.library.file_of(id)?.parent()?;
        Some(if self.is_own(id) {
            "Mine".to_owned()
        } else {
            pack_name(folder)
        })
    }

    fn filters_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let all = self.library.scenarios();
        let count = |family| {
            all.iter()
                .filter(|scenario| scenario.family == family)
                .count()
        };
        let labels = FAMILIES.map(|family| {
            (
                family,
                count(family),
                format!("{}  {}", family.label(), count(family)),
            )
        });
        let everything = format!("All  {}", all.len());
        let mut choices = vec![(None, everything.as_str())];
        let present = labels.iter().filter(|(_, count, _)| *count > 0);
        choices.extend(present.map(|(family, _, label)| (Some(*family), label.as_str())));
        let more = all.iter().any(|s| self.library.file_of(&s.id).is_some());
        let row = vec2(ui.available_width(), 30.0);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            ui.label(styled_text(
                "Prompts",
                Face::SemiBold,
                TextSize::Title,
                p.text_primary,
            ));
            ui.add_space(gap::M);
            segmented(ui, p, &mut self.home.family, &choices);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.set_max_width(ui.available_width().min(240.0));
                search_field(
                    ui,
                    p,
                    &mut self.home.search,
                    "Search prompts and skills",
                    "Search prompts",
                );
            });
        });
        ui.add_space(gap::XS);
        ui.horizontal(|ui| {
            let home = &mut *self.home;
            let levels = Level::ALL.map(|level| (Some(level), level.label()));
            let levels = [(None, "Any difficulty")].into_iter().chain(levels);
            choice_ui(ui, "Difficulty", &mut home.level, levels);
            let lengths = [
                (None, "Any length"),
                (Some(35), "Up to 35 min"),
                (Some(45), "Up to 45 min"),
            ];
            choice_ui(ui, "Length", &mut home.minutes, lengths.into_iter());
            let done = [
                (None, "Any status"),
                (Some(PromptProgress::Untried), "Not tried yet"),
                (Some(PromptProgress::Tried), "Not passed"),
                (Some(PromptProgress::Passed), "Passed"),
            ];
            choice_ui(ui, "Done", &mut home.done, done.into_iter());
            if more {
                let from = [
                    (None, "All sources"),
                    (Some(false), "Built in"),
                    (Some(true), "Mine and imported"),
                ];
                choice_ui(ui, "From", &mut home.added, from.into_iter());
            }
        });
    }

    fn is_wanted(&self, scenario: &Scenario) -> bool {
        let home = &self.home;
        let skills = scenario.skills.join(" ");
        let text = format!("{} {} {skills}", scenario.title, scenario.summary);
        let best = self.profile.attempts(&scenario.id).map(|tried| tried.best);
        home.family.is_none_or(|family| scenario.family == family)
            && home
                .level
                .is_none_or(|level| Level::from_number(scenario.difficulty) == level)
            && home.minutes.is_none_or(|most| scenario.minutes <= most)
            && home.done.is_none_or(|done| done.includes_best(best))
            && home
                .added
                .is_none_or(|added| self.library.file_of(&scenario.id).is_some() == added)
            && text_match::has_all_typed(&text, &home.search)
    }
}

/// One of several in a list that opens.
fn choice_ui<T: PartialEq + Copy>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: impl Iterator<Item = (T, &'static str)>,
) {
    let all: Vec<_> = all.collect();
    let shown = all.iter().find(|(value, _)| value == chosen);
    let shown = shown.map_or(name, |(_, label)| label);
    let list = drop_down(name)
        .selected_text(styled_text(
            shown,
            Face::Medium,
            TextSize::Body,
            ui.visuals().text_color(),
        ))
        .width(116.0)
        .show_ui(ui, |ui| {
            for (value, label) in all {
                ui.selectable_value(chosen, value, label);
            }
        });
    list.response.accessible_name(name);
}

fn nothing_ui(ui: &mut Ui, p: &Palette, typed: &str) {
    ui.add_space(gap::XXL);
    ui.vertical_centered(|ui| {
        let message = if typed.trim().is_empty() {
            "No prompts match these filters".to_owned()
        } else {
            format!("No prompts match \"{}\"", typed.trim())
        };
        caption(ui, p, message);
    });
    ui.add_space(gap::XXL);
}

/// Where the columns lie in a row; those that do not fit beside a readable title are left out from the right.
fn column_rects(row: Rect) -> Vec<Rect> {
    const TITLE: f32 = 250.0;
    let mut shown = COLUMNS.len();
    let width = |shown: usize| COLUMNS[..shown].iter().map(|(_, width)| width).sum::<f32>();
    while shown > 0 && row.width() - width(shown) < WORDS + TITLE {
        shown -= 1;
    }
    let mut left = row.right() - width(shown);
    let cell = |&(_, width): &(&str, f32)| {
        let cell = Rect::from_min_max(pos2(left, row.top()), pos2(left + width, row.bottom()));
        left += width;
        cell
    };
    COLUMNS[..shown].iter().map(cell).collect()
}

fn header_ui(ui: &mut Ui, p: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADER), Sense::hover());
    let put = |at: egui::Pos2, text: &str| {
        ui.painter().text(
            at,
            Align2::LEFT_CENTER,
            text,
            font(Face::Medium, TextSize::Caption),
            p.text_tertiary,
        );
    };
    put(rect.left_center() + vec2(WORDS, 0.0), "Prompt");
    for (cell, (title, _)) in column_rects(rect).iter().zip(COLUMNS) {
        put(cell.left_center(), title);
    }
}

/// A prompt as a row tells of it.
struct PromptRow<'a> {
    scenario: &'a Scenario,
    /// Where it comes from, where it is not built in.
    from: Option<String>,
    tried: Option<Attempts>,
}

/// One prompt.
fn row_ui(ui: &mut Ui, p: &Palette, shown: &PromptRow<'_>, today: Date) -> Response {
    let PromptRow {
        scenario, tried, ..
    } = *shown;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &scenario.title)
    });
    // Hundreds of prompts may be there, and a dozen in sight.
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let active = response.hovered() || response.has_focus();
    if active {
        ui.painter()
            .rect_filled(rect.shrink2(vec2(1.0, 0.0)), 0.0, p.surface_hover);
    }
    ui.painter()
        .hline(rect.x_range(), rect.top(), Stroke::new(1.0, p.line_subtle));
    let cells = column_rects(rect);
    let end = cells.first().map_or(rect.right(), Rect::left) - 12.0;
    title_ui(ui, p, shown, rect, end);
    let score = |ui: &mut Ui, cell: Rect| match tried {
        Some(tried) => score_ui(ui, p, cell, tried.best),
        None => text_ui(ui, p, cell, "Not tried"),
    };
    for (column, cell) in cells.iter().copied().enumerate() {
        match column {
            0 => family_ui(ui, p, cell, scenario.family),
            1 => difficulty_ui(ui, p, cell, scenario.difficulty),
            2 => text_ui(ui, p, cell, &format::whole_minutes(scenario.minutes)),
            3 => score(ui, cell),
            _ if active => {}
            _ => text_ui(
                ui,
                p,
                cell,
                &tried.map_or_else(String::new, |tried| format_days_ago(tried.last, today)),
            ),
        }
    }
    if active {
        action_ui(ui, p, rect);
    }
    if response.has_focus() {
        focus_ring(ui.painter(), p, rect.shrink(3.0), 4);
    }
    response
}

/// What a press on the row does, at its right end.
fn action_ui(ui: &Ui, p: &Palette, row: Rect) {
    let galley = ui.painter().layout_no_wrap(
        "Practice".to_owned(),
        font(Face::Medium, TextSize::Body),
        p.accent_text,
    );
    let size = galley.size() + vec2(18.0, 8.0);
    let at = row.right_center() - vec2(16.0 + size.x, size.y / 2.0);
    let pill = Rect::from_min_size(at, size);
    let edge = Stroke::new(1.0, p.accent_line);
    ui.painter().rect(
        pill,
        CornerRadius::same(6),
        p.accent_soft,
        edge,
        egui::StrokeKind::Inside,
    );
    ui.painter()
        .galley(pill.center() - galley.size() / 2.0, galley, p.accent_text);
}

/// The icon, the title and what the prompt trains.
fn title_ui(ui: &Ui, p: &Palette, shown: &PromptRow<'_>, row: Rect, end: f32) {
    let scenario = shown.scenario;
    let painter = ui.painter();
    let tile = Rect::from_center_size(row.left_center() + vec2(28.0, 0.0), vec2(30.0, 30.0));
    painter.rect_filled(tile, 8.0, p.surface_sunken);
    let icon = scenario.icon_char();
    painter.text(
        tile.center(),
        Align2::CENTER_CENTER,
        icon,
        font(Face::Icons, TextSize::Title),
        p.text_secondary,
    );
    let at = row.left_center() + vec2(WORDS, 0.0);
    let room = f64::from(end - at.x);
    let title = elide(&scenario.title, Face::SemiBold, TextSize::Body, room);
    let trains = elide(
        &describe_skills(shown, room),
        Face::Regular,
        TextSize::Small,
        room,
    );
    let left = Align2::LEFT_CENTER;
    painter.text(
        at - vec2(0.0, 9.0),
        left,
        title,
        font(Face::SemiBold, TextSize::Body),
        p.text_primary,
    );
    painter.text(
        at + vec2(0.0, 9.0),
        left,
        trains,
        font(Face::Regular, TextSize::Small),
        p.text_secondary,
    );
}

/// Where it comes from, and as many of the skills it trains as there is room for.
fn describe_skills(shown: &PromptRow<'_>, room: f64) -> String {
    let mut text = shown.from.clone().unwrap_or_default();
    for skill in &shown.scenario.skills {
        let longer = if text.is_empty() {
            skill.clone()
        } else {
            format!("{text}, {}", skill.to_lowercase())
        };
        if !text.is_empty()
            && text_width(&longer, Face::Regular, f64::from(TextSize::Small.points())) > room
        {
            break;
        }
        text = longer;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_rows_leave_columns_out_from_the_right() {
        let wide = Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, ROW));
        let narrow = Rect::from_min_size(pos2(0.0, 0.0), vec2(620.0, ROW));
        assert_eq!(column_rects(wide).len(), COLUMNS.len());
        assert_eq!(column_rects(narrow).len(), 3);
        assert!((column_rects(narrow)[2].right() - narrow.right()).abs() < 0.01);
    }
}
