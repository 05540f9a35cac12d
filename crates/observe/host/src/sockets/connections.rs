//! Which unix socket leads where, asked from the kernel by sock_diag(7): the
//! text in `/proc/net/unix` does not say who is connected to whom.

use std::collections::BTreeMap;

use crate::netlink::{Attributes, Netlink, Protocol};

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const AF_UNIX: u8 = 1;
/// `TCP_ESTABLISHED`, which connected unix sockets use too.
const ESTABLISHED: u32 = 1 << 1;
const SHOW_NAME: u32 = 1;
const SHOW_PEER: u32 = 4;
const UNIX_DIAG_NAME: u16 = 0;
const UNIX_DIAG_PEER: u16 = 2;

/// Path at the other end of each connected socket of this network namespace,
/// by inode; empty where the kernel does not tell.
pub(crate) fn to_paths() -> BTreeMap<u64, String> {
    let mut request = vec![AF_UNIX, 0, 0, 0];
    for word in [ESTABLISHED, 0, SHOW_NAME | SHOW_PEER, u32::MAX, u32::MAX] {
        request.extend(word.to_ne_bytes());
    }
    let Ok(netlink) = Netlink::open(Protocol::SockDiag) else { return BTreeMap::new() };
    let Ok(messages) = netlink.dump(SOCK_DIAG_BY_FAMILY, &request) else { return BTreeMap::new() };
    let ends: Vec<End> = messages.iter().filter_map(|message| parse(message)).collect();
    let names: BTreeMap<u64, &str> =
        ends.iter().filter_map(|end| Some((end.inode, end.name.as_deref()?))).collect();
    let leads = |end: &End| Some((end.inode, (*names.get(&end.peer?)?).to_owned()));
    ends.iter().filter_map(leads).collect()
}

/// One end of a connection.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct End {
    inode: u64,
    peer: Option<u64>,
    name: Option<String>,
}

/// `struct unix_diag_msg`, then attributes.
pub(crate) fn parse(message: &[u8]) -> Option<End> {
    let inode = u32::from_ne_bytes(message.get(4..8)?.try_into().ok()?);
    let mut end = End { inode: inode.into(), ..End::default() };
    for (kind, value) in Attributes::new(message.get(16..)?) {
        match kind {
            UNIX_DIAG_NAME if value.first().is_some_and(|first| *first != 0) => {
                let text = String::from_utf8_lossy(value);
                end.name = Some(text.trim_end_matches('\0').to_owned());
            }
            UNIX_DIAG_PEER => {
                let peer = value.get(..4).and_then(|bytes| bytes.try_into().ok());
                end.peer = peer.map(|bytes| u32::from_ne_bytes(bytes).into());
            }
            _ => {}
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::{UnixListener, UnixStream};

    use super::*;

    #[test]
    fn a_connected_client_leads_to_the_path_of_its_server() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let client = UnixStream::connect(&path).unwrap();
        let _server = listener.accept().unwrap();
        let inode = rustix::fs::fstat(&client).unwrap().st_ino;
        let found = to_paths();
        if found.is_empty() {
            // A sandbox without sock_diag.
            return;
        }
        assert_eq!(found.get(&inode).map(String::as_str), path.to_str());
    }

    #[test]
    fn a_cut_message_is_none() {
        assert_eq!(parse(&[1, 2, 3]), None);
        assert_eq!(parse(&[0; 16]), Some(End::default()));
    }
}
