//! Settings: kept, forgiving, never in the way.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::{Rect, ThemePreference, pos2, vec2};
use wiregrad::gui::settings::{Keeper, MAX_RECENT, Settings, Window, back_on_screen};
use wiregrad::gui::theme::Scheme;

use super::window::folder;

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

#[test]
fn a_window_whose_screen_is_gone_comes_back_on_another() {
    let rect = |x: f32, y: f32, width: f32, height: f32| {
        Rect::from_min_size(pos2(x, y), vec2(width, height))
    };
    let screens = [
        rect(0.0, 0.0, 1920.0, 1080.0),
        rect(1920.0, -200.0, 1280.0, 1024.0),
    ];
    let put = |window| back_on_screen(window, &screens);
    let size = (800.0, 600.0);
    let window = |x, y| rect(x, y, size.0, size.1);
    // On either screen, also in part, it stays.
    for (x, y) in [
        (10.0, 10.0),
        (2000.0, -150.0),
        (-600.0, 900.0),
        (1500.0, 0.0),
    ] {
        assert_eq!(put(window(x, y)), None, "{x} {y}");
    }
    // Where nothing of its upper edge can be taken hold of, it doesn't.
    for (x, y) in [
        (5000.0, 100.0),
        (-790.0, 0.0),
        (100.0, -590.0),
        (0.0, 1100.0),
    ] {
        assert_eq!(put(window(x, y)), Some(pos2(560.0, 240.0)), "{x} {y}");
    }
    // One that is larger than the screen shows its upper left corner.
    assert_eq!(put(rect(9e3, 0.0, 4e3, 3e3)), Some(pos2(0.0, 0.0)));
    assert_eq!(back_on_screen(window(9e3, 0.0), &[]), None);
}
