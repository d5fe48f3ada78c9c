//! What the program finds around it: folders, and whether the system has dialogs to offer.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::scenario::Library;
use crate::storage::folders;

/// What the program finds around it: folders, and whether the system has dialogs to offer.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Where progress, recovery copies and versions are kept; nowhere where absent.
    pub state_dir: Option<PathBuf>,
    /// Where unsaved work can be kept when it cannot be kept there; nowhere where absent.
    pub temporary_dir: Option<PathBuf>,
    /// Where the user's own prompts are.
    pub scenarios_dir: Option<PathBuf>,
    /// Where copied texts go.
    pub clipboard: ClipboardAccess,
    /// Whether to ask the system for dialogs, else the window asks for paths itself.
    pub native_dialogs: bool,
    /// How long a frame waits for work beside it before it shows that it goes on; to its end where absent.
    pub patience: Option<Duration>,
}

/// Where copied texts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClipboardAccess {
    /// To the clipboard of the system, which answers whether they got there.
    System,
    /// To what shows the window: a test has no system around it.
    #[default]
    Window,
    /// Nowhere: every copy is refused, as on a system without a clipboard.
    Refused,
}

impl Environment {
    /// As the system has them.
    pub(crate) fn of_user() -> Self {
        Self {
            state_dir: folders::state_dir(),
            temporary_dir: Some(std::env::temp_dir()),
            scenarios_dir: folders::user_scenarios_dir(),
            clipboard: ClipboardAccess::System,
            native_dialogs: std::env::var_os(NO_NATIVE_DIALOG).is_none(),
            patience: Some(PATIENCE),
        }
    }

    /// Whether a prompt lies in the user's own folder, where it can be changed.
    pub(crate) fn owns_prompt(&self, library: &Library, id: &str) -> bool {
        let folder = library.file_of(id).and_then(Path::parent);
        folder.is_some() && folder == self.scenarios_dir.as_deref()
    }
}

/// Less than anybody takes for a window that hangs.
const PATIENCE: Duration = Duration::from_millis(150);
/// Set to anything, this variable makes the window ask for paths itself.
const NO_NATIVE_DIALOG: &str = "BOXDRILL_NO_NATIVE_DIALOG";
