//! What an inventory found inside an image.

use seaworthy_core::facts::{ImageContents, ImageFacts, Observed, Reason, Seen};
use seaworthy_core::findings::Undecided;

/// The inventory, when there is one.
pub(crate) fn contents(image: &ImageFacts) -> Result<Seen<'_, ImageContents>, Undecided> {
    match &image.contents {
        Observed::Unreadable(Reason::NotCollected) | Observed::Absent => {
            Err(Undecided::unknown("image not inventoried"))
        }
        contents => contents.seen("image contents"),
    }
}
