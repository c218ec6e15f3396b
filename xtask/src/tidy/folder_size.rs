//! The rule about crowded folders.

use std::collections::BTreeMap;

use super::has_extension;

const MOST: usize = 20;

/// Folders of this name hold one file for each language.
const WORDS: &str = "words";

/// Folder of migrations, which are never merged or removed. Their number says where one is.
const MIGRATIONS: &str = "edge/migrations";

/// Takes the paths of all files from the project's root.
pub(super) fn check(paths: &[String]) -> Vec<String> {
    crowded(paths)
        .into_iter()
        .map(|(folder, files)| {
            format!(
                "{folder}: {files} files; past {MOST} nobody finds one by looking: group them in folders"
            )
        })
        .collect()
}

fn crowded(paths: &[String]) -> Vec<(&str, usize)> {
    let mut folders = BTreeMap::<&str, usize>::new();
    let is_counted =
        |(folder, file): &(&str, &str)| *folder != MIGRATIONS || !has_extension(file, "sql");
    let split = paths.iter().filter_map(|path| path.rsplit_once('/'));
    for (folder, _) in split.filter(is_counted) {
        *folders.entry(folder).or_default() += 1;
    }
    let is_crowded =
        |(folder, files): &(&str, usize)| *files > MOST && folder.rsplit('/').next() != Some(WORDS);
    folders.into_iter().filter(is_crowded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &str, count: usize) -> Vec<String> {
        (0..count).map(|number| format!("{folder}/{number}.rs")).collect()
    }

    #[test]
    fn a_folder_has_at_most_20_files_directly_in_it() {
        assert!(check(&[files("domain/a", 20), files("domain/a/b", 20)].concat()).is_empty());
        assert_eq!(check(&files("domain/a", 21)).len(), 1);
        assert!(check(&files("form/words", 30)).is_empty());
    }

    #[test]
    fn migrations_may_be_many_and_other_files_beside_them_may_not() {
        let migrations = |folder: &str, extension: &str| -> Vec<String> {
            (0..30).map(|number| format!("{folder}/{number:04}_a.{extension}")).collect()
        };
        assert!(check(&migrations("edge/migrations", "sql")).is_empty());
        assert_eq!(check(&migrations("edge/migrations", "md")).len(), 1);
        assert_eq!(check(&migrations("edge/other", "sql")).len(), 1);
    }
}
