//! The catalogue against its folders, and every check against its cases.

mod cases;
mod catalogue;
