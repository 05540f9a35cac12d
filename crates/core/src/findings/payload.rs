//! What only one kind of finding has.

/// Payload by kind. A kind without fields of its own still has its variant: it
/// names the kind in every report.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// A check of configuration or of the live system.
    Misconfiguration,
    /// A known vulnerability of a component.
    Vulnerability(Box<VulnerabilityPayload>),
    /// A secret where it does not belong.
    Secret(SecretPayload),
    /// A licence that the policy rules on.
    Licence(LicencePayload),
    /// A signature or its absence.
    Signature,
    /// Bytes nobody needs.
    Waste,
    /// Something a program did.
    Behaviour,
}

impl Payload {
    /// The word used in every format.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Misconfiguration => "misconfiguration",
            Self::Vulnerability(_) => "vulnerability",
            Self::Secret(_) => "secret",
            Self::Licence(_) => "licence",
            Self::Signature => "signature",
            Self::Waste => "waste",
            Self::Behaviour => "behaviour",
        }
    }
}

/// A component, as a vulnerability names it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PackageRef {
    /// Name.
    pub name: String,
    /// Installed version.
    pub version: String,
    /// Package URL.
    pub purl: String,
    /// Source package, empty when it is the same.
    pub source: String,
}

/// Whether there is a fix.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum FixState {
    /// A fixed version exists.
    Fixed,
    /// None yet.
    #[default]
    Affected,
    /// There will be none.
    WillNotFix,
    /// Later.
    Deferred,
    /// The distribution release is out of support.
    EndOfLife,
    /// The vendor says that it does not apply.
    NotAffected,
    /// The vendor looks into it.
    UnderInvestigation,
}

impl FixState {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Affected => "affected",
            Self::WillNotFix => "will-not-fix",
            Self::Deferred => "deferred",
            Self::EndOfLife => "end-of-life",
            Self::NotAffected => "not-affected",
            Self::UnderInvestigation => "under-investigation",
        }
    }
}

/// A CVSS rating by one source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cvss {
    /// Who rated.
    pub source: String,
    /// The vector.
    pub vector: String,
    /// Base score, 0 to 10.
    pub score: f64,
}

/// A known vulnerability in a component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VulnerabilityPayload {
    /// Other ids of the same flaw.
    pub aliases: Vec<String>,
    /// The component.
    pub package: PackageRef,
    /// First fixed version, empty when there is none.
    pub fixed: String,
    /// State of the fix.
    pub state: FixState,
    /// When the fix was published, `YYYY-MM-DD`, empty when unknown.
    pub fixed_on: String,
    /// Ratings.
    pub cvss: Vec<Cvss>,
    /// Probability of exploitation, 0 to 1.
    pub epss: Option<f64>,
    /// Known to be exploited.
    pub kev: bool,
    /// Digest of the layer that brought the component.
    pub layer: String,
    /// Why it matched, in steps.
    pub because: Vec<String>,
}

/// A secret that was found; never the secret itself.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SecretPayload {
    /// Class, `aws-access-key`.
    pub class: String,
    /// Where, a path or variable.
    pub location: String,
    /// Length in bytes.
    pub length: usize,
}

/// A licence that the policy rules on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LicencePayload {
    /// SPDX expression.
    pub expression: String,
    /// The component.
    pub package: PackageRef,
}
