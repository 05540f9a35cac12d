//! x
use super::v1;
use std::io;
/// o
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// w
    pub width: usize,
}
/// w
pub fn write_text(_: &v1::Report, _: &TextOptions, _: &mut dyn io::Write) -> io::Result<()> {
    Ok(())
}
