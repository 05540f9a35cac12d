//! What of the host a container is exposed to: what checks of containers and
//! ways out of containers both ask.

pub(crate) mod address;
pub(crate) mod apparmor;
pub(crate) mod container_user;
pub(crate) mod device_meaning;
pub(crate) mod engine_socket;
pub(crate) mod host_namespace;
pub(crate) mod open_listener;
pub(crate) mod selinux;
pub(crate) mod sensitive_path;
