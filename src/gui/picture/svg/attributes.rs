//! Numbers and colours, as short as they can be said.

use std::fmt::{self, Display, Formatter};

use eframe::egui::{Color32, Pos2, Stroke};

/// A length in points, to a hundredth, without zeros that say nothing.
#[derive(Clone, Copy)]
pub(super) struct Num(pub(super) f32);

impl Display for Num {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Saturates, and takes NaN for 0.
        let hundredths = (f64::from(self.0) * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, part) = (
            hundredths.unsigned_abs() / 100,
            hundredths.unsigned_abs() % 100,
        );
        match (part, part % 10) {
            (0, _) => write!(f, "{sign}{whole}"),
            (_, 0) => write!(f, "{sign}{whole}.{}", part / 10),
            _ => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

/// A point of a path, as `x y`.
#[derive(Clone, Copy)]
pub(super) struct At(pub(super) Pos2);

impl Display for At {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Num(self.0.x), Num(self.0.y))
    }
}

/// A colour as `#rgb` or `#rrggbb`; its opacity is not in it.
pub(super) struct Hex(pub(super) Color32);

impl Display for Hex {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ([r, g, b], _) = straight(self.0);
        if [r, g, b].iter().all(|c| c >> 4 == c & 15) {
            write!(f, "#{:x}{:x}{:x}", r & 15, g & 15, b & 15)
        } else {
            write!(f, "#{r:02x}{g:02x}{b:02x}")
        }
    }
}

/// An opacity attribute with this name, and nothing if all is opaque.
pub(super) struct Opacity(pub(super) &'static str, pub(super) Color32);

impl Display for Opacity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match straight(self.1).1 {
            255 => Ok(()),
            // A hundredth is less than what can be seen of two steps in 255.
            alpha => write!(f, " {}=\"{}\"", self.0, Num(f32::from(alpha) / 255.0)),
        }
    }
}

/// The attributes of a fill; of a fill that can't be seen, nothing.
pub(super) struct Fill(pub(super) Color32);

impl Display for Fill {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 == Color32::TRANSPARENT {
            return Ok(());
        }
        let opacity = Opacity("fill-opacity", self.0);
        write!(f, " fill=\"{}\"{opacity}", Hex(self.0))
    }
}

/// The attributes of a stroke; of one that can't be seen, nothing.
pub(super) struct Outline(pub(super) Stroke);

impl Display for Outline {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Stroke { width, color } = self.0;
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " stroke=\"{}\"", Hex(color))?;
        if (width - 1.0).abs() >= 0.005 {
            // A hair is thin, and not gone.
            write!(f, " stroke-width=\"{}\"", Num(width.max(0.01)))?;
        }
        write!(f, "{}", Opacity("stroke-opacity", color))
    }
}

/// The attribute that turns an element clockwise, in radians, about a point.
pub(super) struct Turn(pub(super) f32, pub(super) Pos2);

impl Display for Turn {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 == 0.0 {
            return Ok(());
        }
        let degrees = Num(self.0.to_degrees());
        write!(f, " transform=\"rotate({degrees} {})\"", At(self.1))
    }
}

/// A colour that isn't premultiplied, and its alpha. SVG can't add light: a colour that
/// does becomes one that covers, as near as can be.
pub(super) fn straight(color: Color32) -> ([u8; 3], u8) {
    let [r, g, b, a] = color.to_array();
    let alpha = a.max(r).max(g).max(b);
    let opaque = Color32::from_rgba_premultiplied(r, g, b, alpha);
    let [r, g, b, alpha] = opaque.to_srgba_unmultiplied();
    ([r, g, b], alpha)
}

/// Text between tags or quotes. XML has no place for control characters, so they become
/// the sign of a character that can't be shown.
pub(super) fn escape(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\t' => out.push(' '),
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
        c => out.push(c),
    }
}
