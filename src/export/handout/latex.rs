//! A hand-out in LaTeX, with a picture of the graph.

use super::parts::{exercise, formula, steps};
use crate::core::explain::page::{PageBlock, PageLine, latex_text};
use crate::core::explain::text::Explanation;
use crate::core::fault::Fault;
use crate::core::latex::{greek, sign};
use crate::export::picture::{TikzNumbers, tikz_picture};
use crate::export::target::{Export, Options, Subject};

/// Graphs of more nodes have no picture: nobody could read it on a page.
const MOST_IN_PICTURE: usize = 40;

/// The derivation of a graph as a LaTeX document, as an exercise with its solution if that
/// is asked for.
///
/// # Errors
/// None: every graph can be explained.
pub(in crate::export) fn latex(subject: &Subject<'_>, options: &Options) -> Result<Export, Fault> {
    let (document, as_exercise) = (subject.document, options.exercise);
    let title = match document.title() {
        "" => "The derivation of a graph",
        title => title,
    };
    let mut out = format!(
        "% pdflatex handout.tex; XeLaTeX or LuaLaTeX for names that are neither Latin nor Greek.\n\
         \\documentclass{{article}}\n\
         \\usepackage{{amsmath}}\n\
         \\usepackage{{tikz}}\n\
         \\usepackage[a4paper, margin=2cm]{{geometry}}\n\
         \\allowdisplaybreaks\n\
         \\setlength{{\\parindent}}{{0pt}}\n\
         \\begin{{document}}\n\n\
         \\section*{{{}}}\n\n",
        line(title)
    );
    if !document.note().is_empty() && !as_exercise {
        out.push_str(&format!("{}\n\n", line(document.note())));
    }
    if let Some(formula) = formula(subject) {
        out.push_str(&format!("\\[\n{formula}\n\\]\n\n"));
    }
    let blocks = steps(subject);
    if as_exercise {
        let says = "Find every number, first from left to right, then from right to left.";
        out.push_str(&format!("\\section*{{Exercise}}\n\n{says}\n\n"));
        picture(&mut out, subject, TikzNumbers::Given);
        write(&mut out, &exercise(blocks.clone()));
        out.push_str("\\newpage\n\\section*{Solution}\n\n");
    }
    picture(&mut out, subject, TikzNumbers::All);
    write(&mut out, &blocks);
    out.push_str("\\end{document}\n");
    Ok(Export {
        text: out,
        ..Export::default()
    })
}

/// The picture, no wider than the page.
fn picture(out: &mut String, subject: &Subject<'_>, numbers: TikzNumbers) {
    let count = subject.graph.len();
    if count > 0 && count <= MOST_IN_PICTURE {
        let picture = tikz_picture(subject, numbers);
        out.push_str(&format!(
            "\\resizebox{{\\linewidth}}{{!}}{{%\n{picture}}}\n\n"
        ));
    }
}

/// Blocks with each equation in a line of a list, where it can break.
fn write(out: &mut String, blocks: &[PageBlock]) {
    for block in blocks {
        match block {
            PageBlock::Title(text) | PageBlock::Heading(text) => {
                out.push_str(&format!("\\subsection*{{{}}}\n\n", line(text)));
            }
            PageBlock::Paragraph(text) => out.push_str(&format!("{}\n\n", line(text))),
            PageBlock::Equations(lines) if !lines.is_empty() => {
                out.push_str("\\begin{itemize}\n");
                for line in lines {
                    out.push_str(&format!("  \\item {}\n", item(line)));
                }
                out.push_str("\\end{itemize}\n\n");
            }
            PageBlock::Equations(_) => {}
        }
    }
}

fn item(of: &PageLine) -> String {
    match of {
        PageLine::Said(Explanation {
            equation,
            local,
            note,
            ..
        }) => {
            let mut item = format!("${equation}$");
            if let Some(local) = local {
                item += &format!(", where ${local}$");
            }
            if let Some(note) = note {
                item += &format!("; {}", line(note));
            }
            item
        }
        PageLine::Path(path) => format!("${}$: ${}$", path.way, path.equation),
    }
}

/// Words outside math mode, on one line. Letters and signs that pdflatex has in formulas
/// alone become formulas.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    for c in latex_text(&words.join(" ")).chars() {
        let math = || greek(c).or_else(|| sign(c).map(str::to_owned));
        match math().filter(|_| !c.is_ascii()) {
            Some(math) => out.push_str(&format!("${math}$")),
            None => out.push(c),
        }
    }
    out
}
