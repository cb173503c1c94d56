//! Smaller files: a picture of a card has few colours that matter.

use std::collections::HashMap;

use end_to_end::Pixels;

/// As many as an index of one byte tells apart.
const COLORS: usize = 256;

type Color = [u8; 4];

/// The picture with its most frequent colours alone.
pub(crate) fn reduce(picture: &[u8]) -> Vec<u8> {
    let Pixels { width, height, colors: pixels } = Pixels::read(picture);
    let mut counts = HashMap::<Color, usize>::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut palette: Vec<_> = counts.keys().copied().collect();
    palette.sort_by_key(|color| (std::cmp::Reverse(counts[color]), *color));
    palette.truncate(COLORS);
    let indices: HashMap<_, _> = counts.keys().map(|color| (*color, nearest(*color, &palette))).collect();

    let mut reduced = Vec::new();
    let mut encoder = png::Encoder::new(&mut reduced, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(palette.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect::<Vec<_>>());
    encoder.set_trns(palette.iter().map(|color| color[3]).collect::<Vec<_>>());
    let mut writer = encoder.write_header().expect("it can be written");
    let bytes: Vec<_> = pixels.iter().map(|pixel| indices[pixel]).collect();
    writer.write_image_data(&bytes).expect("it can be written");
    writer.finish().expect("it can be written");
    reduced
}

fn nearest(color: Color, palette: &[Color]) -> u8 {
    let distance = |other: &Color| -> u32 {
        color.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2)).sum()
    };
    let nearest = palette.iter().enumerate().min_by_key(|(_, other)| distance(other)).map(|(index, _)| index);
    nearest.and_then(|index| u8::try_from(index).ok()).expect("a palette has 1 to 256 colours")
}
