//! A picture of coloured cells, as one mesh.

use eframe::egui::epaint::{Mesh, Shape};
use eframe::egui::{Color32, Painter, Rect, pos2};

/// The colours of classes, on dark and on light paper.
pub(super) fn class_color(class: usize, dark: bool) -> Color32 {
    const DARK: [u32; 8] = [
        0x7C_C4_FF, 0xFF_B0_60, 0x5F_D3_8D, 0xF2_8A_D0, 0xF2_C9_4C, 0xB3_9D_FF, 0xFF_83_89,
        0x9F_D6_D2,
    ];
    const LIGHT: [u32; 8] = [
        0x00_56_A8, 0xB0_4A_00, 0x1B_7F_3B, 0xA0_2C_86, 0x8A_62_00, 0x5B_3F_C4, 0xC4_1E_1E,
        0x1F_6F_6A,
    ];
    let colors = if dark { DARK } else { LIGHT };
    let hex = colors[class % colors.len()];
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Fills a rectangle with so many columns of cells, row by row from the top.
pub(super) fn paint_cells(
    painter: &Painter,
    rect: Rect,
    columns: usize,
    cells: impl ExactSizeIterator<Item = Color32>,
) {
    let rows = cells.len().div_ceil(columns.max(1)).max(1);
    let (width, height) = (rect.width() / columns as f32, rect.height() / rows as f32);
    let mut mesh = Mesh::default();
    for (nth, color) in cells.enumerate() {
        let (row, column) = ((nth / columns) as f32, (nth % columns) as f32);
        let corner = pos2(rect.left() + column * width, rect.top() + row * height);
        let end = pos2(
            rect.left() + (column + 1.0) * width,
            rect.top() + (row + 1.0) * height,
        );
        mesh.add_colored_rect(Rect::from_min_max(corner, end), color);
    }
    painter.add(Shape::mesh(mesh));
}
