//! Normalisation of texts that are compared with expected files: values that differ between runs
//! are replaced.

use domain::reference::Reference;
use regex::Regex;

/// Replaces the reference number, a recording's time within its first minute, and its size with
/// zeros.
pub fn steady(text: &str, reference: Reference) -> String {
    let seconds = Regex::new(r"\b0:\d\d\b").expect("an expression");
    let bytes = Regex::new(r"\d+ (kB|كيلوبايت)").expect("an expression");
    let reference = reference.to_string();
    let aloud: Vec<String> = reference.replace('-', ",").chars().map(String::from).collect();
    let text = text
        .replace(&aloud.join(" "), "0 0 0 0 , 0 0 0 0 , 0 0 0 0")
        .replace(&reference, "0000-0000-0000");
    bytes.replace_all(&seconds.replace_all(&text, "0:00"), "0 $1").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_replaced_and_the_rest_is_kept() {
        let reference = Reference::draw([7; 8]);
        let text = format!("{reference}, 0:07 / 5:00, 87 kB of 100 MB, step 2 of 3");
        assert_eq!(
            steady(&text, reference),
            "0000-0000-0000, 0:00 / 5:00, 0 kB of 100 MB, step 2 of 3"
        );
    }
}
