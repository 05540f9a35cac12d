//! Checks of one image.

use crate::Check;

mod add_instead_of_copy;
mod contents;
mod download_piped_to_shell;
mod image_exposes_privileged_port;
mod image_exposes_ssh;
mod image_old;
mod image_runs_as_root;
mod image_tag_latest;
mod image_unpatched;
mod no_image_healthcheck;
mod package_manager;
mod package_update_alone;
mod reference;
mod secret_build_argument;
mod secret_in_image;
mod secret_in_image_label;
mod setuid_files_in_image;
mod shell;
mod step;
mod sudo_in_image;
mod unneeded_packages;
mod untrusted_base_image;
mod unverified_packages;
mod unverified_signature;
mod world_writable_in_image;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &untrusted_base_image::CHECK,
    &unneeded_packages::CHECK,
    &image_unpatched::CHECK,
    &no_image_healthcheck::CHECK,
    &package_update_alone::CHECK,
    &setuid_files_in_image::CHECK,
    &add_instead_of_copy::CHECK,
    &secret_in_image::CHECK,
    &unverified_packages::CHECK,
    &unverified_signature::CHECK,
    &download_piped_to_shell::CHECK,
    &image_exposes_privileged_port::CHECK,
    &image_exposes_ssh::CHECK,
    &image_old::CHECK,
    &image_runs_as_root::CHECK,
    &image_tag_latest::CHECK,
    &secret_build_argument::CHECK,
    &secret_in_image_label::CHECK,
    &sudo_in_image::CHECK,
    &world_writable_in_image::CHECK,
];
