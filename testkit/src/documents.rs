//! Documents as real engines answer them, with the differences a test asks for.
//!
//! The files under `templates/` were recorded from Docker 20.10 and Podman 4.3 (with
//! paths, dates and host names made neutral). The 29 shape is the 20.10 recording with
//! the changes of API 1.44 to 1.52 applied: legacy network fields gone, empty image
//! fields omitted, the containerd image store.

mod container;
mod edit;
mod image;
mod shape;

pub use container::{ContainerDocument, ExecDocument, container, many};
pub use edit::Edit;
pub use image::{ImageDocument, image};
pub use shape::Shape;

/// A stable 64-digit id for a name, so that the same test sees the same ids every run.
pub fn identifier(name: &str) -> String {
    let mut state = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (0..4)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{:016x}", state ^ (state >> 29))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn ids_have_the_engine_s_form_and_differ() {
        let id = identifier("web");
        assert_eq!(id.len(), 64);
        assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(id, identifier("web2"));
        assert_eq!(id, identifier("web"));
    }
}
