//! The parts of the crate against each other, and against the machine.

mod generated;
#[cfg(test)]
mod headers;
mod model_and_program;
mod mutation;
mod runtime;
