//! [`Theme`]: the colours of the canvas, light and dark.
//!
//! A value and a gradient differ by colour, by position (above and below the wire) and by
//! mark, so that they can be distinguished without colour too.

use std::sync::Arc;

use eframe::egui::{Color32, Context, FontData, FontDefinitions, Visuals};
use egui_system_font_provider::SystemFontProvider;
use serde::{Deserialize, Serialize};

use super::combining;
use crate::core::op::Family;

/// The font for what egui's fonts lack: ᵀ, ˣ, ▸, ◂ and most letters that a name may have.
const MATHS: &str = "DejaVu Sans";

/// That font, in these families.
fn with_maths(mut fonts: FontDefinitions) -> FontDefinitions {
    let data = FontData::from_static(dejavu::sans::regular());
    fonts.font_data.insert(MATHS.to_owned(), Arc::new(data));
    for family in fonts.families.values_mut() {
        family.push(MATHS.to_owned());
    }
    fonts
}

/// The fonts: egui's, and DejaVu Sans for what they lack.
pub fn fonts() -> FontDefinitions {
    with_maths(FontDefinitions::default())
}

/// Installs our [`fonts`] in a context. To be called before its first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    let maths = with_maths(FontDefinitions::empty());
    ctx.add_glyph_rasterizer(combining::rasterizer(maths));
}

/// Lets a context fetch a font of the system for a sign that ours lack: Chinese, Japanese,
/// Korean, Hindi and the like. A window has this from eframe.
pub fn install_system_fonts(ctx: &Context) {
    ctx.add_font_provider(Arc::new(SystemFontProvider::new()));
}

/// Which colours values and gradients have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    /// Our own: blue and orange, which colour-blind eyes tell apart.
    #[default]
    Default,
    /// Green values, red gradients (CS231n).
    GreenRed,
    /// Blue forward, green backward.
    BlueGreen,
}

/// Every colour that the canvas uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Whether it is dark.
    pub dark: bool,
    /// Behind everything.
    pub background: Color32,
    /// Lines of the grid.
    pub grid: Color32,
    /// The body of a node.
    pub node: Color32,
    /// The edge of a node.
    pub node_edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight: names of inputs, shapes.
    pub weak_text: Color32,
    /// Wires.
    pub wire: Color32,
    /// What is selected.
    pub selected: Color32,
    /// What the pointer is over.
    pub hovered: Color32,
    /// What is being explained.
    pub lit: Color32,
    /// What was found correct.
    pub fine: Color32,
    /// Errors.
    pub error: Color32,
    /// Kinks and warnings.
    pub warning: Color32,
    /// Values.
    pub value: Color32,
    /// Gradients.
    pub gradient: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Theme {
    /// The colours of several curves in one plot: the first one's is that of values.
    pub fn curve(&self, nth: usize) -> Color32 {
        let colors = [
            self.value,
            self.fine,
            self.warning,
            self.selected,
            self.weak_text,
        ];
        colors[nth % colors.len()]
    }

    /// The colours for a scheme.
    pub fn new(dark: bool, scheme: Scheme) -> Theme {
        let (value, gradient) = match (scheme, dark) {
            (Scheme::Default, true) => (rgb(0x7C_C4_FF), rgb(0xFF_B0_60)),
            (Scheme::Default, false) => (rgb(0x00_56_A8), rgb(0xB0_4A_00)),
            (Scheme::GreenRed, true) => (rgb(0x6F_DC_8C), rgb(0xFF_83_89)),
            (Scheme::GreenRed, false) => (rgb(0x0B_6E_2E), rgb(0xC0_1C_28)),
            (Scheme::BlueGreen, true) => (rgb(0x82_B4_FF), rgb(0x6F_DC_8C)),
            (Scheme::BlueGreen, false) => (rgb(0x1A_4F_C4), rgb(0x0B_6E_2E)),
        };
        let pick = |on_dark: u32, on_light: u32| rgb(if dark { on_dark } else { on_light });
        Theme {
            dark,
            background: pick(0x16_18_1D, 0xF4_F5_F7),
            grid: pick(0x22_25_2C, 0xE6_E8_EC),
            node: pick(0x25_2A_33, 0xFF_FF_FF),
            node_edge: pick(0x45_4C_5A, 0xB8_BE_C9),
            text: pick(0xEC_EE_F2, 0x1B_1F_27),
            weak_text: pick(0xA3_AB_BA, 0x56_5E_6C),
            wire: pick(0x74_7D_8E, 0x8A_93_A2),
            selected: pick(0x5C_A8_FF, 0x1A_6F_D6),
            hovered: pick(0xB9_C4_D6, 0x4A_55_66),
            lit: pick(0xFF_D1_4D, 0xE8_A3_00),
            fine: pick(0x5F_D3_8D, 0x1B_7F_3B),
            error: pick(0xFF_6B_6B, 0xC4_1E_1E),
            warning: pick(0xF2_C9_4C, 0x8A_62_00),
            value,
            gradient,
        }
    }

    /// The colours that suit egui's.
    pub fn of(visuals: &Visuals, scheme: Scheme) -> Theme {
        Theme::new(visuals.dark_mode, scheme)
    }

    /// The band at the top of a node of this family.
    pub fn family(&self, family: Family) -> Color32 {
        let (on_dark, on_light) = match family {
            Family::Source => (0x2F_4A_3A, 0xD5_EE_DD),
            Family::Arithmetic => (0x2F_40_5E, 0xD8_E5_F8),
            Family::Transcendental => (0x45_38_5E, 0xE6_DD_F6),
            Family::Activation => (0x5A_42_2C, 0xF8_E6_D0),
            Family::LinearAlgebra => (0x2A_4B_55, 0xD3_EC_F1),
            Family::Reduction => (0x4E_4A_2B, 0xF1_EC_CD),
            Family::Loss => (0x58_34_40, 0xF8_DB_E2),
        };
        rgb(if self.dark { on_dark } else { on_light })
    }
}
