//! The `wiregrad` program: a file or nothing opens the editor, a subcommand runs on
//! the command line.

use std::path::Path;
use std::process::ExitCode;

use wiregrad::cli::{self, Invocation};

fn main() -> ExitCode {
    cli::limit_to_free_memory();
    match cli::parse() {
        #[cfg(feature = "gui")]
        Invocation::Command(command) if matches!(*command, cli::CliCommand::Share(_)) => {
            share(&command)
        }
        Invocation::Command(command) => cli::run(&command),
        Invocation::Editor(file) => editor(file.as_deref()),
        #[cfg(feature = "gui")]
        Invocation::Picture(args) => picture(&args),
        #[cfg(feature = "gui")]
        Invocation::Plot(args) => plot(&args),
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
        Err(refusal) => return refused(&refusal),
    };
    let theme = if args.dark { Theme::Dark } else { Theme::Light };
    let mut picture = GraphPicture::new(document, theme);
    picture.options.backdrop = !args.transparent;
    match picture.save(to, format) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::failure(&error.to_string()),
    }
}

/// Says why nothing can be drawn.
#[cfg(feature = "gui")]
fn refused(refusal: &cli::Refusal) -> ExitCode {
    match refusal {
        cli::Refusal::Usage(message) => cli::usage_error(message),
        cli::Refusal::Problem(message) => cli::failure(message),
    }
}

#[cfg(feature = "gui")]
fn plot(args: &cli::PlotArgs) -> ExitCode {
    use wiregrad::gui::picture::Theme;
    use wiregrad::gui::plot::{PlotData, PlotFormat, PlotPicture};

    let Some(format) = PlotFormat::of(&args.output) else {
        return cli::usage_error(&format!(
            "a plot is a .png, a .svg or a .csv file, and {} is none: give it one of these endings",
            args.output.display()
        ));
    };
    let subject = match args.subject() {
        Ok(subject) => subject,
        Err(refusal) => return refused(&refusal),
    };
    let graph = subject.document.graph();
    let data = match (&subject.against[..], &subject.nodes[..]) {
        ([(x, x_range), (y, y_range)], [node, ..]) => {
            PlotData::map(graph, [*x, *y], *node, [*x_range, *y_range])
        }
        ([(source, range), ..], nodes) => PlotData::curves(graph, *source, nodes, *range),
        _ => Err("name the source with --against".to_owned()),
    };
    let theme = if args.dark { Theme::Dark } else { Theme::Light };
    let saved = data.and_then(|data| {
        let mut picture = PlotPicture::new(data, theme);
        picture.transparent = args.transparent;
        let saved = picture.save(&args.output, format);
        saved.map_err(|error| error.to_string())
    });
    match saved {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => cli::failure(&message),
    }
}

/// What is installed beside the program: the icons, too.
#[cfg(feature = "gui")]
fn share(command: &cli::CliCommand) -> ExitCode {
    if let cli::CliCommand::Share(args) = command
        && let Err(message) = wiregrad::gui::icon::write_icons(args.folder())
    {
        return cli::failure(&message);
    }
    cli::run(command)
}
