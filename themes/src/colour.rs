//! The organisation's colour, and the shades of it that can be read on light and on dark.

/// Why a text is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a colour: write it like `#0f6a73`")]
pub struct NotAColour(pub String);

/// An sRGB colour, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rgb([f64; 3]);

/// The shades of an accent that the stylesheet uses.
#[derive(Debug, Clone)]
pub(crate) struct Accent {
    light: Shades,
    dark: Shades,
}

/// One scheme's shades.
#[derive(Debug, Clone)]
struct Shades {
    /// Links and buttons: readable on the page, and under [`Shades::on`].
    main: Rgb,
    /// The same under the pointer.
    strong: Rgb,
    /// A tint for areas, on which text and `main` stay readable.
    soft: Rgb,
    /// Text on `main`.
    on: Rgb,
}

/// WCAG 2.2's 4.5:1 for text, with a margin for the tinted areas accents also lie on.
const READABLE: f64 = 5.8;
const WHITE: Rgb = Rgb([1.0, 1.0, 1.0]);
/// `--paper` and `--sunken` of the light scheme; see `styles/01-tokens.css`.
const LIGHT_PAPER: &str = "#ffffff";
/// `--raised` of the dark scheme, the lightest ground text lies on there.
const DARK_PAPER: &str = "#1d2224";

impl Accent {
    pub(crate) fn parse(text: &str) -> Result<Self, NotAColour> {
        let base = Rgb::parse(text).ok_or_else(|| NotAColour(text.to_owned()))?;
        let light_paper = Rgb::parse(LIGHT_PAPER).expect("a colour");
        let dark_paper = Rgb::parse(DARK_PAPER).expect("a colour");
        let ink = Rgb::parse("#0c0f10").expect("a colour");
        let main = base.until_readable(light_paper, -0.01);
        let bright = base.until_readable(dark_paper, 0.01);
        Ok(Self {
            light: Shades { main, strong: main.lightened(-0.08), soft: main.mixed(light_paper, 0.07), on: WHITE },
            dark: Shades {
                main: bright,
                strong: bright.lightened(0.06),
                soft: bright.mixed(dark_paper, 0.12),
                on: ink,
            },
        })
    }

    /// The custom properties of both schemes.
    pub(crate) fn css(&self) -> String {
        format!(
            "@layer tokens{{:root{{{}}}@media (prefers-color-scheme:dark){{:root{{{}}}}}@media print{{:root{{{}}}}}}}\n",
            self.light.css(),
            self.dark.css(),
            self.light.css(),
        )
    }

    /// The tab's picture: an answer with a tick, in the accent.
    pub(crate) fn favicon(&self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"8\" \
             fill=\"{}\"/><path d=\"M8 9.5h16v10H15l-5 4v-4H8z\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.4\" \
             stroke-linejoin=\"round\"/><path d=\"m12.5 14.4 2.6 2.4 4.6-4.8\" fill=\"none\" stroke=\"#fff\" \
             stroke-width=\"2.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>\n",
            self.light.main.hex()
        )
    }
}

impl Shades {
    fn css(&self) -> String {
        format!(
            "--accent:{};--accent-strong:{};--accent-soft:{};--on-accent:{}",
            self.main.hex(),
            self.strong.hex(),
            self.soft.hex(),
            self.on.hex()
        )
    }
}

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let hex = text.trim().strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok().map(|value| f64::from(value) / 255.0);
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    fn hex(self) -> String {
        // In range by construction: parts are clamped to 0..=1.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
        let [r, g, b] = self.0.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) })
    }

    /// WCAG 2.2's relative luminance.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG 2.2's contrast ratio, 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, made darker or lighter in small steps until it can be read on `paper`.
    fn until_readable(self, paper: Self, step: f64) -> Self {
        let mut colour = self.lightened(0.0);
        // A hundred steps of a hundredth pass every lightness there is.
        for _ in 0..100 {
            if colour.contrast(paper) >= READABLE {
                break;
            }
            colour = colour.lightened(step);
        }
        colour
    }

    /// Lighter (or darker) by a share of Oklab's lightness, keeping the hue.
    fn lightened(self, by: f64) -> Self {
        let mut oklab = times(&CONES_TO_OKLAB, times(&RGB_TO_CONES, self.linear()).map(f64::cbrt));
        oklab[0] = (oklab[0] + by).clamp(0.0, 1.0);
        let linear = times(&CONES_TO_RGB, times(&OKLAB_TO_CONES, oklab).map(|cone| cone.powi(3)));
        Self(linear.map(|part| {
            let part = part.clamp(0.0, 1.0);
            if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
        }))
    }

    /// A `share` of this colour on `paper`.
    fn mixed(self, paper: Self, share: f64) -> Self {
        let mut parts = paper.0;
        for (part, own) in parts.iter_mut().zip(self.0) {
            *part += (own - *part) * share;
        }
        Self(parts)
    }
}

