//! The file behind the drawing as the rest of the world sees it: other programs that write it, other windows that have it
//! open. The user is told in a bar above the drawing, and decides.

use std::path::Path;

use egui::{Align, Frame, Layout, Margin, Panel, Stroke, Ui};

use crate::app::App;
use crate::app::document::session::{DocumentFile, Session};
use crate::app::modals::NextStep;
use crate::app::widgets::{Button, ButtonKind, words};
use crate::scene::{Face, Palette, icon};
use crate::storage::disk;
use crate::storage::lock::Hold;

const BAR: f32 = 40.0;

/// What the user is told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ExternalChange {
    /// A window that was opened on a file does not show that there is unsaved work of before.
    Found(usize),
    /// Another window has the file.
    Elsewhere { name: String, process: Option<u32> },
    /// The file holds something else now.
    Changed { name: String },
}

/// What is offered beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExternalChangeAction {
    ShowFound,
    HideFound,
    Copy,
    Reload,
    Keep,
}

impl ExternalChange {
    fn text(&self) -> String {
        match self {
            Self::Found(1) => "Unsaved work from before was recovered".to_owned(),
            Self::Found(count) => format!("{count} drawings with unsaved work were recovered"),
            Self::Elsewhere { name, process } => {
                let process =
                    process.map_or_else(String::new, |number| format!(" (process {number})"));
                format!(
                    "{name} is open in another window{process}. You can read it here; changes are saved as a copy"
                )
            }
            Self::Changed { name } => format!("{name} was changed outside this window"),
        }
    }

    /// From the right.
    fn actions(&self) -> &'static [(&'static str, ExternalChangeAction)] {
        match self {
            Self::Found(_) => &[
                ("Later", ExternalChangeAction::HideFound),
                ("Show it", ExternalChangeAction::ShowFound),
            ],
            Self::Elsewhere { .. } => &[("Open a copy", ExternalChangeAction::Copy)],
            Self::Changed { .. } => &[
                ("Keep this one", ExternalChangeAction::Keep),
                ("Reload", ExternalChangeAction::Reload),
            ],
        }
    }
}

impl App {
    fn external_changes(&self) -> Vec<ExternalChange> {
        let mut news = Vec::new();
        if self.recovery.is_unannounced && !self.recovery.items.is_empty() {
            news.push(ExternalChange::Found(self.recovery.items.len()));
        }
        let Some(session) = &self.session else {
            return news;
        };
        let Some(home) = &session.file else {
            return news;
        };
        let name = home.name();
        if let Hold::Theirs(process) = home.lock {
            news.push(ExternalChange::Elsewhere {
                name: name.clone(),
                process,
            });
        }
        // Unsaved changes are not to be reloaded away: saving them asks what to do.
        if home.changed_on_disk && !session.is_dirty() {
            news.push(ExternalChange::Changed { name });
        }
        news
    }

    /// Shows what there is to tell, a bar each.
    pub(crate) fn external_changes_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let ctx = ui.ctx().clone();
        for (index, news) in self.external_changes().into_iter().enumerate() {
            if let Some(act) = bar_ui(ui, p, index, &news) {
                self.resolve_external_change(&ctx, act);
            }
        }
    }

    fn resolve_external_change(&mut self, ctx: &egui::Context, act: ExternalChangeAction) {
        let home = self
            .session
            .as_mut()
            .and_then(|session| session.file.as_mut());
        match act {
            ExternalChangeAction::ShowFound => {
                self.recovery.is_unannounced = false;
                self.at_home = true;
            }
            ExternalChangeAction::HideFound => self.recovery.is_unannounced = false,
            ExternalChangeAction::Copy => {
                if let Some(path) = home.map(|home| home.path.clone()) {
                    self.leave(ctx, NextStep::OpenCopy(path));
                }
            }
            ExternalChangeAction::Reload => self.reload(),
            ExternalChangeAction::Keep => {
                if let Some(home) = home {
                    home.changed_on_disk = false;
                }
            }
        }
    }

    /// When the window comes back to the front: whether the file can be written by now, and whether somebody else wrote it.
    pub(crate) fn check_disk(&mut self, ctx: &egui::Context) {
        let came_back = |event: &egui::Event| matches!(event, egui::Event::WindowFocused(true));
        if !ctx.input(|input| input.events.iter().any(came_back)) {
            return;
        }
        let Some(session) = &mut self.session else {
            return;
        };
        let Some(home) = &mut session.file else {
            return;
        };
        if home.lock.is_theirs()
            && let Some(history) = &session.history
        {
            home.lock = history.lock();
        }
        home.changed_on_disk |= home.watch.has_news();
    }

    /// Puts what the file holds now in the place of the drawing. The drawing as it was stays among the versions, and undo
    /// brings it back.
    pub(crate) fn reload(&mut self) {
        self.keep_version();
        if self.is_breaking() {
            self.toggle_breaking();
        }
        let Some(session) = &mut self.session else {
            return;
        };
        let Some(path) = session.file.as_ref().map(|home| home.path.clone()) else {
            return;
        };
        match disk::open(&path) {
            Ok(opened) => {
                let name = session.name();
                session.canvas.cancel_all(&mut session.document);
                let repairs = session.reload(opened);
                let revision = session.document.revision();
                self.toasts.say_step(format!("Read {name} again"), revision);
                self.toasts.extend(repairs.into_iter().take(4));
                self.keep_version();
            }
            Err(error) => self.toasts.say(error.to_string()),
        }
    }

    /// Opens what a file holds as a drawing of its own, which has no file yet.
    pub(crate) fn open_copy(&mut self, path: &Path) {
        let copy_of = self.session.as_ref().map(Session::copy_name);
        match disk::open(path) {
            Ok(opened) => {
                let mut session = Session::new(opened.loaded.design, None, false, &self.library);
                session.copy_of = copy_of;
                self.show_session(session);
                self.toasts
                    .extend(opened.loaded.repairs.into_iter().take(4));
                self.toasts.say("This is a copy: save it to keep it");
            }
            Err(error) => self.toasts.say(error.to_string()),
        }
    }

    /// The file of the open drawing, where it is this one.
    pub(crate) fn own_file(&self, path: &Path) -> Option<&DocumentFile> {
        let home = self.session.as_ref()?.file.as_ref()?;
        (home.path == path).then_some(home)
    }
}

fn bar_ui(
    ui: &mut Ui,
    p: &Palette,
    index: usize,
    news: &ExternalChange,
) -> Option<ExternalChangeAction> {
    let mut chosen = None;
    let frame = Frame::new()
        .fill(p.accent_soft)
        .stroke(Stroke::new(1.0, p.accent_line))
        .inner_margin(Margin::symmetric(14, 0));
    Panel::top(("news", index))
        .exact_size(BAR)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(words(icon::INFO, Face::Icons, 16.0, p.accent_text));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    for (text, act) in news.actions() {
                        let button = Button::new(ButtonKind::Normal, text).small();
                        if button.show(ui, p).clicked() {
                            chosen = Some(*act);
                        }
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let text = words(news.text(), Face::Regular, 12.5, p.text_primary);
                        ui.add(egui::Label::new(text).truncate());
                    });
                });
            });
        });
    chosen
}
