//! Sockets of the host that it may connect to.

use seaworthy_core::facts::FileFacts;
use seaworthy_core::findings::{Evidence, Severity, Undecided};

use super::Inside;
use crate::escape::chain::Link;
use crate::exposure::engine_socket::Sockets;

impl Inside<'_> {
    /// One of these sockets is mounted and takes connections from it; the path
    /// is for the sentence.
    pub(in crate::escape) fn socket(
        &self,
        sockets: &Sockets,
        is_named: fn(&str) -> bool,
    ) -> Result<(Link, String), Undecided> {
        let mounts = self.host_mounts()?;
        let found = mounts.iter().find_map(|mount| {
            let named = is_named(&mount.path) || is_named(&mount.mount.destination);
            let socket = sockets.reached_by(mount, self.host());
            Some((mount, socket.or_else(|| named.then(|| mount.path.clone()))?))
        });
        let Some((mount, socket)) = found else {
            return Ok((
                Link::Closed(Evidence::new("mounted sockets", "none", "Mounts")),
                String::new(),
            ));
        };
        let text = format!("{} at {}", mount.path, mount.mount.destination);
        let mounted = Link::open(Evidence::new(mount.route.as_str(), text, "Mounts"))
            .closed_by(format!("Leave out the mount of {}", mount.path));
        let connects = self.may_connect(sockets.stat(&socket));
        Ok((Link::all([mounted, connects, self.own_engine()]), socket))
    }

    /// Root of the host may; others by group or mode of the socket.
    fn may_connect(&self, stat: Option<&FileFacts>) -> Link {
        let root = self.host_root();
        let Some(stat) = stat else { return root };
        let open = |text: String| Link::open(Evidence::new("mode of the socket", text, "lstat"));
        if stat.mode & 0o002 != 0 {
            return open(format!("{:o}: everybody may connect", stat.mode));
        }
        let groups = self.live().map(|live| (live.gid.value(), live.groups.value()));
        let member = groups.is_some_and(|(own, more)| {
            own == Some(&stat.gid) || more.is_some_and(|more| more.contains(&stat.gid))
        });
        if member && stat.mode & 0o020 != 0 {
            return open(format!("{:o}, and it is in group {}", stat.mode, stat.gid));
        }
        root
    }

    /// An engine without root gives away one user, not the host.
    fn own_engine(&self) -> Link {
        let rootless = self.context.info().ok().map(|info| info.security_option("rootless"));
        if rootless.is_some_and(|rootless| rootless.value() == Some(&true)) {
            return Link::given()
                .at_most(Severity::High, "the engine runs without root: it is one user's");
        }
        Link::given()
    }
}
