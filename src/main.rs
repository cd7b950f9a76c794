//! The `wiregrad` program: a file or nothing opens the editor, a subcommand runs on
//! the command line.

use std::path::Path;
use std::process::ExitCode;

use wiregrad::cli::{self, Invocation};

fn main() -> ExitCode {
    cli::limit_to_free_memory();
    match cli::parse() {
        Invocation::Command(command) => cli::run(&command),
        Invocation::Editor(file) => editor(file.as_deref()),
        #[cfg(feature = "gui")]
        Invocation::Picture(args) => picture(&args),
    }
}

#[cfg(feature = "gui")]
fn editor(file: Option<&Path>) -> ExitCode {
    match wiregrad::gui::run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => cli::failure(&message),
    }
}

#[cfg(not(feature = "gui"))]
fn editor(file: Option<&Path>) -> ExitCode {
    let file = file.map_or("FILE".into(), Path::to_string_lossy);
    cli::usage_error(&format!(
        "this build has no editor: run 'wiregrad eval {file}' for the values and gradients of a \
         graph, or build with the feature 'gui'"
    ))
}

#[cfg(feature = "gui")]
fn picture(args: &cli::PictureArgs) -> ExitCode {
    use wiregrad::gui::picture::{GraphPicture, PictureFormat, Theme};

    let Some(to) = args.to() else {
        return cli::usage_error("name the picture to write: OUT.png or OUT.svg");
    };
    let Some(format) = PictureFormat::of(to) else {
        return cli::usage_error(&format!(
            "a picture is a .png or a .svg file, and {} is neither: give it one of these endings",
            to.display()
        ));
    };
    let document = match args.document() {
        Ok(document) => document,
        Err(message) => return cli::failure(&message),
    };
    let theme = if args.dark { Theme::Dark } else { Theme::Light };
    let mut picture = GraphPicture::new(document, theme);
    picture.options.backdrop = !args.transparent;
    match picture.save(to, format) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::failure(&error.to_string()),
    }
}
