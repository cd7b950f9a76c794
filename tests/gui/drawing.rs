//! What the canvas draws.

use eframe::egui::epaint::Primitive;
use wiregrad::gui::first_document;

use super::driver::Driver;

#[test]
fn debug_shapes() {
    let driver = Driver::new(first_document());
    let output = driver.harness.output();
    for shape in &output.shapes {
        if let eframe::egui::Shape::Text(text) = &shape.shape {
            eprintln!(
                "{:?} clip {:?} rows {} verts {} {:?}",
                text.galley.job.text,
                shape.clip_rect,
                text.galley.rows.len(),
                text.galley.num_vertices,
                text.galley
                    .rows
                    .first()
                    .map(|r| r.visuals.mesh.vertices.len())
            );
        }
    }
    let drawn = driver.harness.ctx.tessellate(output.shapes.clone(), 1.0);
    for d in drawn {
        if let Primitive::Mesh(m) = d.primitive {
            eprintln!("{} {:?}", m.vertices.len(), &m.vertices.first());
        }
    }
}
