//! One open drawing: the document with its view, its file, what the check says of it, and what the user has opened up.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::check::{CheckResult, ShownChange};
use super::proposal::LayoutProposal;
use crate::analysis::FixOrder;
use crate::app::canvas::Canvas;
use crate::app::files::autosave::DocumentSnapshot;
use crate::app::guide::DrawingGuide;
use crate::app::panels::check::{AcceptanceForm, BEST_HEIGHT, FindingKey, OfferedChange};
use crate::app::panels::numbers::NumbersPanel;
use crate::handbook::Link;
use crate::model::{Design, Document, Edit, Group, Id};
use crate::scenario::{Library, Scenario};
use crate::storage::disk::{self, DiskError, Format, Opened, Overwrite};
use crate::storage::fingerprint::{Stamp, Watch};
use crate::storage::history::History;
use crate::storage::lock::Hold;

/// Which tab of the right panel is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DetailsTab {
    /// What the interviewer says.
    #[default]
    Brief,
    /// What the check says.
    Check,
    /// How much it takes, how fast and how well it works, what it costs.
    Numbers,
    /// The selected item.
    Inspector,
}

/// The file behind a drawing.
#[derive(Debug)]
pub(crate) struct DocumentFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its content as last read or written.
    pub stamp: Stamp,
    /// Who may write it.
    pub lock: Hold,
    /// Looks whether somebody else wrote it.
    pub watch: Watch,
    /// Somebody else wrote it, and the user has not said what to do about it.
    pub changed_on_disk: bool,
}

impl DocumentFile {
    /// A file that holds what is stamped.
    pub(crate) fn new(path: &Path, stamp: Stamp, lock: Hold) -> Self {
        Self {
            path: path.to_owned(),
            stamp,
            lock,
            watch: Watch::new(path, stamp),
            changed_on_disk: false,
        }
    }

    /// The file's name.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// Why a drawing was not saved.
#[derive(Debug)]
pub(crate) enum SaveRefusal {
    /// Something is there that it would replace, or the system refuses.
    Disk(DiskError),
    /// The file is open in another window, with its process number where that is known.
    Elsewhere(Option<u32>),
}

/// An accepted design on show beside the drawing.
#[derive(Debug)]
pub(crate) struct ReferenceView {
    /// Which, by its place in the prompt.
    pub index: usize,
    /// A document of its own, never changed.
    pub document: Document,
    /// Its view.
    pub canvas: Canvas,
    /// Items to ring in the next frame.
    pub highlighted: BTreeSet<Id>,
}

/// Parts of the check panel that are shown when they are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CheckSections {
    /// How the score adds up.
    pub sums: bool,
    /// The findings that the user lives with.
    pub accepted: bool,
    /// The table of failures.
    pub failures: bool,
}

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
    /// The prompt it answers.
    pub scenario: Option<Scenario>,
    /// The check, once it has run.
    pub checked: Option<CheckResult>,
    /// The user has asked for the check: it then runs whether or not it runs while drawing.
    pub check_asked: bool,
    /// Which tab is shown.
    pub tab: DetailsTab,
    /// The finding that is opened up: its rule and first item.
    pub open_finding: Option<FindingKey>,
    /// The rule that is explained.
    pub explained: Option<&'static str>,
    /// The finding that the user is about to accept.
    pub accepting: Option<AcceptanceForm>,
    /// Which parts of the check panel are shown.
    pub unfolded: CheckSections,
    /// How high the best next step was when it was last shown: its place is kept while fixes are tried out.
    pub best_height: f32,
    /// What the best next step is the best at.
    pub order: FixOrder,
    /// Items to ring on the canvas in the next frame.
    pub highlighted: BTreeSet<Id>,
    /// The offered change that is pointed at in this frame.
    pub pointed: Option<OfferedChange>,
    /// The offered change that is shown on the canvas.
    pub shown: Option<ShownChange>,
    /// An accepted design beside the drawing.
    pub reference_view: Option<ReferenceView>,
    /// Clarifying questions that were asked, by place.
    pub asked: BTreeSet<usize>,
    /// How many hints were taken.
    pub hints: usize,
    /// Follow-ups whose points are shown, by place.
    pub follow_ups: BTreeSet<usize>,
    /// Groups of the palette that are closed.
    pub closed_groups: BTreeSet<Group>,
    /// Whether the panel on the left lists what is drawn, else what can be placed.
    pub outline: bool,
    /// What is typed into the palette's search.
    pub search: String,
    /// A layout that is not made yet.
    pub proposal: Option<LayoutProposal>,
    /// The guide through a first drawing, where it is wanted.
    pub guide: Option<DrawingGuide>,
    /// Whether the check was asked for, and did not only run by itself.
    pub was_checked: bool,
    /// What is asked of the numbers, and the answer.
    pub numbers: NumbersPanel,
    /// The revision that the recovery copy was last told of.
    pub autosaved_revision: u64,
}

impl Session {
    /// The page of the handbook about what is explained or selected; none where it is many things or none.
    pub(crate) fn handbook_page(&self) -> Option<Link> {
        if let Some(rule) = self.explained.filter(|_| self.tab == DetailsTab::Check) {
            return Some(Link::Rule(rule.to_owned()));
        }
        let mut selected = self.document.selection().iter();
        let (Some(&id), None) = (selected.next(), selected.next()) else {
            return None;
        };
        let component = self.document.design().component(id)?;
        Some(Link::Kind(component.kind.clone()))
    }

