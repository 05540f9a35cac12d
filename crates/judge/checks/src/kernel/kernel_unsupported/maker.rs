//! Who built a kernel, from the marks that builds leave in its release.

/// A distribution or vendor that puts fixes into its own builds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Maker {
    /// Name.
    pub(super) name: &'static str,
    /// How its release is told from others.
    marks: &'static [Mark],
    /// What tells whether the newest build runs.
    pub(super) ask: &'static str,
}

/// A part of a release that only one maker writes.
#[derive(Clone, Copy, Debug)]
enum Mark {
    /// The release ends with it.
    End(&'static str),
    /// It occurs somewhere behind the numbers.
    Part(&'static str),
    /// It occurs, and a digit follows.
    Numbered(&'static str),
    /// The release ends with one word after `NUMBERS-NUMBER-`: `6.1.0-18-amd64`.
    AbiWord(&'static [&'static str]),
}

use Mark::{AbiWord, End, Numbered, Part};

const DNF: &str = "dnf check-update 'kernel*'";

/// The first one that fits counts, so narrower marks come first.
const MAKERS: &[Maker] = &[
    Maker { name: "Amazon Linux", marks: &[Numbered(".amzn")], ask: "dnf check-release-update" },
    Maker { name: "Oracle Linux (UEK)", marks: &[Part("uek")], ask: DNF },
    Maker {
        name: "Red Hat Enterprise Linux or a rebuild of it",
        marks: &[Numbered(".el")],
        ask: DNF,
    },
    Maker { name: "Fedora", marks: &[Numbered(".fc")], ask: DNF },
    Maker { name: "Azure Linux", marks: &[Numbered(".azl"), Numbered(".cm")], ask: DNF },
    Maker { name: "openEuler", marks: &[Numbered(".oe")], ask: DNF },
    Maker { name: "Photon OS", marks: &[Numbered(".ph")], ask: "tdnf check-update linux" },
    Maker { name: "Proxmox VE", marks: &[End("-pve")], ask: "apt list --upgradable" },
    Maker { name: "Raspberry Pi OS", marks: &[Part("+rpt")], ask: "apt list --upgradable" },
    Maker {
        name: "Ubuntu",
        marks: &[AbiWord(&[
            "generic",
            "generic-64k",
            "lowlatency",
            "realtime",
            "virtual",
            "aws",
            "azure",
            "azure-fde",
            "gcp",
            "gke",
            "gkeop",
            "ibm",
            "kvm",
            "nvidia",
            "oem",
            "oracle",
            "raspi",
        ])],
        ask: "apt list --upgradable; ubuntu-security-status",
    },
    Maker {
        name: "Debian",
        marks: &[
            Numbered("+deb"),
            Numbered("~bpo"),
            AbiWord(&[
                "amd64",
                "cloud-amd64",
                "rt-amd64",
                "arm64",
                "cloud-arm64",
                "rt-arm64",
                "686",
                "686-pae",
                "armmp",
                "armmp-lpae",
                "marvell",
                "rpi",
                "riscv64",
                "s390x",
                "powerpc64le",
            ]),
        ],
        ask: "apt list --upgradable",
    },
    Maker {
        name: "SUSE",
        marks: &[End("-default"), End("-kvmsmall"), End("-longterm"), End("-azure")],
        ask: "zypper list-updates -t package; zypper lifecycle",
    },
    Maker {
        name: "Arch Linux",
        marks: &[Numbered("-arch"), Numbered("-hardened"), End("-zen"), Part(".arch")],
        ask: "checkupdates",
    },
    Maker { name: "Manjaro", marks: &[End("-MANJARO")], ask: "mhwd-kernel -l" },
    Maker {
        name: "Alpine Linux",
        marks: &[End("-lts"), End("-virt"), End("-stable")],
        ask: "apk version linux-lts linux-virt",
    },
    Maker { name: "Gentoo", marks: &[Part("-gentoo")], ask: "emerge -pu sys-kernel/gentoo-kernel" },
    Maker {
        name: "Flatcar Container Linux",
        marks: &[End("-flatcar")],
        ask: "update_engine_client -status",
    },
    Maker { name: "Talos Linux", marks: &[End("-talos")], ask: "talosctl version" },
    Maker {
        name: "the Windows Subsystem for Linux",
        marks: &[Part("-microsoft-standard")],
        ask: "wsl --update",
    },
    Maker {
        name: "LinuxKit (Docker Desktop)",
        marks: &[End("-linuxkit")],
        ask: "the updates of Docker Desktop",
    },
    Maker { name: "Android", marks: &[Numbered("-android")], ask: "the updates of the device" },
];

/// Who built a release, when its name tells.
pub(super) fn maker(release: &str) -> Option<&'static Maker> {
    MAKERS.iter().find(|maker| maker.marks.iter().any(|mark| mark.fits(release)))
}

impl Mark {
    fn fits(self, release: &str) -> bool {
        match self {
            Self::End(end) => release.ends_with(end),
            Self::Part(part) => release.contains(part),
            Self::Numbered(part) => release.match_indices(part).any(|(at, found)| {
                let rest = release.get(at + found.len()..).unwrap_or_default();
                rest.starts_with(|letter: char| letter.is_ascii_digit())
            }),
            Self::AbiWord(words) => {
                let mut parts = release.splitn(3, '-');
                let (_, abi, word) = (parts.next(), parts.next(), parts.next());
                abi.is_some_and(|abi| abi.bytes().all(|letter| letter.is_ascii_digit()))
                    && word.is_some_and(|word| words.contains(&word))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_as_they_are_in_the_field() {
        for (release, name) in [
            ("6.1.0-18-amd64", "Debian"),
            ("6.12.43+deb13-cloud-amd64", "Debian"),
            ("5.10.0-30-cloud-arm64", "Debian"),
            ("6.6.13+bpo-amd64", ""),
            ("5.15.0-91-generic", "Ubuntu"),
            ("6.8.0-1021-azure", "Ubuntu"),
            ("6.4.0-150600.8.14-azure", "SUSE"),
            ("6.4.0-150600.23.17-default", "SUSE"),
            ("5.14.0-611.5.1.el9_7.x86_64", "Red Hat Enterprise Linux or a rebuild of it"),
            ("4.18.0-553.el8_10.x86_64", "Red Hat Enterprise Linux or a rebuild of it"),
            ("5.15.0-204.147.6.2.el8uek.x86_64", "Oracle Linux (UEK)"),
            ("6.8.5-301.fc40.x86_64", "Fedora"),
            ("6.1.94-99.176.amzn2023.x86_64", "Amazon Linux"),
            ("6.6.51+rpt-rpi-v8", "Raspberry Pi OS"),
            ("6.9.7-arch1-1", "Arch Linux"),
            ("6.6.32-0-lts", "Alpine Linux"),
            ("6.6.43-flatcar", "Flatcar Container Linux"),
            ("5.15.153.1-microsoft-standard-WSL2", "the Windows Subsystem for Linux"),
            ("6.10.14-linuxkit", "LinuxKit (Docker Desktop)"),
            ("6.18.44-fc-v669", ""),
            ("6.18.44", ""),
            ("6.1.58+", ""),
            ("6.8.0-rc1-mine", ""),
        ] {
            assert_eq!(maker(release).map_or("", |maker| maker.name), name, "{release}");
        }
    }
}
