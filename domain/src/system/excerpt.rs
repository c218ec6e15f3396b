//! Excerpts of answers for the administrator who tries a system. Some products repeat in an error
//! what they were sent, so what we signed in with is taken out.

use super::encoding;

/// Most characters of an excerpt.
const EXCERPT_MAX: usize = 300;

/// Text in the place of a secret.
const HIDDEN: &str = "•••";

/// Returns the beginning of an answer without these secrets, as they are or as JSON and forms
/// write them.
pub fn of(answer: &str, secrets: &[&str]) -> String {
    let mut forms: Vec<String> = secrets.iter().flat_map(|secret| forms(secret)).collect();
    // The longest first: a shorter one may be a part of it.
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    let hide = |text: String, form: &String| text.replace(form, HIDDEN);
    let hidden = forms.iter().filter(|form| !form.is_empty()).fold(answer.to_owned(), hide);
    hidden.chars().take(EXCERPT_MAX).collect()
}

fn forms(secret: &str) -> [String; 3] {
    let json = serde_json::Value::from(secret).to_string();
    let json = json[1..json.len() - 1].to_owned();
    [secret.to_owned(), json, encoding::encode(secret)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_in_an_excerpt() {
        let answer = r#"{"sent":"Bearer a\"b&c","form":"key=a%22b%26c","raw":'a"b&c'}"#;
        let excerpt = of(answer, &["a\"b&c", ""]);
        assert_eq!(excerpt, r#"{"sent":"Bearer •••","form":"key=•••","raw":'•••'}"#);
        assert_eq!(of("token token2", &["token", "token2"]), "••• •••");
    }

    #[test]
    fn a_secret_at_the_end_is_not_cut_and_shown() {
        let answer = ["x".repeat(EXCERPT_MAX - 3), "secret".to_owned()].concat();
        assert!(!of(&answer, &["secret"]).contains("sec"));
        assert_eq!(of(&"ص".repeat(400), &[]).chars().count(), EXCERPT_MAX);
    }
}
