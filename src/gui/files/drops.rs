//! Files that are dragged onto the window.

use std::path::Path;

use eframe::egui::{Align2, Color32, Context, Id, LayerId, Order, TextStyle};

use super::names::file_name;
use super::request::Request;
use super::state::Files;

impl Files {
    /// Files that are dragged over the window, and dropped on it.
    pub(super) fn take_drops(&mut self, ctx: &Context) {
        let (hovering, dropped) = ctx.input(|input| {
            let hovering = input
                .raw
                .hovered_files
                .first()
                .map(|file| file.path.clone());
            let dropped = input.raw.dropped_files.first();
            (hovering, dropped.map(|file| file.path().to_owned()))
        });
        if let Some(path) = dropped {
            self.ask(Request::OpenFile(path));
        } else if let Some(path) = hovering {
            drop_hint(ctx, path.as_deref());
        }
    }
}

fn drop_hint(ctx: &Context, path: Option<&Path>) {
    let layer = LayerId::new(Order::Foreground, Id::unique("drop a file"));
    let painter = ctx.layer_painter(layer);
    let (rect, style) = (ctx.content_rect(), ctx.global_style());
    painter.rect_filled(rect, 0.0, Color32::from_black_alpha(140));
    let name = path.map_or_else(|| "the file".to_owned(), file_name);
    let font = TextStyle::Heading.resolve(&style);
    let text = format!("Drop {name} to open it");
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        text,
        font,
        Color32::WHITE,
    );
}
