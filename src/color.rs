//! Readable colors from whatever accent a site gives.

use askwell_survey::config::Rgb;
use askwell_survey::digits;

/// The card's surfaces, light and dark; the stylesheet has them as well.
const SURFACES: [Rgb; 2] = [[0xff, 0xff, 0xff], [0x17, 0x1a, 0x21]];
/// The contrast that text needs, 4.5 by WCAG 2.2, 1.4.3, and what the approximation below may be off by.
const READABLE: f32 = 4.75;

/// A site's accent, in the shades that can be read on either surface, each with the color of text that stands on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Accent {
    light: (Rgb, Rgb),
    dark: (Rgb, Rgb),
}

impl Accent {
    /// The shades of `accent`.
    pub(crate) fn readable(accent: Rgb) -> Self {
        let [light, dark] = SURFACES.map(|surface| {
            let shade = readable(accent, surface);
            (shade, on(shade))
        });
        Self { light, dark }
    }

    /// The shade for the light surface, as CSS has it.
    pub(crate) fn light(self) -> String {
        css(self.light.0)
    }

    /// The color of text on that shade.
    pub(crate) fn on_light(self) -> String {
        css(self.light.1)
    }

    /// The shade for the dark surface.
    pub(crate) fn dark(self) -> String {
        css(self.dark.0)
    }

    /// The color of text on that shade.
    pub(crate) fn on_dark(self) -> String {
        css(self.dark.1)
    }
}

/// `accent`, drawn towards black or white in small steps until it can be read on `surface`.
fn readable(accent: Rgb, surface: Rgb) -> Rgb {
    let goal = on(surface);
    let mut color = accent;
    for step in 1..=20 {
        if contrast(color, surface) >= READABLE {
            break;
        }
        for (channel, (from, to)) in color.iter_mut().zip(accent.into_iter().zip(goal)) {
            *channel = ((u16::from(from) * (20 - step) + u16::from(to) * step) / 20) as u8;
        }
    }
    color
}

/// Black or white, whichever reads better on `color`. One of them always reaches 4.58.
fn on(color: Rgb) -> Rgb {
    let [black, white] = [[0; 3], [0xff; 3]];
    if contrast(white, color) >= contrast(black, color) { white } else { black }
}

/// The contrast ratio of WCAG 2.2, 1 to 21.
fn contrast(left: Rgb, right: Rgb) -> f32 {
    let (left, right) = (luminance(left), luminance(right));
    (left.max(right) + 0.05) / (left.min(right) + 0.05)
}

/// Relative luminance, 0 to 1. The transfer function is approximated by a cubic, which is off by less than 0.003 and
/// spares the widget a power function. Source: <https://chilliant.blogspot.com/2012/08/srgb-approximations-for-hlsl.html>
fn luminance([red, green, blue]: Rgb) -> f32 {
    let linear = |channel: u8| {
        let x = f32::from(channel) / 255.0;
        x * (x * (x * 0.305_306 + 0.682_171_1) + 0.012_522_9)
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// `rgb(79 70 229)`.
fn css([red, green, blue]: Rgb) -> String {
    ["rgb(", &digits(red.into()), " ", &digits(green.into()), " ", &digits(blue.into()), ")"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accent_becomes_readable_on_both_surfaces() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let Accent { light, dark } = Accent::readable([red, green, blue]);
                    for (surface, (accent, text)) in SURFACES.into_iter().zip([light, dark]) {
                        assert!(exact(accent, surface) >= 4.5, "{red} {green} {blue} on {surface:?}: {accent:?}");
                        assert!(exact(text, accent) >= 4.5, "{text:?} on {accent:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_accent_that_is_readable_stays_as_it_is() {
        assert_eq!(Accent::readable([0x4f, 0x46, 0xe5]).light, ([0x4f, 0x46, 0xe5], [0xff; 3]));
    }

    /// The contrast by the definition of WCAG 2.2.
    fn exact(left: Rgb, right: Rgb) -> f64 {
        let luminance = |color: Rgb| {
            let [red, green, blue] = color.map(|channel| {
                let x = f64::from(channel) / 255.0;
                if x <= 0.040_45 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (left, right) = (luminance(left), luminance(right));
        (left.max(right) + 0.05) / (left.min(right) + 0.05)
    }
}
