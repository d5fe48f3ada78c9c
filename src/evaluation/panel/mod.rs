//! The panel: drawings by strangers that interviewers labeled, and how well the check agrees with them.
//!
//! Faults put into accepted designs measure the check on drawings that look like its own. Drawings by others measure what
//! matters to users: that flaws are found (recall), that nothing wrong is said (false alarms), that scores are fair (bands,
//! pairs), and that boxes are read for what they are (roles, names). `tests/panel/README.md` defines what counts.

mod details;
mod disputes;
mod figures;
mod flaws;
mod labels;
mod measure;
mod name_figures;
mod panel_set;
mod role_agreement;
mod score_bands;
mod split;
mod statements;

pub use details::{DetailKind, Details};
pub use disputes::Dispute;
pub use figures::{FlawFigures, PanelFigures};
pub use flaws::{Clarity, FlawTable, ReportedFlaw};
pub use labels::{
    BoxNames, DrawingLabel, ExpectedFlaw, FlawEvidence, FlawOpinion, LabelSeverity, NameLabel,
    PanelVerdict, SeenIn,
};
pub use measure::{MeasuredPanel, measure};
pub use name_figures::NameFigures;
pub use panel_set::{CheckedDrawing, LabelledDrawing, LabelledName, Panel, PanelSubset};
pub use role_agreement::RoleFigures;
pub use score_bands::ScoreBand;
pub use statements::Statement;
