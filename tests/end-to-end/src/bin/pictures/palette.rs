//! Smaller files: a picture of a card has few colours that matter.

use std::collections::HashMap;
use std::io::Cursor;

/// As many as an index of one byte tells apart.
const COLORS: usize = 256;

type Color = [u8; 4];

/// The picture with its most frequent colours alone.
pub(crate) fn reduce(picture: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().expect("it is a picture");
    let mut bytes = vec![0; reader.output_buffer_size().expect("it has a size")];
    let info = reader.next_frame(&mut bytes).expect("it is whole");
    let pixels: Vec<Color> = match info.color_type {
        png::ColorType::Rgba => bytes.as_chunks::<4>().0.to_vec(),
        png::ColorType::Rgb => {
            bytes.as_chunks::<3>().0.iter().map(|[red, green, blue]| [*red, *green, *blue, 255]).collect()
        }
        other => panic!("Chromium makes no pictures of {other:?}"),
    };

    let mut counts = HashMap::<Color, usize>::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut palette: Vec<_> = counts.keys().copied().collect();
    palette.sort_by_key(|color| (std::cmp::Reverse(counts[color]), *color));
    palette.truncate(COLORS);
    let indices: HashMap<_, _> = counts.keys().map(|color| (*color, nearest(*color, &palette))).collect();

    let mut reduced = Vec::new();
    let mut encoder = png::Encoder::new(&mut reduced, info.width, info.height);
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
