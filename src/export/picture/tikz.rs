//! TikZ, for papers: the graph as it stands on the canvas, its value above each wire and
//! its gradient below.

use super::drawing::Drawing;
use crate::core::explain::notation::Notation;
use crate::core::fault::Fault;
use crate::core::graph::{Node, NodeId, Wire};
use crate::core::latex;
use crate::document::Document;
use crate::document::layout::{Area, NODE_WIDTH, place_missing};
use crate::export::target::{Export, Options, Subject};

/// Centimetres a point of the canvas: a node is 3.2 cm wide.
const SCALE: f32 = 0.02;
/// TeX has no lengths above 5.7 m; what is larger gets smaller.
const LONGEST: f32 = 500.0;

/// How far below a node's top its first port is, how far the next ones are apart, and how
/// far above its bottom its two numbers stand, in points of the canvas.
const HEAD: f32 = 26.0;
const ROW: f32 = 20.0;
const NUMBERS: [f32; 2] = [40.0, 16.0];

/// Which numbers a picture has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum TikzNumbers {
    /// Values and gradients.
    All,
    /// What is given: the values of sources. The others are lines to write on.
    Given,
}

/// A LaTeX document with nothing but the picture on a page of its size.
///
/// # Errors
/// None: every graph can be drawn.
pub(in crate::export) fn tikz(subject: &Subject<'_>, _: &Options) -> Result<Export, Fault> {
    let [left, top, right, bottom] = bounds(&placed(subject));
    let scale = scale([left, top, right, bottom]);
    let side = |length: f32| number(length * scale + 1.0);
    let (width, height) = (side(right - left), side(bottom - top));
    let picture = tikz_picture(subject, TikzNumbers::All);
    let text = format!(
        "% pdflatex graph.tex; XeLaTeX or LuaLaTeX for names that are neither Latin nor Greek.\n\
         \\documentclass{{article}}\n\
         \\usepackage{{amsmath}}\n\
         \\usepackage{{tikz}}\n\
         \\usepackage[paperwidth={width}cm,paperheight={height}cm,margin=0.5cm]{{geometry}}\n\
         \\pagestyle{{empty}}\n\
         \\setlength{{\\parindent}}{{0pt}}\n\
         \\begin{{document}}\n\
         {picture}\
         \\end{{document}}\n"
    );
    Ok(Export {
        text,
        ..Export::default()
    })
}

/// The picture alone; needs the packages amsmath and tikz.
pub(in crate::export) fn tikz_picture(subject: &Subject<'_>, numbers: TikzNumbers) -> String {
    let document = placed(subject);
    let bounds = bounds(&document);
    let mut picture = Picture {
        document: &document,
        drawing: Drawing::new(subject, Notation::Latex),
        numbers,
        scale: scale(bounds),
        origin: [bounds[0], bounds[1]],
        out: String::new(),
    };
    picture.out.push_str(
        "\\definecolor{wgvalue}{HTML}{0056A8}\n\
         \\definecolor{wggradient}{HTML}{B04A00}\n\
         \\begin{tikzpicture}[x=1cm, y=-1cm, every node/.style={inner sep=1.5pt},\n    \
         value/.style={text=wgvalue, font=\\scriptsize, fill=white, inner sep=0.8pt},\n    \
         gradient/.style={text=wggradient, font=\\scriptsize, fill=white, inner sep=0.8pt}]\n",
    );
    picture.bounding_box(bounds);
    picture.frames();
    for (from, wire) in subject.graph.wires() {
        picture.wire(from, wire);
    }
    for (id, node) in subject.graph.iter() {
        picture.node(id, node);
    }
    picture.notes();
    picture.out.push_str("\\end{tikzpicture}\n");
    picture.out
}

/// The document with a place for every node.
fn placed(subject: &Subject<'_>) -> Document {
    let mut document = subject.document.clone();
    place_missing(&mut document);
    document
}

struct Picture<'a> {
    document: &'a Document,
    drawing: Drawing<'a>,
    numbers: TikzNumbers,
    scale: f32,
    origin: [f32; 2],
    out: String,
}

