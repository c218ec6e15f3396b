//! Names in both languages of the government.

use serde::{Deserialize, Serialize};

/// A name in both languages of the government.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// Arabic name.
    pub ar: String,
    /// English name.
    pub en: String,
}

impl Named {
    /// Returns the name for a reader of `language`, and the language tag of that name: Arabic for
    /// Arabic readers, English for everyone else.
    pub fn for_reader(&self, language: &str) -> (&str, &'static str) {
        if language.starts_with("ar") { (&self.ar, "ar") } else { (&self.en, "en") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_arabic_for_arabic_alone() {
        let name = Named { ar: "هيئة الطرق".into(), en: "Roads".into() };
        assert_eq!(name.for_reader("ar-AE"), (&*name.ar, "ar"));
        assert_eq!(name.for_reader("ur"), (&*name.en, "en"));
    }
}
