//! Numbers of problems that a crate may still have while they are being mended.

/// Returns the problems of each crate that has more than its allowance; others have none at all.
///
/// Each problem comes with the name of its crate.
pub(super) fn over(allowed: &[(&str, usize)], problems: Vec<(String, String)>) -> Vec<String> {
    let count = |name: &str| problems.iter().filter(|(of, _)| of == name).count();
    let most = |name: &str| {
        allowed.iter().find(|(allowed, _)| *allowed == name).map_or(0, |(_, most)| *most)
    };
    let is_over: Vec<bool> = problems.iter().map(|(name, _)| count(name) > most(name)).collect();
    let problems = problems.into_iter().zip(is_over).filter(|(_, is_over)| *is_over);
    problems.map(|((_, problem), _)| problem).collect()
}

/// Fails if a crate has fewer problems than its allowance: the number only falls.
#[cfg(test)]
pub(super) fn assert_needed(allowed: &[(&str, usize)], problems: &[(String, String)]) {
    for (name, most) in allowed {
        let count = problems.iter().filter(|(of, _)| of == name).count();
        assert!(count >= *most, "{name} has {count} left: lower its ALLOWED number, or remove it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(names: &[&str]) -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), format!("in {name}"))).collect()
    }

    #[test]
    fn only_a_crate_over_its_allowance_is_reported() {
        let found = problems(&["edge", "edge", "form"]);
        assert!(over(&[("edge", 2), ("form", 1)], found.clone()).is_empty());
        assert_eq!(over(&[("edge", 1), ("form", 1)], found.clone()), ["in edge", "in edge"]);
        assert_eq!(over(&[("edge", 2)], found), ["in form"]);
    }

    #[test]
    #[should_panic(expected = "edge has 1 left")]
    fn an_allowance_must_fall_with_the_problems() {
        assert_needed(&[("edge", 2)], &problems(&["edge"]));
    }
}
