//! How panels, menus and windows look: the same colours as the canvas, light and dark.

use eframe::egui::style::Widgets;
use eframe::egui::{self, Color32, Context, CornerRadius, ScrollArea, Stroke, Ui, Visuals};

use super::theme::{Scheme, Theme};

/// Up to so many seconds apart two clicks are a double click.
const DOUBLE_CLICK: f64 = 0.45;

/// Gives the widgets of a context our look, in both themes.
pub(super) fn install(ctx: &Context) {
    // As the systems have it: egui's 0.3 seconds are too short for many hands.
    ctx.options_mut(|options| options.input_options.max_double_click_delay = DOUBLE_CLICK);
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

/// What of the height of the window a menu leaves free, in points.
const AROUND_MENU: f32 = 28.0;

/// The entries of a menu, which is as high as the window allows; in a low window it scrolls.
pub(super) fn menu_body(ui: &mut Ui, entries: impl FnOnce(&mut Ui)) {
    ui.set_max_height(ui.ctx().content_rect().height() - AROUND_MENU);
    ScrollArea::vertical().show(ui, entries);
}

/// The size of body text, in points, and of that in a presentation.
const BODY: [f32; 2] = [13.0, 15.5];

/// Gives text the size for a presentation, or the usual one.
pub(super) fn present(ctx: &Context, presented: bool) {
    let size = BODY[usize::from(presented)];
    let current = egui::TextStyle::Body.resolve(&ctx.global_style()).size;
    if current == size {
        return;
    }
    ctx.all_styles_mut(|style| {
        for text in [egui::TextStyle::Body, egui::TextStyle::Button] {
            if let Some(font) = style.text_styles.get_mut(&text) {
                font.size = size;
            }
        }
    });
}

/// The colours of panels and widgets that the theme of the canvas doesn't have.
struct PanelColors {
    panel: Color32,
    window: Color32,
    /// Behind a text that is typed.
    field: Color32,
    /// Every other row of a table.
    stripe: Color32,
    /// Text on what is selected: readable at 4.5 to 1.
    on_selection: Color32,
    /// How much of its colour fills what is selected.
    selection: f32,
}

const DARK: PanelColors = PanelColors {
    panel: Color32::from_rgb(0x1D, 0x20, 0x27),
    window: Color32::from_rgb(0x23, 0x27, 0x2F),
    field: Color32::from_rgb(0x13, 0x15, 0x1A),
    stripe: Color32::from_rgb(0x27, 0x2B, 0x34),
    on_selection: Color32::from_rgb(0xB9, 0xDA, 0xFF),
    selection: 0.40,
};

const LIGHT: PanelColors = PanelColors {
    panel: Color32::from_gray(0xFA),
    window: Color32::from_gray(0xFF),
    field: Color32::from_gray(0xFF),
    stripe: Color32::from_gray(0xF2),
    on_selection: Color32::from_rgb(0x0B, 0x4A, 0x94),
    selection: 0.28,
};

fn visuals(dark: bool) -> Visuals {
    let theme = Theme::new(dark, Scheme::Default);
    let (mut visuals, palette) = match dark {
        true => (Visuals::dark(), &DARK),
        false => (Visuals::light(), &LIGHT),
    };
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.window;
    visuals.extreme_bg_color = palette.field;
    visuals.faint_bg_color = palette.stripe;
    visuals.weak_text_color = Some(theme.weak_text);
    visuals.hyperlink_color = theme.selected;
    visuals.error_fg_color = theme.error;
    visuals.warn_fg_color = theme.warning;
    visuals.selection.bg_fill = theme.selected.gamma_multiply(palette.selection);
    visuals.selection.stroke = Stroke::new(1.5, palette.on_selection);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, theme.text.gamma_multiply(0.92));
    for widget in [
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.fg_stroke = Stroke::new(1.0, theme.text);
        widget.corner_radius = CornerRadius::same(5);
    }
    match dark {
        true => fill_dark(widgets),
        // A field must be seen on white.
        false => widgets.inactive.bg_stroke = Stroke::new(1.0, Color32::from_gray(0xC8)),
    }
    visuals
}

/// Widgets on a dark panel: egui's greys have another tint.
fn fill_dark(widgets: &mut Widgets) {
    for (widget, fill) in [
        (&mut widgets.inactive, Color32::from_rgb(0x32, 0x37, 0x42)),
        (&mut widgets.hovered, Color32::from_rgb(0x3F, 0x46, 0x54)),
        (&mut widgets.active, Color32::from_rgb(0x4A, 0x53, 0x64)),
        (&mut widgets.open, Color32::from_rgb(0x2B, 0x30, 0x3A)),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
    }
}
