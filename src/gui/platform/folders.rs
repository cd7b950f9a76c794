//! The folders of the system and of the user.

use std::env;
use std::path::PathBuf;

use directories::{BaseDirs, ProjectDirs, UserDirs};

/// The folder for settings: the system's, or the one that `WIREGRAD_CONFIG_DIR` names.
/// `None` if the system knows no home folder.
pub(in crate::gui) fn config() -> Option<PathBuf> {
    variable("WIREGRAD_CONFIG_DIR").or_else(|| Some(project()?.config_dir().to_owned()))
}

/// The folder for copies of unsaved work: in the system's folder for the state of
/// programs, or in the one that `WIREGRAD_STATE_DIR` names. `None` if the system knows
/// no home folder.
pub(in crate::gui) fn recovery() -> Option<PathBuf> {
    let state = || {
        let project = project()?;
        let state = project.state_dir().unwrap_or(project.data_local_dir());
        Some(state.to_owned())
    };
    Some(
        variable("WIREGRAD_STATE_DIR")
            .or_else(state)?
            .join("recovery"),
    )
}

/// The user's home folder.
pub(in crate::gui) fn home() -> Option<PathBuf> {
    Some(BaseDirs::new()?.home_dir().to_owned())
}

/// The user's folder for documents.
pub(in crate::gui) fn documents() -> Option<PathBuf> {
    Some(UserDirs::new()?.document_dir()?.to_owned())
}

/// The folder that the program was started in.
pub(in crate::gui) fn current() -> Option<PathBuf> {
    env::current_dir().ok()
}

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "wiregrad")
}

fn variable(name: &str) -> Option<PathBuf> {
    let value = env::var_os(name)?;
    (!value.is_empty()).then(|| PathBuf::from(value))
}
