//! What a page is made of, and how it is written as text, Markdown or LaTeX.

use crate::core::explain::notation::Notation;
use crate::core::explain::paths::PathText;
use crate::core::explain::text::Explanation;

/// How a page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageFormat {
    /// Plain text.
    #[default]
    Text,
    /// Markdown with formulas between dollar signs.
    Markdown,
    /// LaTeX; needs amsmath.
    Latex,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageBlock {
    /// What the page is about.
    Title(String),
    /// What the blocks after it are about.
    Heading(String),
    /// Plain words.
    Paragraph(String),
    /// Equations, one a line.
    Equations(Vec<PageLine>),
}

/// A line of equations.
#[derive(Clone, Debug, PartialEq)]
pub enum PageLine {
    /// What a step says.
    Said(Explanation),
    /// One path with its product.
    Path(PathText),
}

impl PageFormat {
    /// How its formulas are written.
    pub fn notation(self) -> Notation {
        match self {
            PageFormat::Text => Notation::Text,
            PageFormat::Markdown | PageFormat::Latex => Notation::Latex,
        }
    }
}

/// A page as one text.
pub fn write(blocks: &[PageBlock], format: PageFormat) -> String {
    let blocks = blocks.iter().map(|block| block.write(format));
    blocks.collect()
}

impl PageBlock {
    /// This block as text, with the line breaks that end it.
    pub fn write(&self, format: PageFormat) -> String {
        match (self, format) {
            (PageBlock::Title(text), PageFormat::Text) => format!("{text}\n\n"),
            (PageBlock::Title(text), PageFormat::Markdown) => format!("# {}\n\n", markdown(text)),
            (PageBlock::Title(text), PageFormat::Latex) => {
                format!("\\section*{{{}}}\n\n", latex_text(text))
            }
            (PageBlock::Heading(text), PageFormat::Text) => format!("{text}\n"),
            (PageBlock::Heading(text), PageFormat::Markdown) => {
                format!("## {}\n\n", markdown(text))
            }
            (PageBlock::Heading(text), PageFormat::Latex) => {
                format!("\\subsection*{{{}}}\n", latex_text(text))
            }
            (PageBlock::Paragraph(text), PageFormat::Text) => format!("{text}\n\n"),
            (PageBlock::Paragraph(text), PageFormat::Markdown) => format!("{}\n\n", markdown(text)),
            (PageBlock::Paragraph(text), PageFormat::Latex) => format!("{}\n\n", latex_text(text)),
            (PageBlock::Equations(lines), format) => equations(lines, format),
        }
    }
}

fn equations(lines: &[PageLine], format: PageFormat) -> String {
    let lines = lines.iter().map(|line| match line {
        PageLine::Said(said) => said_line(said, format),
        PageLine::Path(path) => path_line(path, format),
    });
    let lines: Vec<String> = lines.collect();
    match format {
        PageFormat::Text => format!("  {}\n\n", lines.join("\n  ")),
        PageFormat::Markdown => format!("- {}\n\n", lines.join("\n- ")),
        PageFormat::Latex => {
            format!(
                "\\begin{{align*}}\n  {}\n\\end{{align*}}\n\n",
                lines.join(" \\\\\n  ")
            )
        }
    }
}

fn said_line(said: &Explanation, format: PageFormat) -> String {
    let Explanation {
        equation,
        local,
        note,
        ..
    } = said;
    let mut line = match format {
        PageFormat::Text => equation.to_string(),
        PageFormat::Markdown => format!("${equation}$"),
        PageFormat::Latex => {
            let right: Vec<String> = equation.right().map(|part| format!("= {part}")).collect();
            format!("{} &{}{}", equation.left, right.join(" "), equation.reason)
        }
    };
    if let Some(local) = local {
        line += &match format {
            PageFormat::Text => format!(", where {local}"),
            PageFormat::Markdown => format!(", where ${local}$"),
            PageFormat::Latex => format!(" && {local}"),
        };
    }
    if let Some(note) = note {
        line += &match format {
            PageFormat::Text => format!("; {note}"),
            PageFormat::Markdown => format!("; {}", markdown(note)),
            PageFormat::Latex => format!(" && \\text{{{}}}", latex_text(note)),
        };
    }
    line
}

fn path_line(path: &PathText, format: PageFormat) -> String {
    let PathText { way, equation, .. } = path;
    let right: Vec<&str> = equation.right().collect();
    let right = right.join(" = ");
    match format {
        PageFormat::Text => format!("{way}: {right}"),
        PageFormat::Markdown => format!("${way}$: ${right}$"),
        PageFormat::Latex => format!("{way} &: \\quad {right}"),
    }
}

/// Text outside formulas, with what LaTeX would take for its own.
pub fn latex_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            // Other signs in the fonts that TeX takes by itself.
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
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
