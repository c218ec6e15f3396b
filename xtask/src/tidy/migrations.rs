//! The rule about migrations: numbered without gaps, and never changed once recorded.
//!
//! An installation applies each migration once and remembers its name only. After a change to an
//! applied file, new and old installations would have different schemas.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Result;

use crate::fingerprint::{digest, files_below};

const FOLDER: &str = "edge/migrations";

/// The list of recorded migrations, in the format of `sha256sum`.
const DIGESTS: &str = "digests.txt";

const OTHERS: [&str; 2] = ["README.md", DIGESTS];

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut files = BTreeMap::new();
    for path in files_below(&root.join(FOLDER))? {
        let name = path.strip_prefix(root.join(FOLDER))?.to_string_lossy().into_owned();
        files.insert(name, fs::read(path)?);
    }
    let digests = String::from_utf8(files.remove(DIGESTS).unwrap_or_default())?;
    files.retain(|name, _| !OTHERS.contains(&name.as_str()));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let problems = misnumbered(&names).into_iter().chain(changed(&files, &digests));
    Ok(problems.map(|problem| format!("{FOLDER}: {problem}; see README.md there")).collect())
}

/// Returns a problem for each name without a number, and for each number that is missing or double.
fn misnumbered(names: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut last = 0;
    for name in names {
        let Some(number) = number(name) else {
            problems.push(format!("{name} isn't named like 0001_entities.sql"));
            continue;
        };
        if number == last {
            problems.push(format!("{name} has the number of the one before it"));
        } else if number != last + 1 {
            problems.push(format!("{name} follows {last:04}: a number is missing"));
        }
        last = number;
    }
    problems
}

/// Returns the number of a migration, which its name begins with.
fn number(name: &str) -> Option<u32> {
    let (number, subject) = name.strip_suffix(".sql")?.split_once('_')?;
    let is_number = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_subject = !subject.is_empty()
        && subject.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if is_number && is_subject { number.parse().ok() } else { None }
}

/// Returns a problem for each recorded migration that was changed or removed, and for each that
/// isn't recorded.
fn changed(files: &BTreeMap<String, Vec<u8>>, digests: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut unrecorded: Vec<&str> = files.keys().map(String::as_str).collect();
    for line in digests.lines() {
        let Some((recorded, name)) = line.split_once("  ") else {
            problems.push(format!("`{line}` in {DIGESTS} isn't a digest, two spaces and a name"));
            continue;
        };
        unrecorded.retain(|other| *other != name);
        match files.get(name) {
            None => problems.push(format!("{name} is recorded and gone: restore it with git")),
            Some(content) if digest(content) != recorded => problems.push(format!(
                "{name} was changed after it was recorded: restore it, and write a new migration"
            )),
            Some(_) => {}
        }
    }
    let record = |name: &str| format!("{name} isn't recorded: `sha256sum {name} >> {DIGESTS}`");
    problems.into_iter().chain(unrecorded.into_iter().map(record)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: [(&str, &str); 2]) -> BTreeMap<String, Vec<u8>> {
        files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    /// Returns a list of digests of these files.
    fn recorded(files: &BTreeMap<String, Vec<u8>>) -> String {
        let line = |(name, content): (&String, &Vec<u8>)| format!("{}  {name}\n", digest(content));
        files.iter().map(line).collect::<Vec<_>>().concat()
    }

    #[test]
    fn numbers_go_up_by_one_from_the_first() {
        assert!(misnumbered(&["0001_a.sql", "0002_b.sql", "0003_c_2.sql"]).is_empty());
        for (names, problem) in [
            (vec!["0001_a.sql", "0003_c.sql"], "0003_c.sql follows 0001"),
            (vec!["0002_b.sql"], "0002_b.sql follows 0000"),
            (vec!["0001_a.sql", "0001_b.sql", "0002_c.sql"], "0001_b.sql has the number"),
            (vec!["0001_a.sql", "2_b.sql"], "2_b.sql isn't named"),
            (vec!["0001_a.sql", "0002_b.SQL"], "0002_b.SQL isn't named"),
            (vec!["0001_a.sql", "0002_B.sql"], "0002_B.sql isn't named"),
            (vec!["0001_.sql"], "0001_.sql isn't named"),
            (vec!["0001_a.sql", "more/0002_b.sql"], "more/0002_b.sql isn't named"),
        ] {
            let problems = misnumbered(&names);
            assert_eq!(problems.len(), 1, "{names:?}: {problems:?}");
            assert!(problems[0].starts_with(problem), "{names:?}: {problems:?}");
        }
    }

    #[test]
    fn a_recorded_migration_is_never_changed_renamed_or_removed() {
        let before = files([("0001_a.sql", "SELECT 1;\n"), ("0002_b.sql", "SELECT 2;\n")]);
        let digests = recorded(&before);
        assert!(changed(&before, &digests).is_empty());
        let edited = files([("0001_a.sql", "SELECT 1; \n"), ("0002_b.sql", "SELECT 2;\n")]);
        assert_eq!(changed(&edited, &digests).len(), 1);
        let renamed = files([("0001_a.sql", "SELECT 1;\n"), ("0002_c.sql", "SELECT 2;\n")]);
        let problems = changed(&renamed, &digests);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("0002_b.sql is recorded and gone"));
        // A second line doesn't overrule the first.
        let both = digests + &recorded(&edited);
        assert_eq!(changed(&edited, &both).len(), 1);
        assert_eq!(changed(&before, &both).len(), 1);
    }

    #[test]
    fn every_migration_is_recorded() {
        let files = files([("0001_a.sql", "SELECT 1;\n"), ("0002_b.sql", "SELECT 2;\n")]);
        let first = recorded(&files).lines().next().unwrap().to_owned();
        let problems = changed(&files, &first);
        assert_eq!(problems, ["0002_b.sql isn't recorded: `sha256sum 0002_b.sql >> digests.txt`"]);
        assert_eq!(changed(&files, "").len(), 2);
        assert_eq!(changed(&files, &(recorded(&files) + "0003_c.sql\n")).len(), 1);
    }

    #[test]
    fn the_folder_is_read_with_its_list() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(FOLDER);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("README.md", "# A\n"), ("0001_a.sql", "SELECT 1;\n")] {
            fs::write(folder.join(name), text).unwrap();
        }
        assert_eq!(check(root.path()).unwrap().len(), 1);
        let line = format!("{}  0001_a.sql\n", digest(b"SELECT 1;\n"));
        fs::write(folder.join(DIGESTS), line).unwrap();
        assert_eq!(check(root.path()).unwrap(), [""; 0]);
        fs::write(folder.join("0001_a.sql"), "SELECT 2;\n").unwrap();
        assert_eq!(check(root.path()).unwrap().len(), 1);
    }
}
