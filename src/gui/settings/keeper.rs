//! [`Keeper`]: reads the settings at the start, and writes them soon after a change.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Settings;
use crate::gui::background::{DebouncedWriter, Pace};
use crate::gui::platform::files::{read_text, rename, write};

/// The name of the file, and of a damaged one that was set aside.
const NAME: &str = "settings.ron";
const DAMAGED: &str = "settings.ron.bad";

/// Far more than settings are.
const MOST_BYTES: u64 = 1 << 20;

/// Settings change in long drags, and can wait.
const PACE: Pace = Pace {
    quiet: Duration::from_millis(400),
    longest: Duration::from_secs(4),
    retry: Duration::from_secs(4),
};

/// Keeps the file like the settings. Dropping it writes what is left.
pub struct Keeper {
    written: Settings,
    // None where there is no folder to write to.
    thread: Option<DebouncedWriter<Settings>>,
}

impl Keeper {
    /// Reads the settings in a folder, and a message if something is wrong with them.
    /// Without a folder, settings are the defaults and last as long as the editor.
    pub fn open(folder: Option<PathBuf>) -> (Settings, Keeper, Option<String>) {
        let Some(folder) = folder else {
            let message = "settings aren't kept: the system has no folder for them";
            return (
                Settings::default(),
                Keeper {
                    written: Settings::default(),
                    thread: None,
                },
                Some(message.to_owned()),
            );
        };
        let (settings, message) = read(&folder);
        let thread = DebouncedWriter::new("settings", PACE, move |settings| {
            save(&folder, settings);
            true
        });
        let keeper = Keeper {
            written: settings.clone(),
            thread: thread.ok(),
        };
        (settings, keeper, message)
    }

    /// Writes the settings in a moment, on another thread, if they have changed. To be
    /// called every frame.
    pub fn keep(&mut self, settings: &Settings) {
        if *settings != self.written {
            self.written.clone_from(settings);
            if let Some(thread) = &self.thread {
                thread.put(settings.clone());
            }
        }
    }
}

fn read(folder: &Path) -> (Settings, Option<String>) {
    let path = folder.join(NAME);
    let damage = match read_text(&path, MOST_BYTES) {
        Ok(text) => match ron::from_str::<Settings>(&text) {
            Ok(mut settings) => {
                settings.put_right();
                return (settings, None);
            }
            Err(error) => error.to_string(),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => return (Settings::default(), None),
        Err(error) => error.to_string(),
    };
    let aside = folder.join(DAMAGED);
    let message = match rename(&path, &aside) {
        Ok(()) => format!(
            "the settings are damaged ({damage}): they were moved to {}, and the defaults are used",
            aside.display()
        ),
        Err(error) => format!(
            "the settings in {} are damaged ({damage}) and can't be moved ({error}): the \
             defaults are used",
            path.display()
        ),
    };
    (Settings::default(), Some(message))
}

/// If settings can't be written, the next start has the old ones. That is no reason to
/// interrupt the user.
fn save(folder: &Path, settings: &Settings) {
    let pretty = ron::ser::PrettyConfig::default();
    let Ok(mut text) = ron::ser::to_string_pretty(settings, pretty) else {
        return;
    };
    text.push('\n');
    let _ = write(&folder.join(NAME), text.as_bytes());
}
