//! What was kept of the drawing: when, what had changed, how it looked; to open as a copy or to go back to.

use std::path::PathBuf;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, CornerRadius, Key, ScrollArea, Sense, Ui, UiBuilder, vec2};
use jiff::Timestamp;

use super::layout::{buttons_ui, title_ui};
use super::outcome::{ModalOutcome, NextStep};
use crate::app::look::{TextSize, font, gap};
use crate::app::mini_diagram::MiniDiagram;
use crate::app::time_format::{format_time, format_time_capitalized};
use crate::app::widgets::{Button, ButtonKind, caption, focus_ring, paragraph};
use crate::model::Design;
use crate::scene::{Face, Palette};
use crate::storage::difference::{describe_contents, describe_difference};
use crate::storage::history::{Kept, Reason};

const LIST: f32 = 318.0;
const HEIGHT: f32 = 372.0;
const ROW: f32 = 46.0;
const GAP: f32 = 14.0;

/// The versions, and which one is looked at.
#[derive(Debug)]
pub(crate) struct VersionsForm {
    rows: Vec<VersionRow>,
    chosen: usize,
    /// The picture of the chosen one.
    picture: Option<(usize, MiniDiagram)>,
    /// Where contents of the file lie that were saved over and are no drawing, and how many.
    odd: Option<(PathBuf, usize)>,
}

#[derive(Debug)]
struct VersionRow {
    design: Design,
    path: PathBuf,
    at: Timestamp,
    when: String,
    what: String,
    /// The open drawing is the same.
    is_now: bool,
}

impl VersionsForm {
    /// The drawings that can be read of what was kept, newest first. `has_file` tells whether all of it is of one file, or
    /// of drawings that share no more than their prompt.
    pub(crate) fn new(kept: Vec<Kept>, now: &Design, has_file: bool) -> Self {
        let mut odd = None;
        let mut opened = Vec::new();
        for kept in kept {
            match kept.open() {
                Ok(drawing) => opened.push((kept, drawing.loaded.design)),
                Err(_) => {
                    let folder = kept.path().parent().unwrap_or(kept.path());
                    odd.get_or_insert((folder.to_owned(), 0)).1 += 1;
                }
            }
        }
        let mut rows: Vec<VersionRow> = Vec::new();
        let mut before: Option<(String, Design)> = None;
        // From the first to the last, so that each is described by what changed since the one before.
        for (kept, design) in opened.into_iter().rev() {
            // What a file held before a save is most often a version too.
            let is_same = |row: &VersionRow| row.design.is_same_drawing(&design);
            if kept.reason == Reason::SavedOver && rows.iter().any(is_same) {
                continue;
            }
            let earlier = before
                .as_ref()
                .filter(|(drawing, _)| has_file || *drawing == kept.drawing)
                .map(|(_, design)| design);
            rows.push(VersionRow {
                at: kept.at,
                when: format_time_capitalized(kept.at),
                what: describe_version(&kept, earlier, &design),
                is_now: design.is_same_drawing(now),
                path: kept.path().to_owned(),
                design: design.clone(),
            });
            if kept.reason == Reason::Version {
                before = Some((kept.drawing, design));
            }
        }
        rows.reverse();
        // Going back and forth, a drawing may be like several versions: it is the last of them.
        let now = rows.iter().position(|row| row.is_now);
        for (index, row) in rows.iter_mut().enumerate() {
            row.is_now = Some(index) == now;
        }
        // What is open needs no looking at.
        let chosen = usize::from(now == Some(0)).min(rows.len().saturating_sub(1));
        Self {
            rows,
            chosen,
            picture: None,
            odd,
        }
    }
}

fn describe_version(kept: &Kept, earlier: Option<&Design>, design: &Design) -> String {
    let change = earlier.map_or_else(
        || describe_contents(design),
        |earlier| describe_difference(earlier, design),
    );
    match kept.reason {
        Reason::Version => change,
        Reason::SavedOver => format!("Overwritten: {}", describe_contents(design)),
    }
}

