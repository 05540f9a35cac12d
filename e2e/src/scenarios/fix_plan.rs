//! The plan that puts things right, carried out on a copy.

use super::daemon::RemapUser;
use crate::docker::output;
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Ground, Seaworthy, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILE: &str = r#"{
    "debug": false,
    "log-level": "debug",
    "experimental": true
}
"#;

/// `patch` takes the plan, the real daemon takes the file that results, and what the
/// plan was made for is gone.
pub(super) fn plan_holds(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let _user = RemapUser::note();
    let engine = Dockerd::start(&DockerdOptions::default().file(FILE))?;
    let before = seaworthy.audit(&engine.host())?;
    let mut command = seaworthy.command();
    let plan = output(command.args(["audit", "--host", &engine.host(), "--fix-plan"]))?;
    let planned = planned(&plan, &engine.file());
    for check in ["default-bridge-icc", "live-restore-disabled", "experimental-features-enabled"] {
        ensure(planned.contains(&check), || format!("{check} is not planned: {planned:?}"))?;
    }
    planned.iter().try_for_each(|check| before.expect_all(check, "fail"))?;
    let unchanged = fs::read_to_string(engine.file()).map_err(Trouble::file(engine.file()))?;
    ensure(unchanged == FILE, || "a plan changed the file".to_owned())?;

    let patched = patched(engine.ground(), &plan, &engine.file())?;
    drop(engine);
    let hardened = Ground::new()?;
    let engine = Dockerd::start_on(hardened, &DockerdOptions::default().file(patched))?;
    let after = seaworthy.audit(&engine.host())?;
    expect_gone(&planned, &after)
}

/// The checks that a difference of the file is for.
fn planned<'a>(plan: &'a str, file: &Path) -> Vec<&'a str> {
    let header = format!("--- {}", file.display());
    let mut last = "";
    let mut checks = Vec::new();
    for line in plan.lines() {
        if let Some(list) = line.strip_prefix("# for ") {
            last = list;
        }
        if line.starts_with(&header) {
            checks.extend(last.split(", "));
        }
    }
    checks
}

/// Applies the plan to a copy of the tree and gives the copy's file.
fn patched(ground: &Ground, plan: &str, file: &Path) -> Result<String, Trouble> {
    let copy = ground.make_folder("copy")?;
    let relative = file.strip_prefix("/").unwrap_or(file);
    let target: PathBuf = copy.join(relative);
    let folder = target.parent().unwrap_or(&copy);
    fs::create_dir_all(folder).map_err(Trouble::file(folder))?;
    fs::copy(file, &target).map_err(Trouble::file(&target))?;
    let plan = ground.write("plan.patch", plan)?;
    let mut patch = Command::new("patch");
    patch.args(["--strip=1", "--batch", "--directory"]).arg(&copy).arg("--input").arg(&plan);
    output(&mut patch)?;
    fs::read_to_string(&target).map_err(Trouble::file(&target))
}

fn expect_gone(checks: &[&str], audit: &Audit) -> Result<(), Trouble> {
    let fails = |check: &&&str| audit.verdicts(check).iter().any(|(_, verdict)| verdict == "fail");
    let left: Vec<&&str> = checks.iter().filter(fails).collect();
    ensure(left.is_empty(), || format!("still fail: {left:?}"))
}
