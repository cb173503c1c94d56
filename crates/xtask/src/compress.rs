//! The sizes a visitor's browser downloads.

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Bytes after `gzip -9`.
pub(crate) fn gzip(content: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len() as u64)
}

/// Bytes after brotli at quality 11 with a window of 2^22, which is what servers that compress once
/// and the peers' measurements use.
pub(crate) fn brotli(content: &[u8]) -> Result<u64> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed.len() as u64)
}
