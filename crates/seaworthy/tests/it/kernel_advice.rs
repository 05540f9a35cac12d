//! Profiles of kernel recommendations, and fragments to merge, on a saved kernel.

use std::fs;

use seaworthy_core::report::kernel::{KernelView, VIEW};
use seaworthy_core::report::{self, v1};

use crate::run::{Ran, seaworthy};

/// A machine whose kernel has user namespaces and little hardening.
fn audit(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let config = write(
        "config",
        "# Linux/x86 6.1.0 Kernel Configuration\nCONFIG_X86_64=y\nCONFIG_USER_NS=y\n\
         CONFIG_MODULES=y\n# CONFIG_SLAB_FREELIST_RANDOM is not set\nCONFIG_RETPOLINE=y\n",
    );
    let sysctl = write("sysctl", "kernel.kptr_restrict = 0\nuser.max_user_namespaces = 100\n");
    let cmdline = write("cmdline", "quiet init_on_alloc=0\n");
    let mut all = vec!["audit", "--kconfig", &config, "--sysctl", &sysctl, "--cmdline", &cmdline];
    all.extend(arguments);
    seaworthy(&all)
}

fn verdict(report: &v1::Report, id: &str) -> v1::Verdict {
    report.results.iter().find(|entry| &*entry.id == id).unwrap().verdict
}

#[test]
fn what_breaks_containers_is_withheld_and_named() {
    let ran = audit(&["-fjson"]);
    let report = report::read(ran.out.as_bytes()).unwrap();
    let view: KernelView = serde_json::from_value(report.views[VIEW].clone()).unwrap();
    assert_eq!(view.profile, "container-host");
    assert!(view.options > 500, "{}", view.options);
    for option in ["CONFIG_USER_NS", "user.max_user_namespaces", "CONFIG_MODULES"] {
        let withheld = view.withheld.iter().find(|each| each.option == option);
        let withheld = withheld.unwrap_or_else(|| panic!("{option} is advised"));
        assert_eq!(withheld.given_by.first().map(String::as_str), Some("strict"));
        assert_eq!(verdict(&report, &withheld.id), v1::Verdict::NotApplicable);
    }
    let text = audit(&[]).out;
    let line = format!("{} recommendations withheld", view.withheld.len());
    assert!(text.contains(&line), "{text}");
}

#[test]
fn the_strict_profile_gives_all_advice() {
    let ran = audit(&["-fjson", "--kernel-profile", "strict"]);
    let report = report::read(ran.out.as_bytes()).unwrap();
    assert_eq!(verdict(&report, "kernel-config-user-ns"), v1::Verdict::Fail);
    assert_eq!(verdict(&report, "sysctl-user-max-user-namespaces"), v1::Verdict::Fail);
    let wrong = audit(&["--kernel-profile", "paranoid"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("there are container-host, strict, kspp"), "{}", wrong.err);
}

#[test]
fn a_fragment_holds_what_failed_under_the_names_of_this_version() {
    let kconfig = audit(&["--fragment", "kconfig"]).out;
    assert!(kconfig.contains("\nCONFIG_SLAB_FREELIST_RANDOM=y\n"), "{kconfig}");
    assert!(!kconfig.contains("CONFIG_USER_NS is not set"), "{kconfig}");
    assert!(!kconfig.contains("RETPOLINE=y"), "it is on: {kconfig}");
    assert!(kconfig.contains("\nCONFIG_GCC_PLUGIN_STACKLEAK=y\n"), "{kconfig}");
    let sysctl = audit(&["--fragment", "sysctl"]).out;
    assert!(sysctl.contains("\nkernel.kptr_restrict = 1\n"), "{sysctl}");
    let cmdline = audit(&["--fragment", "cmdline"]).out;
    assert!(cmdline.contains("$GRUB_CMDLINE_LINUX init_on_alloc=1\"\n"), "{cmdline}");
    let plan = audit(&["--fix-plan"]).out;
    assert!(plan.contains("+kernel.kptr_restrict = 1\n"), "{plan}");
    assert!(plan.contains("\nsysctl --system\n"), "{plan}");
}

#[test]
fn every_decided_option_says_what_was_found_and_wanted_under_its_own_name() {
    let report = report::read(audit(&["-fjson"]).out.as_bytes()).unwrap();
    let options = report.results.iter().filter(|entry| {
        entry.subject.kind.as_str() == "kernel-option"
            && matches!(entry.verdict, v1::Verdict::Pass | v1::Verdict::Fail)
    });
    for entry in options {
        let facts: Vec<_> = entry.evidence.iter().map(|each| each.fact.as_str()).collect();
        assert_eq!(facts.first(), Some(&"found"), "{} {facts:?}", &*entry.id);
        assert!(facts.contains(&"wanted"), "{} {facts:?}", &*entry.id);
    }
    let named = |name: &str| report.results.iter().any(|entry| &*entry.subject.name == name);
    assert!(named("CONFIG_RETPOLINE") && !named("CONFIG_MITIGATION_RETPOLINE"), "this is 6.1");
}

#[test]
fn pages_tell_options_of_one_severity_in_one_block() {
    let markdown = audit(&["-fmarkdown"]).out;
    assert!(markdown.matches("<details>").count() < 10, "{markdown}");
    assert!(markdown.contains("options of the kernel are weaker than recommended"), "{markdown}");
    let page = audit(&["-fhtml"]).out;
    assert!(page.matches("<details class=\"check").count() < 20, "{page}");
    assert!(page.contains("id=\"kernel-config-slab-freelist-random\""), "{page}");
}
