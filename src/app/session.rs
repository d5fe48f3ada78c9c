//! One open drawing: the document with its view, its file, what the check says of it, and what the user has opened up.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::canvas::Canvas;
use super::checking::{Checked, Shown};
use super::findings::{AcceptForm, BEST_HEIGHT, FindingKey, Offered};
use super::numbers::Numbers;
use crate::analysis::Order;
use crate::exchange::disk::{self, DiskError, Format, Overwrite, Stamp};
use crate::model::{Design, Document, Edit, Group, Id};
use crate::scenario::{Library, Scenario};

/// Which tab of the right panel is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tab {
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
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// Where it is.
    pub path: PathBuf,
    /// Its content as last read or written.
    pub stamp: Stamp,
}

/// An accepted design on show beside the drawing.
#[derive(Debug)]
pub(super) struct Showcase {
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
pub(super) struct Unfolded {
    /// How the score adds up.
    pub sums: bool,
    /// The findings that the user lives with.
    pub accepted: bool,
    /// The table of failures.
    pub failures: bool,
}

/// One open drawing.
#[derive(Debug)]
pub(super) struct Session {
    /// The design with its history.
    pub document: Document,
    /// Its view.
    pub canvas: Canvas,
    /// Its file; none before it is saved.
    pub home: Option<Home>,
    saved: Design,
    /// The prompt it answers.
    pub scenario: Option<Scenario>,
    /// The check, once it has run.
    pub checked: Option<Checked>,
    /// The user has asked for the check: it then runs whether or not it runs while drawing.
    pub check_asked: bool,
    /// Which tab is shown.
    pub tab: Tab,
    /// The finding that is opened up: its rule and first item.
    pub open_finding: Option<FindingKey>,
    /// The rule that is explained.
    pub explained: Option<&'static str>,
    /// The finding that the user is about to accept.
    pub accepting: Option<AcceptForm>,
    /// Which parts of the check panel are shown.
    pub unfolded: Unfolded,
    /// How high the best next step was when it was last shown: its place is kept while fixes are tried out.
    pub best_height: f32,
    /// What the best next step is the best at.
    pub order: Order,
    /// Items to ring on the canvas in the next frame.
    pub highlighted: BTreeSet<Id>,
    /// The offered change that is pointed at in this frame.
    pub pointed: Option<Offered>,
    /// The offered change that is shown on the canvas.
    pub shown: Option<Shown>,
    /// An accepted design beside the drawing.
    pub showcase: Option<Showcase>,
    /// Clarifying questions that were asked, by place.
    pub asked: BTreeSet<usize>,
    /// How many hints were taken.
    pub hints: usize,
    /// Follow-ups whose points are shown, by place.
    pub follow_ups: BTreeSet<usize>,
    /// Groups of the palette that are closed.
    pub closed_groups: BTreeSet<Group>,
    /// What is typed into the palette's search.
    pub search: String,
    /// What is asked of the numbers, and the answer.
    pub numbers: Numbers,
    /// The revision that the recovery copy holds.
    pub recovered: u64,
}

impl Session {
    /// A session on a design; `saved` tells whether the design is what a file holds.
    pub(super) fn new(design: Design, home: Option<Home>, saved: bool, library: &Library) -> Self {
        let scenario = design.scenario().and_then(|id| library.get(id)).cloned();
        let tab = if scenario.is_some() {
            Tab::Brief
        } else {
            Tab::Inspector
        };
        let baseline = if saved { design.clone() } else { Design::new() };
        Self {
            document: Document::new(design),
            canvas: Canvas::default(),
            home,
            saved: baseline,
            scenario,
            checked: None,
            check_asked: false,
            tab,
            open_finding: None,
            explained: None,
            accepting: None,
            unfolded: Unfolded::default(),
            best_height: BEST_HEIGHT,
            order: Order::default(),
            highlighted: BTreeSet::new(),
            pointed: None,
            shown: None,
            showcase: None,
            asked: BTreeSet::new(),
            hints: 0,
            follow_ups: BTreeSet::new(),
            closed_groups: BTreeSet::new(),
            search: String::new(),
            numbers: Numbers::default(),
            recovered: 0,
        }
    }

    /// A blank drawing, for a prompt or for the user's own system.
    pub(super) fn blank(scenario: Option<&Scenario>, library: &Library) -> Self {
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
    pub(super) fn open(path: &Path, library: &Library) -> Result<(Self, Vec<String>), DiskError> {
        let opened = disk::open(path)?;
        // A drawing in the notation has no positions to save: it gets a file of its own.
        let home = (opened.format == Format::Drawing).then(|| Home {
            path: path.to_owned(),
            stamp: opened.stamp,
        });
        let sound = opened.loaded.repairs.is_empty();
        Ok((
            Self::new(opened.loaded.design, home, sound, library),
            opened.loaded.repairs,
        ))
    }

    /// Writes the drawing to a file, which is its home from then on.
    ///
    /// # Errors
    /// When the file was changed by somebody else, or the system refuses.
    pub(super) fn save(&mut self, path: &Path, overwrite: Overwrite) -> Result<(), DiskError> {
        let stamp = disk::save(path, self.document.design(), overwrite)?;
        self.home = Some(Home {
            path: path.to_owned(),
            stamp,
        });
        self.saved = self.document.design().clone();
        Ok(())
    }

    /// Whether closing would lose something.
    pub(super) fn is_dirty(&self) -> bool {
        !same_drawing(&self.saved, self.document.design())
    }

    /// What it is about: the prompt, or the drawing's own title.
    pub(super) fn title(&self) -> &str {
        let own = self.document.design().title();
        match &self.scenario {
            Some(scenario) => &scenario.title,
            None if own.is_empty() => "My own system",
            None => own,
        }
    }

    /// What the drawing is called.
    pub(super) fn name(&self) -> String {
        let file = self.home.as_ref().and_then(|home| home.path.file_name());
        file.map_or_else(
            || "Not saved yet".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// A file name to offer.
    pub(super) fn suggested_name(&self, extension: &str) -> String {
        let own = self
            .home
            .as_ref()
            .and_then(|home| home.path.file_stem())
            .map(|stem| stem.to_string_lossy().into_owned());
        let title = || {
            let title = self.document.design().title().to_lowercase();
            let words: Vec<&str> = title
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            if words.is_empty() {
                "drawing".to_owned()
            } else {
                words.join("-")
            }
        };
        format!("{}.{extension}", own.unwrap_or_else(title))
    }

    /// Puts an accepted design on show beside the drawing, or away.
    pub(super) fn show_design(&mut self, index: Option<usize>) {
        self.showcase = index.and_then(|index| {
            let design = self.scenario.as_ref()?.designs.get(index)?.design.clone();
            Some(Showcase {
                index,
                document: Document::new(design),
                canvas: Canvas::default(),
                highlighted: BTreeSet::new(),
            })
        });
    }
}

/// Whether two designs are the same for a reader: ids that were given and taken back do not count.
fn same_drawing(a: &Design, b: &Design) -> bool {
    a.components().eq(b.components())
        && a.connections().eq(b.connections())
        && a.zones().eq(b.zones())
        && a.notes().eq(b.notes())
        && a.title() == b.title()
        && a.scenario() == b.scenario()
        && a.assumptions() == b.assumptions()
        && a.acceptances() == b.acceptances()
        && a.prices() == b.prices()
        && a.traffic() == b.traffic()
}
