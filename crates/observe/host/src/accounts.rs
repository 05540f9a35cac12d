//! Users, groups and the id ranges they may map.

use seaworthy_core::facts::{GroupRecord, Observed, SubordinateRange, UserRecord};

use crate::root::Root;

/// Directory services can make these files long.
const LIMIT: u64 = 16 << 20;

/// A user with what the facts do not keep.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Account {
    /// Name, user id and primary group.
    pub(crate) record: UserRecord,
    /// Home folder.
    pub(crate) home: String,
}

/// `/etc/passwd`.
pub(crate) fn accounts(root: &Root) -> Observed<Vec<Account>> {
    root.text("/etc/passwd", LIMIT).map(|text| parse_passwd(&text))
}

/// `/etc/group`.
pub(crate) fn groups(root: &Root) -> Observed<Vec<GroupRecord>> {
    root.text("/etc/group", LIMIT).map(|text| parse_group(&text))
}

/// `/etc/subuid` or `/etc/subgid`.
pub(crate) fn subordinate(root: &Root, path: &str) -> Observed<Vec<SubordinateRange>> {
    root.text(path, LIMIT).map(|text| parse_subordinate(&text))
}

/// Names of accounts that let anybody in: an empty password in `/etc/shadow`,
/// or in `/etc/passwd`. Only names are kept.
pub(crate) fn empty_passwords(root: &Root) -> Observed<Vec<String>> {
    let mut found = Vec::new();
    for path in ["/etc/passwd", "/etc/shadow"] {
        match root.text(path, LIMIT) {
            Observed::Known { value, .. } => found.extend(parse_empty_passwords(&value)),
            Observed::Absent => {}
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        }
    }
    found.sort_unstable();
    found.dedup();
    Observed::known(found, "/etc/passwd, /etc/shadow")
}

/// Names of lines whose second field is empty.
pub(crate) fn parse_empty_passwords(text: &str) -> Vec<String> {
    let empty = |line: &str| {
        let (name, rest) = line.split_once(':')?;
        let (password, _) = rest.split_once(':')?;
        (password.is_empty() && !name.is_empty()).then(|| name.to_owned())
    };
    lines(text).filter_map(empty).collect()
}

pub(crate) fn parse_passwd(text: &str) -> Vec<Account> {
    let account = |line: &str| {
        let fields: Vec<&str> = line.split(':').collect();
        let [name, _, uid, gid, _, home, ..] = fields.as_slice() else { return None };
        let record =
            UserRecord { name: (*name).to_owned(), uid: uid.parse().ok()?, gid: gid.parse().ok()? };
        Some(Account { record, home: (*home).to_owned() })
    };
    lines(text).filter_map(account).collect()
}

pub(crate) fn parse_group(text: &str) -> Vec<GroupRecord> {
    let group = |line: &str| {
        let fields: Vec<&str> = line.split(':').collect();
        let [name, _, gid, members, ..] = fields.as_slice() else { return None };
        let members = members.split(',').map(str::trim).filter(|name| !name.is_empty());
        Some(GroupRecord {
            name: (*name).to_owned(),
            gid: gid.parse().ok()?,
            members: members.map(str::to_owned).collect(),
        })
    };
    lines(text).filter_map(group).collect()
}

pub(crate) fn parse_subordinate(text: &str) -> Vec<SubordinateRange> {
    let range = |line: &str| {
        let mut fields = line.split(':');
        Some(SubordinateRange {
            owner: fields.next()?.to_owned(),
            start: fields.next()?.trim().parse().ok()?,
            count: fields.next()?.trim().parse().ok()?,
        })
    };
    lines(text).filter_map(range).collect()
}

/// Lines with content; `+` and `-` begin what NIS adds.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '+', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_passed_over() {
        let users = parse_passwd(
            "root:x:0:0:root:/root:/bin/bash\nbad:x:zero:0::/:\n+::::::\n\nu:x:1000:998:,,,:/home/u:/bin/sh\n",
        );
        assert_eq!(users.len(), 2);
        assert_eq!((users[1].record.gid, users[1].home.as_str()), (998, "/home/u"));
    }

    #[test]
    fn an_empty_password_is_neither_a_lock_nor_a_hash() {
        let text = "root:$6$x:1:0:::::\nlocked:!:1::::::\nopen::19000:0:99999:7:::\nno:*:1:::\n";
        assert_eq!(parse_empty_passwords(text), ["open"]);
    }

    #[test]
    fn members_are_names() {
        let groups = parse_group("docker:x:998:alice, bob\nempty:x:5:\n");
        assert_eq!(groups[0].members, ["alice", "bob"]);
        assert!(groups[1].members.is_empty());
    }

    #[test]
    fn ranges_have_start_and_count() {
        let ranges = parse_subordinate("dockremap:100000:65536\nu:x:1\n# c\n");
        assert_eq!(
            ranges,
            [SubordinateRange { owner: "dockremap".into(), start: 100_000, count: 65_536 }]
        );
    }
}
