//! Pages of equations: as text, as Markdown or as LaTeX.

use std::io::{self, Write};

use clap::ValueEnum;

use super::output::{HEAD, printable};
use crate::core::explain::paths::PathText;
use crate::core::explain::text::Explanation;

/// How formulas are written.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Text,
    Markdown,
    Latex,
}

/// A page that is being written.
pub(super) struct Page<'a> {
    to: &'a mut dyn Write,
    format: Format,
    /// How many equations the open block has.
    equations: usize,
}

impl Page<'_> {
    pub(super) fn new(to: &mut dyn Write, format: Format) -> Page<'_> {
        Page {
            to,
            format,
            equations: 0,
        }
    }

    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        let text = printable(text);
        match self.format {
            Format::Text => writeln!(self.to, "{HEAD}{text}{HEAD:#}"),
            Format::Markdown => writeln!(self.to, "# {}", markdown(&text)),
            Format::Latex => writeln!(self.to, "\\section*{{{}}}", latex(&text)),
        }?;
        writeln!(self.to)
    }

    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        let text = printable(text);
        match self.format {
            Format::Text => writeln!(self.to, "{HEAD}{text}{HEAD:#}"),
            Format::Markdown => writeln!(self.to, "## {}\n", markdown(&text)),
            Format::Latex => writeln!(self.to, "\\subsection*{{{}}}", latex(&text)),
        }
    }

    pub(super) fn paragraph(&mut self, text: &str) -> io::Result<()> {
        let text = printable(text);
        match self.format {
            Format::Text => writeln!(self.to, "{text}\n"),
            Format::Markdown => writeln!(self.to, "{}\n", markdown(&text)),
            Format::Latex => writeln!(self.to, "{}\n", latex(&text)),
        }
    }

    /// Begins a block of equations.
    pub(super) fn open(&mut self) -> io::Result<()> {
        self.equations = 0;
        match self.format {
            Format::Latex => writeln!(self.to, "\\begin{{align*}}"),
            _ => Ok(()),
        }
    }

    pub(super) fn close(&mut self) -> io::Result<()> {
        match self.format {
            Format::Latex => writeln!(self.to, "\n\\end{{align*}}\n"),
            _ => writeln!(self.to),
        }
    }

    /// What a step says: its equation, with the local derivative that stands in it.
    pub(super) fn said(&mut self, said: &Explanation) -> io::Result<()> {
        let Explanation {
            equation,
            local,
            note,
            ..
        } = said;
        match self.format {
            Format::Text => {
                write!(self.to, "  {}", printable(&equation.to_string()))?;
                if let Some(local) = local {
                    write!(self.to, ", where {}", printable(&local.to_string()))?;
                }
                if let Some(note) = note {
                    write!(self.to, ", {}", printable(note))?;
                }
                writeln!(self.to)
            }
            Format::Markdown => {
                write!(self.to, "- ${equation}$")?;
                if let Some(local) = local {
                    write!(self.to, ", where ${local}$")?;
                }
                if let Some(note) = note {
                    write!(self.to, ", {}", markdown(note))?;
                }
                writeln!(self.to)
            }
            Format::Latex => {
                self.next_equation()?;
                write!(self.to, "  {} &", equation.left)?;
                equation
                    .right()
                    .try_for_each(|part| write!(self.to, "= {part} "))?;
                if let Some(local) = local {
                    write!(self.to, "&& {local} ")?;
                }
                if let Some(note) = note {
                    write!(self.to, "&& \\text{{{}}} ", latex(note))?;
                }
                Ok(())
            }
        }
    }

    /// Ends the equation before, if there is one in the block.
    fn next_equation(&mut self) -> io::Result<()> {
        self.equations += 1;
        match self.equations {
            1 => Ok(()),
            _ => writeln!(self.to, "\\\\"),
        }
    }

    /// One path with its product.
    pub(super) fn path(&mut self, path: &PathText) -> io::Result<()> {
        let PathText { way, equation, .. } = path;
        let right: Vec<&str> = equation.right().collect();
        let right = right.join(" = ");
        match self.format {
            Format::Text => writeln!(self.to, "  {}: {right}", printable(way)),
            Format::Markdown => writeln!(self.to, "- ${way}$: ${right}$"),
            Format::Latex => {
                self.next_equation()?;
                write!(self.to, "  {way} &: \\quad {right} ")
            }
        }
    }
}

/// Text outside formulas, with what LaTeX would take for its own.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            c if "{}$&#%_".contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Text outside formulas, with what Markdown would take for its own.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
