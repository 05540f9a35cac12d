//! What a kernel should be built, started and set like, and the judgement of one.
//!
//! All containers of a machine share its kernel, so every flaw of it is a way
//! out of every container. [`recommendations`] is a table of constant values:
//! one row an option of the build, a word of the command line, a run-time
//! parameter (sysctl) or a flaw of the processor, each with what is wanted, in
//! which versions and on which architectures it exists, who asks for it, why,
//! and what it costs on a container host. [`judge`] compares one row with the
//! facts of a machine.
//!
//! What is true at run time wins over what was built in: a command line that
//! says `init_on_alloc=0` fails `CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y`, and an option
//! that another one makes needless passes. An option that this version or
//! architecture does not have is not applicable, never a failure.
//!
//! This crate does not know how results are shown, waived or selected, and reads
//! nothing: start at [`Recommendation`].

mod architecture;
mod judge;
mod place;
mod probe;
mod profile;
mod rating;
mod recommendation;
mod table;
mod version;
mod view;
mod want;
mod words;

pub use architecture::{Architecture, Architectures};
pub use judge::{Surroundings, WITHHELD, judge};
pub use place::spelled;
pub use probe::{Kind, Probe};
pub use profile::{Profile, UnknownProfile};
pub use rating::Asked;
pub use recommendation::{Alternative, Class, Recommendation, Source};
pub use table::{recommendation, recommendations};
pub use version::Version;
pub use view::view;
pub use want::Want;
