//! What must hold for every row.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_kernel::{
    Architecture, Class, Kind, Profile, Recommendation, Want, recommendation, recommendations,
};

#[test]
fn ids_and_titles_are_unique_and_short() {
    let (mut ids, mut titles) = (BTreeSet::new(), BTreeSet::new());
    for row in recommendations() {
        let (id, title) = (row.identity(), row.title());
        assert!(
            id.bytes().all(|letter| letter == b'-'
                || letter.is_ascii_lowercase()
                || letter.is_ascii_digit()),
            "{id}"
        );
        assert!(title.chars().count() <= 60, "{id}: {title}");
        assert!(titles.insert(title), "{id}: its title stands twice");
        assert!(std::ptr::eq(recommendation(&id).unwrap(), row), "{id} stands twice");
        assert!(ids.insert(id));
    }
}

#[test]
fn every_row_says_why_who_and_when() {
    for row in recommendations() {
        let id = row.identity();
        assert!(row.why.ends_with('.') && row.why.len() > 6, "{id}: no why");
        assert!(!row.sources.is_empty(), "{id}: nobody asks for it");
        assert!(!row.is_withheld || row.breaks.len() > 20, "{id}: withheld without a reason");
        assert!(row.breaks.is_empty() || row.breaks.ends_with('.'), "{id}: {}", row.breaks);
        assert!(row.dispute.is_empty() || row.dispute.ends_with('.'), "{id}");
        if let (Some(since), Some(until)) = (row.since, row.until) {
            assert!(since < until, "{id}: gone before it came");
        }
        for (name, version) in row.was {
            assert_ne!(*name, row.name(), "{id}: renamed to itself");
            assert!(
                row.until.is_none_or(|until| *version <= until || row.kind() == Kind::CommandLine),
                "{id}"
            );
        }
        if row.kind() == Kind::Config {
            assert!(row.name().starts_with("CONFIG_"), "{id}");
        }
        if row.kind() == Kind::Sysctl {
            assert!(row.want.setting().is_some() || matches!(row.want, Want::Not(_)), "{id}");
        }
    }
}

/// What would stop an engine or its containers is never advised on their host.
#[test]
fn a_container_host_is_not_told_to_break_containers() {
    let withheld: BTreeSet<&str> =
        recommendations().iter().filter(|row| row.is_withheld).map(Recommendation::name).collect();
    for name in [
        "CONFIG_USER_NS",
        "user.max_user_namespaces",
        "kernel.unprivileged_userns_clone",
        "net.ipv4.ip_forward",
        "net.ipv4.conf.all.forwarding",
        "net.ipv6.conf.all.forwarding",
        "CONFIG_BPF_SYSCALL",
        "CONFIG_MODULES",
        "kernel.modules_disabled",
        "CONFIG_BINFMT_MISC",
        "CONFIG_CHECKPOINT_RESTORE",
        "CONFIG_IP_SCTP",
        "CONFIG_STATIC_USERMODEHELPER",
        "kernel.warn_limit",
    ] {
        assert!(withheld.contains(name), "{name} would be advised");
    }
    let needed: BTreeSet<&str> = recommendations()
        .iter()
        .filter(|row| row.class == Class::Containers && row.want == Want::On)
        .map(Recommendation::name)
        .collect();
    for row in recommendations() {
        if row.class != Class::Containers && row.want == Want::Off && needed.contains(row.name()) {
            assert!(row.is_withheld, "{} contradicts what containers need", row.name());
        }
    }
}

/// Grows with the table; a smaller number means that rows were lost.
#[test]
fn totals_per_architecture() {
    let totals: BTreeMap<&str, usize> = Architecture::ALL
        .into_iter()
        .map(|each| {
            let rows = recommendations().iter().filter(|row| row.architectures.has(each));
            (each.as_str(), rows.count())
        })
        .collect();
    let least = [("x86_64", 350), ("i386", 350), ("arm64", 350), ("arm", 350), ("riscv64", 350)];
    for (architecture, least) in least {
        let total = totals.get(architecture).copied().unwrap_or_default();
        println!("{architecture}: {total}");
        assert!(total >= least, "{architecture}: {total} rows");
    }
}

#[test]
fn profiles_are_words() {
    for profile in Profile::ALL {
        assert_eq!(profile.as_str().parse(), Ok(profile));
    }
    let error = "paranoid".parse::<Profile>().unwrap_err().to_string();
    assert_eq!(error, "`paranoid` is no kernel profile; there are container-host, strict, kspp");
}
