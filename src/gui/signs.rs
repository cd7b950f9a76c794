//! [`MissingSigns`]: says which signs of a document no font has, ours and the system's.

use std::collections::BTreeSet;

use eframe::egui::{Context, FontId};
use unicode_width::UnicodeWidthChar;

use crate::document::{Document, Revision};

/// What of a document was looked at, and which signs were said to be missing.
#[derive(Default)]
pub(super) struct MissingSigns {
    looked_at: Option<(Revision, Revision)>,
    said: BTreeSet<char>,
}

/// The words of larger graphs aren't looked through.
const MOST_NODES: usize = 20_000;
/// So many signs are named.
const MOST_NAMED: usize = 6;

impl MissingSigns {
    /// A sentence about signs that are drawn as boxes, if some are new since the last time.
    pub(super) fn look(&mut self, ctx: &Context, document: &Document) -> Option<String> {
        let now = (document.structure_revision(), document.layout_revision());
        if self.looked_at == Some(now) || document.graph().len() > MOST_NODES {
            return None;
        }
        self.looked_at = Some(now);
        let font = FontId::proportional(14.0);
        let unknown: Vec<(char, &str)> = ctx.fonts_mut(|fonts| {
            let signs = words(document)
                .filter(|text| !text.is_ascii())
                .flat_map(|text| text.chars().map(move |c| (c, text)));
            // What has no width of its own is drawn with the letter before it.
            let drawn = signs.filter(|(c, _)| !c.is_ascii() && c.width().unwrap_or(0) > 0);
            drawn.filter(|(c, _)| !fonts.has_glyph(&font, *c)).collect()
        });
        let (_, first) = *unknown.iter().find(|(c, _)| !self.said.contains(c))?;
        let missing: BTreeSet<char> = unknown.iter().map(|(c, _)| *c).collect();
        let named: Vec<String> = missing
            .iter()
            .take(MOST_NAMED)
            .map(char::to_string)
            .collect();
        let first = first.lines().next().unwrap_or_default().to_owned();
        self.said.extend(missing);
        Some(format!(
            "No font has {}, as in \"{first}\": it is shown as a box. Install a font that has it, \
             and start again.",
            named.join(" ")
        ))
    }
}

/// All texts of a document.
fn words(document: &Document) -> impl Iterator<Item = &str> {
    let names = document.graph().iter().map(|(_, node)| node.name());
    let frames = document.frames().map(|(_, frame)| frame.title());
    let notes = document.texts().map(|(_, note)| note.text.as_str());
    let lesson = document.lesson().iter().map(|step| step.text.as_str());
    [document.title(), document.note()]
        .into_iter()
        .chain(names)
        .chain(frames)
        .chain(notes)
        .chain(lesson)
}
