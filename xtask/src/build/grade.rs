//! The two grades of a build: as it is served, and quickly compiled for `cargo xtask dev`.

use crate::build::wasm_opt::SMALLER;

/// Amount of optimisation that a build gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// As it is deployed, tested and measured.
    Served,
    /// For a developer who waits for it: behaves alike, and is larger.
    Quick,
}

impl Grade {
    /// Returns the cargo profile that a crate is compiled in. `served` is that of the served one.
    pub(super) const fn profile(self, served: &'static str) -> &'static str {
        match self {
            Self::Served => served,
            Self::Quick => "quick",
        }
    }

    /// Returns the compiler flags. A quick build has none, so that the crates share their compiled
    /// dependencies.
    pub(super) fn flags(self, served: String) -> String {
        match self {
            Self::Served => served,
            Self::Quick => String::new(),
        }
    }

    /// Returns the passes of wasm-opt over what browsers load.
    pub(super) const fn passes(self) -> &'static [&'static str] {
        match self {
            Self::Served => SMALLER,
            Self::Quick => &[],
        }
    }

    /// Returns the name in a stamp, which tells the products of the two apart.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Quick => "quick",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_is_optimised_and_what_is_quick_shares_a_profile() {
        assert_eq!(
            ["release", "browser"].map(|name| Grade::Served.profile(name)),
            ["release", "browser"]
        );
        assert_eq!(
            ["release", "browser"].map(|name| Grade::Quick.profile(name)),
            ["quick", "quick"]
        );
        assert!(Grade::Served.passes().contains(&"-Oz") && Grade::Quick.passes().is_empty());
    }
}
