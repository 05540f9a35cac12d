//! `/proc/PID/mountinfo`, proc(5).

use seaworthy_core::facts::{MountPoint, Observed};

use crate::root::Root;

/// Thousands of containers have tens of thousands of mounts.
const LIMIT: u64 = 32 << 20;
/// Of one process: a container that may mount can mount a hundred thousand
/// times, to fill the memory of whoever looks.
pub(crate) const PROCESS_LIMIT: u64 = 8 << 20;

/// Mounts of the first process, else of the observer.
pub(crate) fn mounts(root: &Root) -> Observed<Vec<MountPoint>> {
    let first = root.text("/proc/1/mountinfo", LIMIT).map(|text| parse(&text));
    if first.is_known() {
        return first;
    }
    root.text("/proc/self/mountinfo", LIMIT).map(|text| parse(&text))
}

pub(crate) fn parse(text: &str) -> Vec<MountPoint> {
    parse_with_ids(text).map(|(_, _, mount)| mount).collect()
}

/// Each mount behind its own id and the id of the mount that it is on.
pub(crate) fn parse_with_ids(text: &str) -> impl Iterator<Item = (u64, u64, MountPoint)> {
    text.lines().filter_map(parse_line)
}

fn parse_line(line: &str) -> Option<(u64, u64, MountPoint)> {
    let mut fields = line.split(' ');
    let (id, parent) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    let device = fields.next()?.to_owned();
    let root = unescape(fields.next()?);
    let path = unescape(fields.next()?);
    let options = options(fields.next()?);
    let propagation = fields.by_ref().take_while(|field| *field != "-");
    // Not every kernel writes one space where there is no tag.
    let propagation = propagation.filter(|field| !field.is_empty()).map(str::to_owned).collect();
    let mount = MountPoint {
        path,
        root,
        device,
        fs_type: fields.next()?.to_owned(),
        source: unescape(fields.next().unwrap_or_default()),
        options,
        super_options: self::options(fields.next().unwrap_or_default()),
        propagation,
    };
    Some((id, parent, mount))
}

fn options(field: &str) -> Vec<String> {
    field.split(',').filter(|option| !option.is_empty()).map(unescape).collect()
}

/// Space, tab, newline and backslash are written as `\040` and so on.
fn unescape(field: &str) -> String {
    if !field.contains('\\') {
        return field.to_owned();
    }
    let bytes = field.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 4).filter(|_| bytes[at] == b'\\');
        let code = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 4 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_escapes_and_tags() {
        let mounts = parse(
            "36 35 98:0 /mnt1 /mnt\\0402\\134 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue\n\
             25 1 0:24 / /sys ro - sysfs sysfs ro\n\
             broken line\n",
        );
        assert_eq!(mounts.len(), 2);
        assert_eq!(mounts[0].path, "/mnt 2\\");
        assert_eq!(mounts[0].propagation, ["master:1", "shared:7"]);
        assert_eq!(mounts[0].super_options, ["rw", "errors=continue"]);
        assert!(mounts[1].has("ro") && mounts[1].propagation.is_empty());
    }
}
