//! The judge on hand-made facts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it is wrong")]

mod columns;
mod defence;
mod reach;
mod sample;
mod tenancy;
