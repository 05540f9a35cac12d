//! `/proc/PID/net/unix`, proc_net_unix(5).

/// One socket.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct UnixSocket {
    /// Accepts connections.
    pub(crate) listens: bool,
    /// Inode.
    pub(crate) inode: u64,
    /// Path, `@name` for an abstract one, empty when it has none.
    pub(crate) path: String,
}

/// `__SO_ACCEPTCON` of `linux/net.h`.
const ACCEPTS: u64 = 1 << 16;

pub(crate) fn parse(text: &str) -> Vec<UnixSocket> {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<UnixSocket> {
    let mut rest = line;
    let mut fields = [""; 7];
    for field in &mut fields {
        rest = rest.trim_start();
        let end = rest.find(' ').unwrap_or(rest.len());
        (*field, rest) = rest.split_at(end);
    }
    let flags = u64::from_str_radix(fields[3], 16).ok()?;
    // The path is the rest of the line and may hold spaces.
    let path = rest.strip_prefix(' ').unwrap_or(rest).to_owned();
    Some(UnixSocket { listens: flags & ACCEPTS != 0, inode: fields[6].parse().ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listening_connected_abstract_and_nameless() {
        let sockets = parse(
            "Num       RefCount Protocol Flags    Type St Inode Path\n\
             0000000000000000: 00000002 00000000 00010000 0001 01  8877 /run/my docker.sock\n\
             0000000000000000: 00000003 00000000 00000000 0001 03 123456\n\
             0000000000000000: 00000002 00000000 00010000 0005 01 1 @/org/x\n",
        );
        assert_eq!(sockets.len(), 3);
        assert_eq!(
            sockets[0],
            UnixSocket { listens: true, inode: 8877, path: "/run/my docker.sock".into() }
        );
        assert!(!sockets[1].listens && sockets[1].path.is_empty());
        assert_eq!(sockets[2].path, "@/org/x");
    }
}