/// Shows the versions.
pub(super) fn ui(ui: &mut Ui, p: &Palette, form: &mut VersionsForm) -> ModalOutcome {
    title_ui(ui, p, "Versions");
    if form.rows.is_empty() {
        let nothing = "No versions yet. A version is saved every minute while you draw, and whenever you save or close the drawing.";
        paragraph(ui, p, nothing);
        odd_ui(ui, p, form);
        ui.add_space(gap::L);
        return buttons_ui(ui, p, close_ui);
    }
    move_by_keys(ui, form);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let (list, picture) = rect.split_left_right_at_x(rect.left() + LIST);
    ui.scope_builder(UiBuilder::new().max_rect(list), |ui| list_ui(ui, p, form));
    let picture = picture.with_min_x(picture.left() + GAP);
    ui.scope_builder(UiBuilder::new().max_rect(picture), |ui| {
        picture_ui(ui, p, form);
    });
    odd_ui(ui, p, form);
    ui.add_space(gap::XL);
    buttons_ui(ui, p, |ui, p| {
        let Some(version) = form.rows.get(form.chosen) else {
            return close_ui(ui, p);
        };
        let back =
            Button::new(ButtonKind::Primary, "Restore this version").enabled(!version.is_now);
        if back.show(ui, p).clicked() && !version.is_now {
            return ModalOutcome::GoBack(Box::new(version.design.clone()), version.at);
        }
        if Button::new(ButtonKind::Normal, "Open a copy")
            .show(ui, p)
            .clicked()
        {
            return ModalOutcome::Leave(NextStep::OpenCopy(version.path.clone()));
        }
        close_ui(ui, p)
    })
}

fn odd_ui(ui: &mut Ui, p: &Palette, form: &VersionsForm) {
    let Some((folder, count)) = &form.odd else {
        return;
    };
    let what = if *count == 1 {
        "1 earlier version of the file is not a drawing and is".to_owned()
    } else {
        format!("{count} earlier versions of the file are not drawings and are")
    };
    ui.add_space(gap::S);
    caption(ui, p, format!("{what} kept in {}", folder.display()));
}

fn close_ui(ui: &mut Ui, p: &Palette) -> ModalOutcome {
    if Button::new(ButtonKind::Quiet, "Close")
        .show(ui, p)
        .clicked()
    {
        ModalOutcome::Closed
    } else {
        ModalOutcome::Open
    }
}

fn move_by_keys(ui: &Ui, form: &mut VersionsForm) {
    let moved = ui.input(|input| {
        isize::from(input.key_pressed(Key::ArrowDown))
            - isize::from(input.key_pressed(Key::ArrowUp))
    });
    form.chosen = form
        .chosen
        .saturating_add_signed(moved)
        .min(form.rows.len() - 1);
}

fn list_ui(ui: &mut Ui, p: &Palette, form: &mut VersionsForm) {
    ScrollArea::vertical()
        .auto_shrink(false)
        .max_height(HEIGHT)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = gap::XXS;
            for (index, version) in form.rows.iter().enumerate() {
                if row_ui(ui, p, version, index == form.chosen) {
                    form.chosen = index;
                }
            }
        });
}

/// A version in two lines; says whether it was chosen.
fn row_ui(ui: &mut Ui, p: &Palette, version: &VersionRow, chosen: bool) -> bool {
    let size = vec2(ui.available_width() - 10.0, ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let now = if version.is_now { ", as it is now" } else { "" };
    let name = format!("{}{now}: {}", version.when, version.what);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, chosen, &name)
    });
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    if chosen {
        painter.rect_filled(rect, CornerRadius::same(6), p.surface_selected);
    } else if response.hovered() {
        painter.rect_filled(rect, CornerRadius::same(6), p.surface_hover);
    }
    if response.has_focus() {
        focus_ring(ui.painter(), p, rect.shrink(2.0), 6);
    }
    let corner = rect.min + vec2(10.0, 7.0);
    let (strong, plain) = (
        font(Face::Medium, TextSize::Body),
        font(Face::Regular, TextSize::Small),
    );
    painter.text(
        corner,
        Align2::LEFT_TOP,
        &version.when,
        strong,
        p.text_primary,
    );
    if version.is_now {
        let at = rect.right_top() + vec2(-10.0, 8.0);
        painter.text(at, Align2::RIGHT_TOP, "Now", plain.clone(), p.accent_text);
    }
    let mut words = LayoutJob::simple_singleline(version.what.clone(), plain, p.text_secondary);
    words.wrap = TextWrapping::truncate_at_width(rect.width() - 20.0);
    let words = painter.layout_job(words);
    painter.galley(corner + vec2(0.0, 17.0), words, p.text_secondary);
    response.on_hover_text(name).clicked()
}

fn picture_ui(ui: &mut Ui, p: &Palette, form: &mut VersionsForm) {
    const WORDS: f32 = 22.0;
    let Some(version) = form.rows.get(form.chosen) else {
        return;
    };
    if form
        .picture
        .as_ref()
        .is_none_or(|(of, _)| *of != form.chosen)
    {
        form.picture = Some((form.chosen, MiniDiagram::new(version.design.clone())));
    }
    ui.spacing_mut().item_spacing = gap::WRAPPED;
    if let Some((_, drawn)) = &form.picture {
        let name = format!("Drawing of {}", format_time(version.at));
        drawn.show(ui, p, HEIGHT - WORDS, &name);
        caption(ui, p, describe_contents(&version.design));
    }
}
