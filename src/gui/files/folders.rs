//! Where the editor keeps what is its own: settings, and copies of unsaved work.

use std::env;
use std::path::PathBuf;

use directories::ProjectDirs;

/// Where settings are kept: the system's folder for that, or `WIREGRAD_CONFIG_DIR`.
/// None if the system knows no home.
pub fn config() -> Option<PathBuf> {
    named("WIREGRAD_CONFIG_DIR").or_else(|| Some(ours()?.config_dir().to_owned()))
}

/// Where copies of unsaved work are kept: in the system's folder for the state of
/// programs, or in `WIREGRAD_STATE_DIR`. None if the system knows no home.
pub fn recovery() -> Option<PathBuf> {
    let state = || {
        let ours = ours()?;
        Some(ours.state_dir().unwrap_or(ours.data_local_dir()).to_owned())
    };
    Some(named("WIREGRAD_STATE_DIR").or_else(state)?.join("recovery"))
}

fn ours() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "wiregrad")
}

fn named(variable: &str) -> Option<PathBuf> {
    let value = env::var_os(variable)?;
    (!value.is_empty()).then(|| PathBuf::from(value))
}