    /// A session on a design; `saved` tells whether the design is what a file holds.
    pub(crate) fn new(
        design: Design,
        file: Option<DocumentFile>,
        saved: bool,
        library: &Library,
    ) -> Self {
        let scenario = design.scenario().and_then(|id| library.get(id)).cloned();
        let tab = if scenario.is_some() {
            DetailsTab::Brief
        } else {
            DetailsTab::Inspector
        };
        let baseline = if saved { design.clone() } else { Design::new() };
        Self {
            document: Document::new(design),
            canvas: Canvas::default(),
            file,
            copy_of: None,
            history: None,
            drawing: drawing_name(),
            saved: baseline,
            scenario,
            checked: None,
            check_asked: false,
            tab,
            open_finding: None,
            explained: None,
            accepting: None,
            unfolded: CheckSections::default(),
            best_height: BEST_HEIGHT,
            order: FixOrder::default(),
            highlighted: BTreeSet::new(),
            pointed: None,
            shown: None,
            reference_view: None,
            asked: BTreeSet::new(),
            hints: 0,
            follow_ups: BTreeSet::new(),
            closed_groups: BTreeSet::new(),
            outline: false,
            search: String::new(),
            proposal: None,
            guide: None,
            was_checked: false,
            numbers: NumbersPanel::default(),
            autosaved_revision: 0,
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

    /// Opens a file; the sentences say what had to be mended.
    ///
    /// # Errors
    /// When it cannot be read or holds no drawing.
    pub(crate) fn open(path: &Path, library: &Library) -> Result<(Self, Vec<String>), DiskError> {
        let opened = disk::open(path)?;
        // A drawing in the notation has no positions to save: it gets a file of its own.
        let home = (opened.format == Format::Drawing)
            .then(|| DocumentFile::new(path, opened.stamp, Hold::unguarded()));
        let sound = opened.loaded.repairs.is_empty();
        Ok((
            Self::new(opened.loaded.design, home, sound, library),
            opened.loaded.repairs,
        ))
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
    ) -> Result<Option<DiskError>, SaveRefusal> {
        let history = state.map(|state| History::of_file(state, path));
        let held = self
            .file
            .as_ref()
            .is_some_and(|home| !home.lock.is_theirs());
        let fresh = if held && history.is_some() && history == self.history {
            None
        } else {
            Some(history.as_ref().map_or_else(Hold::unguarded, History::lock))
        };
        if let Some(Hold::Theirs(process)) = fresh {
            return Err(SaveRefusal::Elsewhere(process));
        }
        let design = self.document.design();
        let saved = disk::save_keeping(path, design, overwrite, history.as_ref())
            .map_err(SaveRefusal::Disk)?;
        self.saved = design.clone();
        let hold = fresh
            .or_else(|| self.file.take().map(|home| home.lock))
            .unwrap_or_else(Hold::unguarded);
        self.file = Some(DocumentFile::new(path, saved.stamp, hold));
        self.history = history;
        Ok(saved.unkept)
    }

    /// Puts what the file holds now in the place of the drawing, as one step of undo; the sentences say what had to be
    /// mended.
    pub(crate) fn reload(&mut self, opened: Opened) -> Vec<String> {
        let design = opened.loaded.design;
        let repairs = opened.loaded.repairs;
        self.document.replace("Read the file again", design.clone());
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
        own: impl FnOnce(&History) -> Option<Hold>,
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
    pub(crate) fn release_lock(&mut self, history: &History) -> Option<Hold> {
        let home = self.file.as_mut()?;
        let ours = self.history.as_ref() == Some(history) && !home.lock.is_theirs();
        ours.then(|| std::mem::replace(&mut home.lock, Hold::unguarded()))
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

    /// Goes on with the prompt that the drawing names: another state of it may name another.
    pub(crate) fn follow_prompt(&mut self, library: &Library) {
        let named = self.document.design().scenario();
        let named = named.and_then(|id| library.get(id));
        if named == self.scenario.as_ref() {
            return;
        }
        self.scenario = named.cloned();
        self.checked = None;
        self.reference_view = None;
        if self.scenario.is_none() && self.tab == DetailsTab::Brief {
            self.tab = DetailsTab::Inspector;
        }
    }

    /// Whether closing would lose something.
    pub(crate) fn is_dirty(&self) -> bool {
        !self.saved.is_same_drawing(self.document.design())
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
        own.or_else(|| self.copy_of.clone())
            .unwrap_or_else(|| file_stem(self.document.design().title()))
    }

    /// Puts an accepted design on show beside the drawing, or away.
    pub(crate) fn show_reference(&mut self, index: Option<usize>) {
        self.reference_view = index.and_then(|index| {
            let design = self.scenario.as_ref()?.designs.get(index)?.laid_out();
            Some(ReferenceView {
                index,
                document: Document::new(design),
                canvas: Canvas::default(),
                highlighted: BTreeSet::new(),
            })
        });
    }
}

/// A title as the name of a file.
fn file_stem(title: &str) -> String {
    let title = title.to_lowercase();
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
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
