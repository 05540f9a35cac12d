//! The table of recommendations for the kernel.

use std::fmt::Write as _;

use seaworthy_kernel::{Architecture, Class, Recommendation, recommendations};

/// Every recommendation, class by class.
pub(super) fn options() -> String {
    let mut page = String::from(
        "# Kernel options\n\nWritten from the table by `cargo xtask docs`; `seaworthy explain ID` tells \
         more of each: why, what else decides, since when it exists. [Kernel](kernel.md) explains \
         profiles and fragments.\n\n| architecture | recommendations |\n|---|---|\n",
    );
    for each in Architecture::ALL {
        let here = recommendations().iter().filter(|row| row.architectures.has(each)).count();
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(page, "| {} | {here} |", each.as_str());
    }
    page += "\nCosts in **bold**: the profile container-host withholds the advice for that.\n";
    let mut classes: Vec<Class> = recommendations().iter().map(|row| row.class).collect();
    classes.sort_unstable();
    classes.dedup();
    for class in classes {
        let title = class.as_str();
        let _ = write!(
            page,
            "\n## {}{}\n\n| option | wanted | id | severity | asked for by | costs |\n|---|---|---|---|---|---|\n",
            title[..1].to_uppercase(),
            &title[1..]
        );
        for row in recommendations().iter().filter(|row| row.class == class) {
            let _ = writeln!(page, "{}", line(row));
        }
    }
    page
}

fn line(row: &Recommendation) -> String {
    let costs = if row.is_withheld { format!("**{}**", row.breaks) } else { row.breaks.to_owned() };
    let strict = row.strict.map_or_else(String::new, |strict| format!("; strict: {strict}"));
    format!(
        "| `{}` | {}{strict} | `{}` | {} | {} | {costs} |",
        row.name(),
        row.want,
        row.identity(),
        row.severity,
        row.asked_by()
    )
}
