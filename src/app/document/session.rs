//! One open drawing: the document with its view, its file and history, the prompt it answers, and what the check says of it.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use super::analyzed::CurrentAnalysis;
use super::check_result::CheckResult;
use super::file::{DocumentFile, SaveRefusal};
use crate::analysis::Analysis;
use crate::app::canvas::Canvas;
use crate::app::files::autosave::DocumentSnapshot;
use crate::model::{Design, Document, Edit, TakenHelp, text_match};
use crate::scenario::{Library, Scenario};
use crate::storage::disk::{self, Opened, Overwrite, Saved, SourceFormat};
use crate::storage::fingerprint::Watch;
use crate::storage::history::History;
use crate::storage::lock::LockState;

/// One open drawing.
#[derive(Debug)]
pub(crate) struct Session {
    /// The design with its history.
    pub document: Document,
    /// Its view.
    pub canvas: Canvas,
    /// Its file; none before it is saved.
    pub file: Option<DocumentFile>,
    /// What a file for it could be called, where it is a copy.
    pub copy_of: Option<String>,
    /// What is kept of it; nothing where there is no state folder.
    pub history: Option<History>,
    /// Tells its versions from those of other drawings that have no file yet.
    drawing: String,
    saved: Design,
    /// A mock interview keeps it with itself, so that no copy is needed and closing loses nothing.
    pub is_kept_elsewhere: bool,
    /// The prompt it answers.
    pub scenario: Option<Scenario>,
    /// All that is worked out about the drawing as it is.
    pub analyzed: CurrentAnalysis,
    /// The check, once it has run.
    pub checked: Option<CheckResult>,
    /// The revision that the check looked at last: it says nothing where an exercise shows no flow to judge.
    pub(super) looked_at: Option<u64>,
    /// The user has asked for the check at least once.
    pub check_asked: bool,
    /// The user changed the drawing from the check's own panel: what it says is brought up to date without being asked.
    pub recheck: bool,
    /// The change that the recovery copy was last told of.
    pub autosaved: u64,
    /// When it was opened in this window.
    pub opened: Instant,
}

impl Session {
    /// A session on a design; `saved` tells whether the design is what a file holds.
    pub(crate) fn new(
        design: Design,
        file: Option<DocumentFile>,
        saved: bool,
        library: &Library,
    ) -> Self {
        let scenario = design.scenario().and_then(|id| library.get(id)).cloned();
        let baseline = if saved { design.clone() } else { Design::new() };
        Self {
            document: Document::new(design),
            canvas: Canvas::default(),
            file,
            copy_of: None,
            history: None,
            drawing: drawing_name(),
            saved: baseline,
            is_kept_elsewhere: false,
            scenario,
            analyzed: CurrentAnalysis::default(),
            checked: None,
            looked_at: None,
            check_asked: false,
            recheck: false,
            autosaved: 0,
            opened: Instant::now(),
        }
    }

    /// A blank drawing, for a prompt or for the user's own system.
    pub(crate) fn blank(scenario: Option<&Scenario>, library: &Library) -> Self {
        let mut design = Design::new();
        if let Some(scenario) = scenario {
            let named = [
                Edit::SetScenario(Some(scenario.id.clone())),
                Edit::SetTitle(scenario.title.clone()),
            ];
            let _never_refused = design.apply_all(named);
        }
        Self::new(design, None, true, library)
    }

    /// A session on an opened file; the sentences say what had to be mended.
    pub(crate) fn of_file(path: &Path, opened: Opened, library: &Library) -> (Self, Vec<String>) {
        // A drawing in the notation has no positions to save: it gets a file of its own.
        let home = (opened.format == SourceFormat::Drawing)
            .then(|| DocumentFile::new(path, opened.stamp, LockState::without_file()));
        let sound = opened.loaded.repairs.is_empty();
        (
            Self::new(opened.loaded.design, home, sound, library),
            opened.loaded.repairs,
        )
    }

    /// Writes the drawing to a file, which is its home from then on. Gives why what the file held before could not be kept.
    ///
    /// # Errors
    /// When the file was changed by somebody else, is open in another window, or the system refuses.
    pub(crate) fn save(
        &mut self,
        path: &Path,
        overwrite: Overwrite,
        state: Option<&Path>,
    ) -> Result<Saved, SaveRefusal> {
        let history = state.map(|state| History::of_file(state, path));
        let held = self
            .file
            .as_ref()
            .is_some_and(|home| !home.lock.is_theirs());
        let fresh = if held && history.is_some() && history == self.history {
            None
        } else {
            Some(
                history
                    .as_ref()
                    .map_or_else(LockState::without_file, History::lock),
            )
        };
        if let Some(LockState::Theirs(process)) = fresh {
            return Err(SaveRefusal::Elsewhere(process));
        }
        let design = self.document.design();
        let saved = disk::save_keeping(path, design, overwrite, history.as_ref())
            .map_err(SaveRefusal::Disk)?;
        self.saved = design.clone();
        let hold = fresh
            .or_else(|| self.file.take().map(|home| home.lock))
            .unwrap_or_else(LockState::without_file);
        self.file = Some(DocumentFile::new(path, saved.stamp, hold));
        self.history = history;
        Ok(saved)
    }

    /// Puts what the file holds now in the place of the drawing, as one step of undo; the sentences say what had to be
    /// mended.
    pub(crate) fn reload(&mut self, opened: Opened) -> Vec<String> {
        let design = opened.loaded.design;
        let repairs = opened.loaded.repairs;
        self.document.replace("Reload the file", design.clone());
        self.saved = if repairs.is_empty() {
            design
        } else {
            Design::new()
        };
        if let Some(home) = &mut self.file {
            home.stamp = opened.stamp;
            home.watch = Watch::new(&home.path, opened.stamp);
            home.changed_on_disk = false;
        }
        repairs
    }

