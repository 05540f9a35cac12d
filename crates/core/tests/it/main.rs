//! Every report format, written from one sample that has all there is.

#![cfg(test)]

mod golden;
mod hostile;
mod isolation;
mod mutated;
mod sample;
mod schemas;
mod structure;
