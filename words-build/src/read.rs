//! Reading of folders of words, and comparison of their keys.

use std::{
    collections::BTreeSet,
    fs,
    io::{Error, ErrorKind, Result},
    path::Path,
};

use crate::{Languages, MODEL, Words};

/// Reads a folder with one file for each language. Subfolders are skipped.
///
/// # Errors
///
/// Names the file that can't be read or isn't an object of texts.
pub fn folder(folder: &Path) -> Result<Languages> {
    let mut languages = Languages::new();
    for entry in fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let path = entry?.path();
        if let (Some(tag), true) = (path.file_stem().and_then(|stem| stem.to_str()), path.is_file())
        {
            languages.insert(tag.to_owned(), file(&path)?);
        }
    }
    Ok(languages)
}

/// Reads a folder as [`folder`] does, and requires the same keys of each language.
///
/// # Errors
///
/// As [`folder`]; also if [`MODEL`] is missing, or if a language lacks keys, which are named.
pub fn equal_folder(path: &Path) -> Result<Languages> {
    let languages = folder(path)?;
    if !languages.contains_key(MODEL) {
        return Err(invalid(path, &format!("{MODEL}.json is missing")));
    }
    let problems = missing(&languages);
    if !problems.is_empty() {
        return Err(invalid(path, &problems.join("\n")));
    }
    Ok(languages)
}

/// Returns the languages with the texts of the folder `easy` in place of theirs.
///
/// # Errors
///
/// As [`folder`]; also if a language has no file there, or a file has a key that its language
/// lacks.
pub fn easy(easy: &Path, languages: &Languages) -> Result<Languages> {
    let overrides = folder(easy)?;
    let mut merged = languages.clone();
    for (tag, words) in &mut merged {
        let overrides =
            overrides.get(tag).ok_or_else(|| invalid(easy, &format!("{tag}.json is missing")))?;
        if let Some(unknown) = overrides.keys().find(|key| !words.contains_key(*key)) {
            let problem = format!("{tag}.json has `{unknown}`, which the usual words lack");
            return Err(invalid(easy, &problem));
        }
        words.extend(overrides.clone());
    }
    Ok(merged)
}

/// Returns a problem for each language that lacks a key of another.
pub fn missing(languages: &Languages) -> Vec<String> {
    let all: BTreeSet<&String> = languages.values().flat_map(Words::keys).collect();
    let problem = |(tag, words): (&String, &Words)| {
        let missing: Vec<&str> =
            all.iter().filter(|key| !words.contains_key(**key)).map(|key| key.as_str()).collect();
        (!missing.is_empty()).then(|| {
            let keys = missing.join(", ");
            format!("{tag}.json: lacks {keys}; a person would read another language, or nothing")
        })
    };
    languages.iter().filter_map(problem).collect()
}

fn file(path: &Path) -> Result<Words> {
    let text = fs::read_to_string(path).map_err(|error| at(path, &error))?;
    serde_json::from_str(&text).map_err(|error| at(path, &error.into()))
}

fn at(path: &Path, error: &Error) -> Error {
    Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn invalid(path: &Path, problem: &str) -> Error {
    at(path, &Error::new(ErrorKind::InvalidData, problem))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn files(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn each_file_of_the_folder_is_a_language() {
        let folder = files(&[
            ("ar.json", r#"{"a":"ا"}"#),
            ("en.json", r#"{"a":"A"}"#),
            ("easy/en.json", ""),
        ]);
        let languages = equal_folder(folder.path()).unwrap();
        assert_eq!(languages.keys().collect::<Vec<_>>(), ["ar", "en"]);
        assert_eq!(languages["ar"]["a"], "ا");
    }

    #[test]
    fn a_file_that_is_no_object_of_texts_is_named() {
        for text in ["", "[]", r#"{"a":1}"#, r#"{"a":{"b":"c"}}"#] {
            let folder = files(&[("en.json", "{}"), ("ur.json", text)]);
            let error = equal_folder(folder.path()).unwrap_err().to_string();
            assert!(error.contains("ur.json"), "{error}");
        }
        let error = folder(Path::new("nowhere")).unwrap_err().to_string();
        assert!(error.starts_with("nowhere: "), "{error}");
    }

    #[test]
    fn a_language_may_not_lack_a_word() {
        let folder = files(&[("ar.json", r#"{"send":"أ"}"#), ("en.json", r#"{"send":"S"}"#)]);
        equal_folder(folder.path()).unwrap();
        for (ar, en, lacking) in [
            (r#"{"send":"أ"}"#, r#"{"send":"S","next":"N"}"#, "ar.json: lacks next"),
            (r#"{"send":"أ","next":"ا"}"#, r#"{"send":"S"}"#, "en.json: lacks next"),
        ] {
            let folder = files(&[("ar.json", ar), ("en.json", en)]);
            let error = equal_folder(folder.path()).unwrap_err().to_string();
            assert!(error.contains(lacking), "{error}");
        }
    }

    #[test]
    fn a_folder_without_english_is_refused() {
        let folder = files(&[("ar.json", "{}")]);
        assert!(equal_folder(folder.path()).unwrap_err().to_string().contains("en.json"));
    }

    #[test]
    fn easy_words_stand_in_place_of_the_usual_ones() {
        let folder = files(&[
            ("en.json", r#"{"send":"Send","wait":"Is being sent"}"#),
            ("easy/en.json", r#"{"wait":"Going"}"#),
        ]);
        let usual = equal_folder(folder.path()).unwrap();
        let merged = easy(&folder.path().join("easy"), &usual).unwrap();
        assert_eq!((&*merged["en"]["send"], &*merged["en"]["wait"]), ("Send", "Going"));
    }

    #[test]
    fn easy_words_of_no_language_and_unknown_ones_are_refused() {
        let usual = Languages::from([("en".into(), Words::from([("send".into(), "S".into())]))]);
        for (name, problem) in [("ar.json", "en.json is missing"), ("en.json", "has `next`")] {
            let folder = files(&[(name, r#"{"next":"N"}"#)]);
            let error = easy(folder.path(), &usual).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
    }
}