    /// Finds the place where things are kept of it, and its lock, which `own` is where this window holds it already.
    pub(crate) fn acquire_history(
        &mut self,
        state: &Path,
        own: impl FnOnce(&History) -> Option<LockState>,
    ) {
        let history = match &self.file {
            Some(home) => History::of_file(state, &home.path),
            None => History::of_exercise(state, self.document.design().scenario()),
        };
        if let Some(home) = &mut self.file {
            home.lock = own(&history).unwrap_or_else(|| history.lock());
        }
        self.history = Some(history);
    }

    /// The lock of its file, for another session on the same file in this window.
    pub(crate) fn release_lock(&mut self, history: &History) -> Option<LockState> {
        let home = self.file.as_mut()?;
        let ours = self.history.as_ref() == Some(history) && !home.lock.is_theirs();
        ours.then(|| std::mem::replace(&mut home.lock, LockState::without_file()))
    }

    /// The drawing as it is now, to be kept.
    pub(crate) fn snapshot(&self) -> DocumentSnapshot {
        let home = self.file.as_ref();
        DocumentSnapshot {
            design: self.document.design().clone(),
            original: home.map(|home| (home.path.clone(), home.stamp)),
            history: self.history.clone(),
            drawing: self.drawing.clone(),
        }
    }

    /// Which drawing it is, among those that have no file yet.
    pub(crate) fn drawing(&self) -> &str {
        &self.drawing
    }

    /// Goes on with the prompt that the drawing names: another state of it may name another. Says whether it is another.
    pub(crate) fn follow_prompt(&mut self, library: &Library) -> bool {
        let named = self.document.design().scenario();
        let named = named.and_then(|id| library.get(id));
        if named == self.scenario.as_ref() {
            return false;
        }
        self.scenario = named.cloned();
        self.analyzed.forget();
        self.checked = None;
        self.looked_at = None;
        true
    }

    /// The analysis of the drawing as it is; whatever the window says of the drawing comes from it.
    pub(crate) fn analysis(&mut self) -> &Analysis<'_> {
        self.analyzed.of(&self.document, self.scenario.as_ref())
    }

    /// Whether closing would lose something.
    pub(crate) fn is_dirty(&self) -> bool {
        !self.is_kept_elsewhere && !self.saved.is_same_drawing(self.document.design())
    }

    /// Notes that an accepted design was opened: what is gained from now on is gained with help.
    pub(crate) fn note_answer_seen(&mut self) {
        let checked = self.checked.as_ref();
        let own = checked.map_or(0, |one| one.report.score.total.saturating_sub(one.assisted));
        let mut help = self.document.design().help().clone();
        help.see_answer(own);
        self.take_help(help);
    }

    /// Keeps the help that was taken. Reading changes no drawing: one that was saved is not unsaved for it.
    pub(crate) fn take_help(&mut self, help: TakenHelp) {
        let was_saved = self.saved.is_same_drawing(self.document.design());
        self.document.take_help(help);
        if was_saved {
            self.note_kept();
        }
    }

    /// The accepted design that the last check found closest, by its place in the prompt.
    pub(crate) fn closest_design(&self) -> Option<usize> {
        let closest = self.checked.as_ref()?.report.comparisons.first()?;
        let mut designs = self.scenario.as_ref()?.designs.iter();
        designs.position(|accepted| accepted.id == closest.design)
    }

    /// Notes that the drawing is kept as it is: leaving it loses nothing.
    pub(crate) fn note_kept(&mut self) {
        self.saved = self.document.design().clone();
    }

    /// What it is about: the prompt, or the drawing's own title.
    pub(crate) fn title(&self) -> &str {
        let own = self.document.design().title();
        match &self.scenario {
            Some(scenario) => &scenario.title,
            None if own.is_empty() => "My own system",
            None => own,
        }
    }

    /// What the drawing is called.
    pub(crate) fn name(&self) -> String {
        let home = self.file.as_ref();
        home.map_or_else(|| "Not saved yet".to_owned(), DocumentFile::name)
    }

    /// A file name to offer.
    pub(crate) fn suggested_name(&self, extension: &str) -> String {
        format!("{}.{extension}", self.stem())
    }

    /// A name to offer for a file of its own, without the ending.
    pub(crate) fn copy_name(&self) -> String {
        format!("{}-copy", self.stem())
    }

    fn stem(&self) -> String {
        let own = self.file.as_ref().and_then(|home| home.path.file_stem());
        let own = own.map(|stem| stem.to_string_lossy().into_owned());
        own.or_else(|| self.copy_of.clone()).unwrap_or_else(|| {
            let own = self.document.design().title();
            let prompt = self.scenario.as_ref().map(|one| one.title.as_str());
            file_stem(prompt.filter(|_| own.trim().is_empty()).unwrap_or(own))
        })
    }
}

/// A title as the name of a file.
fn file_stem(title: &str) -> String {
    let words: Vec<String> = text_match::lower_words(title).collect();
    if words.is_empty() {
        "drawing".to_owned()
    } else {
        words.join("-")
    }
}

/// A name that no other drawing has, in this window or another.
fn drawing_name() -> String {
    static DRAWINGS: AtomicU32 = AtomicU32::new(0);
    let number = DRAWINGS.fetch_add(1, Ordering::Relaxed);
    let millisecond = jiff::Timestamp::now().as_millisecond();
    format!("{millisecond:x}-{:x}-{number:x}", std::process::id())
}
