//! Packed configurations.

use std::io::Read as _;

use flate2::read::GzDecoder;

/// Why a packed file could not be unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// The gzip stream is cut off or its checksum is wrong.
    #[error("damaged gzip")]
    Damaged(#[source] std::io::Error),
    /// More than a configuration ever has.
    #[error("unpacks to more than {most} bytes")]
    TooLarge {
        /// The limit.
        most: u64,
    },
    /// Packed by something else.
    #[error("packed with {with}, which is not read: unpack it first")]
    Other {
        /// The program.
        with: &'static str,
    },
}

/// First bytes of packers that people use for such files.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
];

/// The bytes, unpacked when they are gzip, at most `most` of them.
///
/// Deflate packs up to a thousand times, so a few kilobytes may be made to fill
/// the memory: the limit is on what comes out. A stream that breaks off gives
/// nothing at all, since an option that it lost would look like one that the
/// kernel does not have.
pub(crate) fn unpack(bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, UnpackError> {
    if let Some((_, with)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(UnpackError::Other { with });
    }
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    // A usual configuration packs to a quarter.
    let mut unpacked = Vec::with_capacity(bytes.len().saturating_mul(4).min(1 << 20));
    let mut decoder = GzDecoder::new(bytes.as_slice()).take(most.saturating_add(1));
    decoder.read_to_end(&mut unpacked).map_err(UnpackError::Damaged)?;
    if unpacked.len() as u64 > most {
        return Err(UnpackError::TooLarge { most });
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_unpacked_and_plain_text_is_left() {
        assert_eq!(unpack(packed(b"CONFIG_X=y\n"), 99).unwrap(), b"CONFIG_X=y\n");
        assert_eq!(unpack(b"CONFIG_X=y\n".to_vec(), 99).unwrap(), b"CONFIG_X=y\n");
        let other = unpack(b"\xfd7zXZ\0rest".to_vec(), 99);
        assert!(matches!(other, Err(UnpackError::Other { with: "xz" })));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = packed(&vec![b'#'; 8 << 20]);
        assert!(bomb.len() < 10_000);
        assert!(matches!(unpack(bomb, 1 << 20), Err(UnpackError::TooLarge { .. })));
    }

    #[test]
    fn a_stream_that_breaks_off_gives_nothing() {
        let whole = packed(&b"CONFIG_AN_OPTION=y\nCONFIG_ANOTHER=m\n".repeat(99));
        for cut in [2, 11, whole.len() / 2, whole.len() - 1] {
            assert!(matches!(unpack(whole[..cut].to_vec(), 9999), Err(UnpackError::Damaged(_))));
        }
        let mut wrong = whole.clone();
        let at = wrong.len() - 6;
        wrong[at] ^= 1;
        assert!(matches!(unpack(wrong, 9999), Err(UnpackError::Damaged(_))));
    }
}
