//! How panels, menus and windows look: the same colours as the canvas, light and dark.

use eframe::egui::{self, Color32, Context, CornerRadius, Stroke, Visuals};

use super::theme::{Scheme, Theme};

/// Lets the widgets of a context look like ours, in both themes.
pub(super) fn install(ctx: &Context) {
    for (which, dark) in [(egui::Theme::Dark, true), (egui::Theme::Light, false)] {
        ctx.style_mut_of(which, |style| {
            style.visuals = visuals(dark);
            // egui's 9 points are hard to read.
            let small = style.text_styles.get_mut(&egui::TextStyle::Small);
            small.into_iter().for_each(|font| font.size = 11.0);
            style.spacing.item_spacing.y = 4.0;
            style.spacing.button_padding = egui::vec2(8.0, 2.0);
        });
    }
}

fn visuals(dark: bool) -> Visuals {
    let theme = Theme::new(dark, Scheme::Default);
    let mut visuals = if dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let pick =
        |on_dark: u8, on_light: u8| Color32::from_gray(if dark { on_dark } else { on_light });
    visuals.panel_fill = if dark {
        Color32::from_rgb(0x1D, 0x20, 0x27)
    } else {
        pick(0, 0xFA)
    };
    visuals.window_fill = if dark {
        Color32::from_rgb(0x23, 0x27, 0x2F)
    } else {
        pick(0, 0xFF)
    };
    visuals.extreme_bg_color = if dark {
        Color32::from_rgb(0x13, 0x15, 0x1A)
    } else {
        pick(0, 0xFF)
    };
    visuals.faint_bg_color = if dark {
        Color32::from_rgb(0x27, 0x2B, 0x34)
    } else {
        pick(0, 0xF2)
    };
    visuals.weak_text_color = Some(theme.weak_text);
    visuals.hyperlink_color = theme.selected;
    visuals.selection.bg_fill = theme
        .selected
        .gamma_multiply(if dark { 0.40 } else { 0.28 });
    // It is text on that fill, too: readable at 4.5 to 1.
    let on_selection = match dark {
        true => Color32::from_rgb(0xB9, 0xDA, 0xFF),
        false => Color32::from_rgb(0x0B, 0x4A, 0x94),
    };
    visuals.selection.stroke = Stroke::new(1.5, on_selection);
    let text = Stroke::new(1.0, theme.text);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, theme.text.gamma_multiply(0.92));
    if dark {
        let fill = |hex: [u8; 3]| Color32::from_rgb(hex[0], hex[1], hex[2]);
        for (widget, hex) in [
            (&mut widgets.inactive, [0x32, 0x37, 0x42]),
            (&mut widgets.hovered, [0x3F, 0x46, 0x54]),
            (&mut widgets.active, [0x4A, 0x53, 0x64]),
            (&mut widgets.open, [0x2B, 0x30, 0x3A]),
        ] {
            widget.bg_fill = fill(hex);
            widget.weak_bg_fill = fill(hex);
        }
    }
    for widget in [
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.fg_stroke = text;
        widget.corner_radius = CornerRadius::same(5);
    }
    if !dark {
        // A field must be seen on white.
        widgets.inactive.bg_stroke = Stroke::new(1.0, pick(0, 0xC8));
    }
    visuals
}
