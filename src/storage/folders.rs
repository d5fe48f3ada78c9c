//! Where this program keeps what the user did not name: the platform's folders, or those the environment names.

use std::path::PathBuf;

use etcetera::app_strategy::{AppStrategy, AppStrategyArgs, choose_native_strategy};

/// Names the folder for profile, recovery copies and versions in place of the platform's.
pub const STATE_VARIABLE: &str = "BOXDRILL_STATE_DIR";
/// Names the folder that holds the user's `scenarios` folder in place of the platform's.
pub const DATA_VARIABLE: &str = "BOXDRILL_DATA_DIR";

/// Where profile, recovery copies and versions are kept; it may not exist yet. None where the user has no home folder.
#[must_use]
pub fn state_dir() -> Option<PathBuf> {
    from_environment(STATE_VARIABLE).or_else(|| {
        let strategy = platform_folders()?;
        Some(
            strategy
                .state_dir()
                .unwrap_or_else(|| strategy.in_data_dir("state")),
        )
    })
}

/// Where the user's own prompts are kept; it may not exist. None where the user has no home folder.
#[must_use]
pub fn user_scenarios_dir() -> Option<PathBuf> {
    let data = from_environment(DATA_VARIABLE).or_else(|| Some(platform_folders()?.data_dir()))?;
    Some(data.join("scenarios"))
}

/// Where people look for what they made: the folder for documents of their home, else the home. None where there is no home.
#[must_use]
pub fn documents_dir() -> Option<PathBuf> {
    let home = etcetera::home_dir().ok()?;
    let documents = home.join("Documents");
    Some(if documents.is_dir() { documents } else { home })
}

fn from_environment(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn platform_folders() -> Option<impl AppStrategy> {
    choose_native_strategy(AppStrategyArgs {
        top_level_domain: "io.github".to_owned(),
        author: "boxdrill".to_owned(),
        app_name: "boxdrill".to_owned(),
    })
    .ok()
}
