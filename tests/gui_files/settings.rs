//! Settings: kept, forgiving, never in the way.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::ThemePreference;
use wiregrad::gui::settings::{Keeper, MAX_RECENT, Settings, Window};
use wiregrad::gui::theme::Scheme;

use crate::window::folder;

#[test]
fn settings_come_back_as_they_were_left() {
    let folder = folder();
    let place = folder.path().join("config");
    let (mut settings, mut keeper, message) = Keeper::open(Some(place.clone()));
    assert_eq!((settings.clone(), message), (Settings::default(), None));
    settings.panels.theme = ThemePreference::Dark;
    settings.scheme = Scheme::BlueGreen;
    settings.panels.scale = 1.5;
    settings.panels.inspector.size = 333.0;
    settings.panels.problems.shown = true;
    settings.window = Some(Window {
        position: Some((-10.0, 20.0)),
        size: (800.0, 600.0),
        maximized: false,
    });
    settings.remember("/a/b.ron".as_ref());
    let changed = Instant::now();
    keeper.keep(&settings);
    while !place.join("settings.ron").exists() {
        assert!(
            changed.elapsed() < Duration::from_millis(1500),
            "within a second or so"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(Keeper::open(Some(place.clone())).0, settings);
    // What was changed last is written at the exit.
    settings.canvas.grid = false;
    keeper.keep(&settings);
    drop(keeper);
    assert_eq!(Keeper::open(Some(place)).0, settings);
}

#[test]
fn damaged_settings_are_set_aside() {
    let folder = folder();
    let file = folder.path().join("settings.ron");
    for damage in [
        "(scheme: Purple)",
        "not ron at all",
        "(start_panel: \"yes\")",
        "\0\0",
    ] {
        fs::write(&file, damage).expect("written");
        let (settings, keeper, message) = Keeper::open(Some(folder.path().to_owned()));
        assert_eq!(settings, Settings::default());
        let message = message.expect("a message");
        assert!(message.contains("settings.ron.bad"), "{message}");
        let aside = fs::read_to_string(folder.path().join("settings.ron.bad"));
        assert_eq!(aside.expect("set aside"), damage);
        assert!(!file.exists());
        drop(keeper);
    }
}

#[test]
fn numbers_out_of_all_measure_become_the_usual_ones() {
    let folder = folder();
    let text = "(panels: (scale: NaN, inspector: (shown: true, size: inf)), \
                window: Some((position: None, size: (0.0, 1e30), maximized: true)), \
                canvas: (snap: false), a_setting_of_tomorrow: 7)";
    fs::write(folder.path().join("settings.ron"), text).expect("written");
    let (settings, _keeper, message) = Keeper::open(Some(folder.path().to_owned()));
    assert_eq!(message, None);
    let mut usual = Settings::default();
    usual.canvas.snap = false;
    assert_eq!(settings, usual);
}

#[test]
fn recent_files_are_few_and_each_is_there_once() {
    let mut settings = Settings::default();
    for n in 0..30 {
        settings.remember(&PathBuf::from(format!("/graphs/{n}.ron")));
    }
    settings.remember("/graphs/20.ron".as_ref());
    assert_eq!(settings.recent.len(), MAX_RECENT);
    assert_eq!(settings.recent[0], PathBuf::from("/graphs/20.ron"));
    assert_eq!(settings.recent[1], PathBuf::from("/graphs/29.ron"));
    settings.forget("/graphs/20.ron".as_ref());
    assert!(!settings.recent.contains(&PathBuf::from("/graphs/20.ron")));
}

#[test]
fn without_a_folder_the_editor_works_all_the_same() {
    let (mut settings, mut keeper, message) = Keeper::open(None);
    assert!(message.is_some());
    settings.canvas.grid = false;
    keeper.keep(&settings);
}