type Matrix = [[f64; 3]; 3];

// Björn Ottosson, "A perceptual color space for image processing" (2020).
const RGB_TO_CONES: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const CONES_TO_OKLAB: Matrix = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const OKLAB_TO_CONES: Matrix = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const CONES_TO_RGB: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(factor, part)| factor * part).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_accent_can_be_read() {
        for text in ["#ffe600", "#0f6a73", "#c8102e", "#ffffff", "#000000", "#7fff00", "#003399", "#ff69b4", "#808080"]
        {
            let accent = Accent::parse(text).expect(text);
            for (shades, paper) in [(&accent.light, LIGHT_PAPER), (&accent.dark, DARK_PAPER)] {
                let paper = Rgb::parse(paper).expect("a colour");
                let pairs = [
                    ("on the page", shades.main, paper),
                    ("on its tint", shades.main, shades.soft),
                    ("under text", shades.on, shades.main),
                    ("under text when pointed at", shades.on, shades.strong),
                ];
                for (place, ink, ground) in pairs {
                    let ratio = ink.contrast(ground);
                    assert!(ratio >= 4.5, "{text} {place}: {ratio:.2} ({} on {})", ink.hex(), ground.hex());
                }
            }
        }
    }

    /// A custom property of the stylesheets, in the light or the dark scheme.
    fn token(name: &str, dark: bool) -> Rgb {
        let sheets = [include_str!("../styles/01-tokens.css"), include_str!("../styles/36-code.css")];
        let mut found = None;
        for sheet in sheets {
            let (light, rest) = sheet.split_once("@media (prefers-color-scheme: dark)").expect("two schemes");
            let rest = rest.split_once("@media print").map_or(rest, |(dark, _)| dark);
            let scheme = if dark { rest } else { light };
            let value = scheme.split_once(&format!("--{name}: ")).map(|(_, value)| &value[..7]);
            found = found.or(value.and_then(Rgb::parse));
        }
        found.unwrap_or_else(|| panic!("no --{name}"))
    }

    #[test]
    fn the_themes_own_colours_can_be_read() {
        let code = ["c", "s", "n", "k", "f", "v", "t", "a"].map(|class| (format!("hl-{class}"), "sunken".to_owned()));
        let meanings = ["info", "good", "warn", "danger"].map(|name| (name.to_owned(), format!("{name}-soft")));
        let on_paper =
            ["info", "good", "warn", "danger", "ink", "ink-2"].map(|name| (name.to_owned(), "paper".to_owned()));
        let on_raised = ["ink", "ink-2", "warn"].map(|name| (name.to_owned(), "raised".to_owned()));
        let on_sunken = ["ink", "ink-2"].map(|name| (name.to_owned(), "sunken".to_owned()));
        for (ink, ground) in code.iter().chain(&meanings).chain(&on_paper).chain(&on_raised).chain(&on_sunken) {
            for dark in [false, true] {
                let ratio = token(ink, dark).contrast(token(ground, dark));
                assert!(ratio >= 4.5, "--{ink} on --{ground} ({}): {ratio:.2}", if dark { "dark" } else { "light" });
            }
        }
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for text in ["red", "#fff", "#12345g", "123456", "#1234567", "#é1234"] {
            assert!(Accent::parse(text).is_err(), "{text}");
        }
    }
}
