//! Names that attack the reader of a report.

use seaworthy_core::findings::{
    Evidence, Finding, Header, Remedy, Severity, SubjectKind, Waiver, fail,
};

use super::{finding, header, on, subject};

/// Names that somebody may give a container to harm whoever reads the report.
pub(crate) const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example\",\"web\")",
    "a|b`c``d*e_f [x](javascript:alert(1)) @everyone #1",
    "</style></script><!-- ]]> &amp; {{ x }} {% y %}",
    "red\u{1b}[31m\u{7}\u{0}\u{8}\r\nnext\tline\u{85}\u{2028}",
    "gpj.exe\u{202e}txt\u{200b}\u{feff}\u{fffe}\u{ffff}",
    "../../etc/passwd?x=%00#y",
    "検査 Ünïcödé 🚢 \u{1f468}\u{200d}\u{1f469}",
    "'; DROP TABLE results; --",
];

/// One finding for each of them, the short ones waived.
pub(super) fn findings() -> Vec<Finding> {
    let long = "long-".repeat(2_000);
    let names = HOSTILE.iter().map(|name| (*name).to_owned()).chain([long]);
    let mut all = Vec::new();
    for name in names {
        let header = Header {
            title: format!(
                "name is made to deceive: {}",
                name.chars().take(40).collect::<String>()
            ),
            ..header("hostile-name", "", "containers", Severity::Medium, &[("5.1", "5.1")])
        };
        let verdict = fail(name.clone())
            .because(Evidence::new(name.clone(), name.clone(), name.clone()))
            .fix(Remedy::review(name.clone()).command(name.clone()));
        let mut one = on(1, finding(header, subject(SubjectKind::Container, &name), verdict));
        one.waived = (name.len() < 30).then(|| Waiver {
            reason: name.clone(),
            owner: name.clone(),
            expires: String::new(),
            file: name.clone(),
        });
        all.push(one);
    }
    all
}
