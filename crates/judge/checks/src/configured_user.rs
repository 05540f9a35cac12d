//! Users as images and requests name them.

/// Whether `user[:group]` is root, as far as the text tells: the name of another
/// user may still stand for uid 0 inside the image.
pub(crate) fn is_root(user: &str) -> Option<bool> {
    match user.split(':').next().unwrap_or_default().trim() {
        "" | "root" => Some(true),
        name => name.parse::<u64>().ok().map(|uid| uid == 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_root() {
        for user in ["", "0", "0:0", "root", "root:root", "00", "0:1000", ":0"] {
            assert_eq!(is_root(user), Some(true), "{user}");
        }
        for user in ["1000", "1000:0", "65534:65534"] {
            assert_eq!(is_root(user), Some(false), "{user}");
        }
        assert_eq!(is_root("app:app"), None);
    }
}
