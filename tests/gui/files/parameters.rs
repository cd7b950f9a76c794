//! Parameters saved and loaded by the editor's commands.

use std::fs;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::{Document, Edit};
use wiregrad::gui::action::Action;
use wiregrad::gui::app::App;
use wiregrad::gui::command::Command;

use super::app::{app, perform, until};
use super::pictures::{save, until_said};
use super::window::folder;

const NET: &str = r#"(version: 1, target: "J", nodes: [
    (name: "w", op: "parameter", value: 3),
    (name: "b", op: "parameter", value: -1),
    (name: "J", op: "multiply", inputs: ["w", "b"]),
])"#;

fn value(document: &Document, name: &str) -> Option<f64> {
    let id = document.graph().find(name)?;
    document.graph().get(id)?.value()?.as_scalar()
}

fn edit(app: &mut Harness<'static, App>, edit: Edit) {
    let ctx = app.ctx.clone();
    app.state_mut().perform(&ctx, vec![Action::Edit(edit)]);
    app.run_steps(2);
}

#[test]
fn parameters_are_saved_and_loaded_and_undo_takes_it_back() {
    let folder = folder();
    let file = folder.path().join("work/net.ron");
    fs::write(&file, NET).expect("written");
    for name in ["p.npz", "p.safetensors"] {
        let path = folder.path().join("work").join(name);
        let mut app = app(folder.path(), Some(&file));
        until(&mut app, "opened", |app| app.editor.node_count() == 3);
        save(&mut app, Command::SaveParameters, &path);
        until_said(&mut app, name);
        let document = app.state().editor.document();
        let node = document.graph().find("w").expect("the node");
        let other = Tensor::scalar(10.0);
        edit(&mut app, Edit::SetValue { node, value: other });
        save(&mut app, Command::LoadParameters, &path);
        until(&mut app, "loaded", |app| {
            value(app.editor.document(), "w") == Some(3.0)
        });
        assert_eq!(value(app.state().editor.document(), "b"), Some(-1.0));
        let label = app.state().editor.history().undo_label();
        assert_eq!(label, Some("load parameters"));
        perform(&mut app, Command::Undo);
        assert_eq!(value(app.state().editor.document(), "w"), Some(10.0));
        // What doesn't fit is named, and changes nothing.
        let name = "v".to_owned();
        edit(&mut app, Edit::Rename { node, name });
        save(&mut app, Command::LoadParameters, &path);
        until(&mut app, "a message", |app| app.shell.files.is_asking());
        app.run_steps(2);
        app.get_by_label("The parameters aren't loaded");
        app.get_by_label_contains("\"v\" isn't in the file");
        app.get_by_label("Close").click();
        app.run_steps(2);
        assert!(!app.state().shell.files.is_asking());
        assert_eq!(value(app.state().editor.document(), "v"), Some(10.0));
    }
}

#[test]
fn a_graph_without_parameters_has_none_to_save() {
    let folder = folder();
    let file = folder.path().join("work/none.ron");
    fs::write(&file, NET.replace("parameter", "input")).expect("written");
    let mut app = app(folder.path(), Some(&file));
    until(&mut app, "opened", |app| app.editor.node_count() == 3);
    for command in [Command::SaveParameters, Command::LoadParameters] {
        let why = app.state().why_not(command);
        assert_eq!(why, Some("the graph has no parameters"));
    }
}
