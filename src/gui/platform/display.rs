//! Whether there is a screen to open a window on.

use std::env;
use std::path::Path;

/// What to say if there is no screen; `None` if there may be one. Asked before a
/// window is tried: the window system's own complaint names no way out.
pub(in crate::gui) fn missing(file: Option<&Path>) -> Option<String> {
    let unix = cfg!(all(unix, not(target_os = "macos")));
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let screen = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    let missing = unix && !screen.into_iter().any(set);
    let why = "there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set";
    missing.then(|| no_window(why, file))
}

/// What to say if no window can be opened: why, and what works without one.
pub(in crate::gui) fn no_window(why: &str, file: Option<&Path>) -> String {
    let file = file.map_or("FILE".into(), Path::to_string_lossy);
    format!(
        "the editor can't open a window: {why}. The command line needs none: 'wiregrad eval \
         {file}' prints the values and gradients of a graph, 'wiregrad check {file}' checks its \
         gradients"
    )
}

/// What the window system complains of, without the place in its source.
pub(in crate::gui) fn reason(complaint: &str) -> String {
    let last = complaint.rsplit(": ").next().unwrap_or(complaint);
    last.trim_end_matches('.').to_owned()
}
