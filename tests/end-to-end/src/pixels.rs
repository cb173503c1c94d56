//! What a picture shows.

use std::io::Cursor;

/// The pixels of a picture as browsers take them, each with its red, green, blue and opacity, row by row.
#[derive(Clone, Debug)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// All of them.
    pub colors: Vec<[u8; 4]>,
}

impl Pixels {
    /// Those of a picture in PNG.
    pub fn read(picture: &[u8]) -> Self {
        let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().expect("it is a picture");
        let mut bytes = vec![0; reader.output_buffer_size().expect("it has a size")];
        let info = reader.next_frame(&mut bytes).expect("it is whole");
        let colors = match info.color_type {
            png::ColorType::Rgba => bytes.as_chunks::<4>().0.to_vec(),
            png::ColorType::Rgb => {
                bytes.as_chunks::<3>().0.iter().map(|[red, green, blue]| [*red, *green, *blue, 255]).collect()
            }
            other => panic!("browsers take no pictures of {other:?}"),
        };
        Self { width: info.width, height: info.height, colors }
    }
}
