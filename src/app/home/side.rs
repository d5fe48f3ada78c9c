//! The column beside the prompts: recovery copies, the open drawing, skills and what to practice next, recent files.

use std::path::Path;

use egui::{Stroke, Ui};

use super::last_drawing::{LastDrawing, continue_session_ui};
use super::page::{HomeAction, HomePage};
use crate::app::commands::Command;
use crate::app::files::paths::pack_name;
use crate::app::files::recovery::RecoveryItem;
use crate::app::look::{TextSize, gap};
use crate::app::modals::NextStep;
use crate::app::time_format::format_time;
use crate::app::widgets::{
    Button, ButtonKind, ListRow, caption, card, card_title, paragraph, styled_text,
};
use crate::scene::{Face, Palette, icon};

const PICTURE: f32 = 190.0;
const GAP: f32 = gap::XL;

impl HomePage<'_> {
    /// Shows it all; gives what to go on with.
    pub(super) fn side_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        let mut after = self.recovered_ui(ui, p);
        // An empty sheet is nothing to go on with: what was worked on before it is.
        let session = self.session;
        let session = session.filter(|session| !session.document.design().is_empty());
        if let Some(session) = session {
            // It is read again once this one is closed.
            self.home.last = None;
            if continue_session_ui(ui, p, session) {
                self.actions.push(HomeAction::Continue);
            }
            ui.add_space(GAP);
        } else {
            after = self.last_drawing_ui(ui, p).or(after);
        }
        self.skills_ui(ui, p);
        after = self.next_ui(ui, p).or(after);
        self.rounds_ui(ui, p);
        after = self.path_ui(ui, p).or(after);
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            title_ui(ui, p, "Recent files");
            if self.profile.recent().is_empty() {
                caption(ui, p, "Drawings you save or open are listed here");
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            for path in self.profile.recent() {
                let name = path
                    .file_stem()
                    .unwrap_or(path.as_os_str())
                    .to_string_lossy();
                let row = ListRow::new(&name).icon(Some(icon::FILE)).show(ui, p);
                if row.on_hover_text(path.display().to_string()).clicked() {
                    after = Some(NextStep::OpenFile(path.clone()));
                }
            }
        });
        ui.add_space(GAP);
        self.packs_ui(ui, p);
        after
    }

    /// The drawing that was worked on last, where there is one.
    fn last_drawing_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        let path = self.profile.recent().first()?;
        let known = self.home.last.take().filter(|last| last.is_of(path));
        let last = known.unwrap_or_else(|| LastDrawing::read_file(path, self.library));
        let wanted = last.continue_ui(ui, p);
        self.home.last = Some(last);
        wanted.then(|| NextStep::OpenFile(path.clone()))
    }

    /// Prompts from elsewhere: packs in use, and how to get more.
    fn packs_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let mut away = None;
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            title_ui(ui, p, "More prompts");
            let message = "Make a prompt from your own drawing (File menu), open a prompt that a colleague shared, or load a folder of prompts";
            paragraph(ui, p, message);
            for folder in self.profile.pack_folders() {
                ui.horizontal(|ui| {
                    let name = pack_name(folder);
                    let label = format!("Remove \"{name}\"");
                    let forget = Button::icon(icon::X, &label).small();
                    if forget.show(ui, p).clicked() {
                        away = Some(folder.clone());
                    }
                    let text = styled_text(name, Face::Medium, TextSize::Body, p.text_primary);
                    let text = ui.add(egui::Label::new(text).truncate());
                    text.on_hover_text(folder.display().to_string());
                });
            }
            ui.add_space(gap::XS);
            let open = Button::new(ButtonKind::Normal, "Load a folder of prompts…");
            if open.with_icon(icon::FOLDER_OPEN).small().show(ui, p).clicked() {
                self.actions.push(HomeAction::Run(Command::OpenPack));
            }
        });
        self.actions.extend(away.map(HomeAction::ForgetPack));
    }

    fn recovered_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        let mut after = None;
        let mut discard = None;
        let frame = card(p)
            .fill(p.accent_soft)
            .stroke(Stroke::new(1.0, p.accent_line));
        for (index, found) in self.recovery.items.iter().enumerate() {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                title_ui(ui, p, "Unsaved work was recovered");
                recovery_item_ui(ui, p, found);
                ui.add_space(gap::S);
                ui.horizontal(|ui| {
                    let open =
                        Button::new(ButtonKind::Normal, "Open it").enabled(found.diagram.is_ok());
                    if open.show(ui, p).clicked() {
                        after = Some(NextStep::Recover(index));
                    }
                    if Button::new(ButtonKind::Quiet, "Discard")
                        .show(ui, p)
                        .clicked()
                    {
                        discard = Some(index);
                    }
                });
            });
            ui.add_space(GAP);
        }
        self.actions
            .extend(discard.map(HomeAction::DiscardRecovered));
        after
    }
}

/// What was recovered, from when, and how it looks.
fn recovery_item_ui(ui: &mut Ui, p: &Palette, found: &RecoveryItem) {
    let copy = &found.copy;
    let title = found.diagram.as_ref().ok();
    let title = title.map(|diagram| diagram.design().title());
    let name = title
        .filter(|title| !title.is_empty())
        .unwrap_or("A drawing");
    paragraph(
        ui,
        p,
        format!("{name}, as of {}", format_time(copy.saved_at)),
    );
    let file = copy.original.as_deref().and_then(Path::file_name);
    if let Some(file) = file {
        let whole = copy
            .original
            .as_deref()
            .map(|path| path.display().to_string());
        caption(ui, p, format!("From {}", file.to_string_lossy()))
            .on_hover_text(whole.unwrap_or_default());
    }
    ui.add_space(gap::XS);
    match &found.diagram {
        Ok(drawn) => drawn.show(ui, p, PICTURE, "Recovered drawing"),
        Err(why) => {
            paragraph(
                ui,
                p,
                format!("The recovered drawing could not be opened: {why}"),
            );
        }
    }
}

fn title_ui(ui: &mut Ui, p: &Palette, text: &str) {
    card_title(ui, p, text);
    ui.add_space(gap::XXS);
}