impl Picture<'_> {
    /// A point of the canvas in the picture.
    fn at(&self, x: f32, y: f32) -> String {
        let x = number((x - self.origin[0]) * self.scale);
        let y = number((y - self.origin[1]) * self.scale);
        format!("({x}, {y})")
    }

    fn line(&mut self, line: &str) {
        self.out.push_str("  ");
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Everything is in it, whatever a text needs.
    fn bounding_box(&mut self, [left, top, right, bottom]: [f32; 4]) {
        let (from, to) = (self.at(left, top), self.at(right, bottom));
        self.line(&format!("\\useasboundingbox {from} rectangle {to};"));
    }

    fn frames(&mut self) {
        for (_, frame) in self.document.frames() {
            let (x, y) = (frame.at().x(), frame.at().y());
            let from = self.at(x, y);
            let to = self.at(x + frame.width(), y + frame.height());
            self.line(&format!(
                "\\draw[dashed, gray, rounded corners] {from} rectangle {to};"
            ));
            if !frame.title().is_empty() {
                let title = words(frame.title());
                let at = self.at(x + 4.0, y + 4.0);
                self.line(&format!(
                    "\\node[anchor=north west, gray] at {at} {{{title}}};"
                ));
            }
        }
    }

    fn notes(&mut self) {
        for (_, note) in self.document.texts() {
            let lines: Vec<String> = note.text.lines().map(words).collect();
            let at = self.at(note.at.x(), note.at.y());
            let text = lines.join(" \\\\ ");
            self.line(&format!(
                "\\node[anchor=north west, align=left, font=\\small] at {at} {{{text}}};"
            ));
        }
    }

    fn wire(&mut self, from: NodeId, wire: Wire) {
        let areas = [from, wire.to].map(|id| Area::of(self.document, id));
        let [Some(start), Some(end)] = areas else {
            return;
        };
        let [x, y] = [start.at.x() + start.size.0, start.at.y() + HEAD + ROW / 2.0];
        let down = HEAD + ROW * (wire.input as f32 + 0.5);
        let [to_x, to_y] = [end.at.x(), end.at.y() + down];
        // As on the canvas: flat at both ends, however near they are.
        let bend = ((to_x - x).abs() / 2.0).max(40.0);
        let [value, gradient] = match self.numbers {
            TikzNumbers::All => self.drawing.on_wire(from, wire),
            TikzNumbers::Given => [blank(), blank()],
        };
        let points = [
            self.at(x, y),
            self.at(x + bend, y),
            self.at(to_x - bend, to_y),
            self.at(to_x, to_y),
        ];
        let [a, b, c, d] = points;
        self.line(&format!(
            "\\draw[-latex, gray] {a} .. controls {b} and {c} .. node[pos=0.5, above, value] \
             {{${value}$}} node[pos=0.5, below, gradient] {{${gradient}$}} {d};"
        ));
    }

    fn node(&mut self, id: NodeId, node: &Node) {
        let Some(area) = Area::of(self.document, id) else {
            return;
        };
        let ([x, y], (width, height)) = ([area.at.x(), area.at.y()], area.size);
        let is_target = self.drawing.evaluation.program().target() == Some(id);
        let style = if is_target { "thick" } else { "gray" };
        let (from, to) = (self.at(x, y), self.at(x + width, y + height));
        self.line(&format!(
            "\\draw[{style}, fill=white, rounded corners=2pt] {from} rectangle {to};"
        ));
        let name = latex::name(node.name());
        let at = self.at(x + 6.0, y + HEAD / 2.0);
        self.line(&format!("\\node[anchor=west] at {at} {{${name}$}};"));
        let op = self.op(node);
        let at = self.at(x + width - 6.0, y + HEAD / 2.0);
        self.line(&format!(
            "\\node[anchor=east, gray, font=\\scriptsize] at {at} {{{op}}};"
        ));
        if let Some(op) = node.op() {
            for input in 0..node.inputs().len() {
                let name = words(&op.inputs.name(input));
                let at = self.at(x + 6.0, y + HEAD + ROW * (input as f32 + 0.5));
                self.line(&format!(
                    "\\node[anchor=west, gray, font=\\tiny] at {at} {{{name}}};"
                ));
            }
        }
        let given = self.numbers == TikzNumbers::All;
        let value = match given || node.is_source() {
            true => self.drawing.value(id),
            false => blank(),
        };
        let gradient = if given {
            self.drawing.gradient(id)
        } else {
            blank()
        };
        for ((text, style), up) in [(value, "value"), (gradient, "gradient")]
            .iter()
            .zip(NUMBERS)
        {
            let at = self.at(x + NODE_WIDTH / 2.0, y + height - up);
            self.line(&format!("\\node[{style}] at {at} {{${text}$}};"));
        }
    }

    /// The sign of an op, if TeX has it, or its name.
    fn op(&self, node: &Node) -> String {
        let symbol = self.drawing.op(node);
        let is_known = |c: char| c.is_ascii() || latex::greek(c).or_else(|| sign(c)).is_some();
        match symbol.chars().all(is_known) && node.op().is_some() {
            true => words(symbol),
            false => words(node.op_name()),
        }
    }
}

fn sign(c: char) -> Option<String> {
    latex::sign(c).map(str::to_owned)
}

/// A line to write a number on.
fn blank() -> String {
    "\\underline{\\hspace{2em}}".to_owned()
}

/// Words outside math mode.
fn words(text: &str) -> String {
    format!("${}$", latex::words(text))
}

/// Left, top, right and bottom of everything.
fn bounds(document: &Document) -> [f32; 4] {
    let nodes = document
        .graph()
        .iter()
        .filter_map(|(id, _)| Area::of(document, id));
    let nodes = nodes.map(|area| (area.at, area.size));
    let frames = document.frames();
    let frames = frames.map(|(_, frame)| (frame.at(), (frame.width(), frame.height())));
    // How much room a text takes is known to TeX alone; this is about what it takes.
    let texts = document.texts().map(|(_, note)| {
        let letters = note.text.lines().map(|line| line.chars().count()).max();
        let lines = note.text.lines().count();
        (
            note.at,
            (letters.unwrap_or(0) as f32 * 9.0, lines as f32 * 22.0),
        )
    });
    let mut all = nodes.chain(frames).chain(texts);
    let Some((at, size)) = all.next() else {
        return [0.0, 0.0, NODE_WIDTH, NODE_WIDTH];
    };
    let first = [at.x(), at.y(), at.x() + size.0, at.y() + size.1];
    all.fold(
        first,
        |[left, top, right, bottom], (at, (width, height))| {
            [
                left.min(at.x()),
                top.min(at.y()),
                right.max(at.x() + width),
                bottom.max(at.y() + height),
            ]
        },
    )
}

/// Centimetres a point, so that TeX can measure all of it.
fn scale([left, top, right, bottom]: [f32; 4]) -> f32 {
    let longer = (right - left).max(bottom - top).max(1.0);
    SCALE.min(LONGEST / longer)
}

/// A length with as many digits as are seen.
fn number(length: f32) -> String {
    let text = format!("{length:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" | "" => "0".to_owned(),
        text => text.to_owned(),
    }
}
