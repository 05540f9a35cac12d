//! Whom the recommendations are for.

use std::fmt;
use std::str::FromStr;

/// Which recommendations are given, and how they are rated.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Profile {
    /// A machine that runs containers: nothing that stops an engine or its
    /// containers is advised, and ratings follow what containers reach.
    #[default]
    ContainerHost,
    /// Everything, for a machine that can do without.
    Strict,
    /// What the Kernel Self Protection Project recommends and nothing else.
    Kspp,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ContainerHost, Self::Strict, Self::Kspp];

    /// The word on the command line and in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContainerHost => "container-host",
            Self::Strict => "strict",
            Self::Kspp => "kspp",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no profile.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownProfile(String);

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Profile::ALL.map(Profile::as_str).join(", ");
        write!(f, "`{}` is no kernel profile; there are {known}", self.0)
    }
}

impl std::error::Error for UnknownProfile {}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|profile| profile.as_str() == word);
        found.ok_or_else(|| UnknownProfile(word.to_owned()))
    }
}
