//! Comparison of Chromium's accessibility tree with `expected/`, in all states of the widget.
//!
//! After an intended change, `UPDATE_EXPECT=1 cargo xtask test browser` updates the expected files.
//! Review them before you commit them.

use std::{cell::RefCell, fmt::Write as _};

use expect_test::{ExpectFile, expect_file};
use rstest::rstest;
use tests::{
    browser::{Browser, Engine, tour, tree},
    transcript,
};

#[rstest]
#[case::english("en", expect_file!["../expected/accessibility-tree.en.txt"])]
#[case::arabic("ar", expect_file!["../expected/accessibility-tree.ar.txt"])]
#[tokio::test]
async fn the_accessibility_tree_is_as_expected(
    #[case] language: &str,
    #[case] expected: ExpectFile,
) {
    let browser = Browser::start(Engine::Chromium).await;
    let script = RefCell::new(String::new());
    let reference = tour::through(&browser, &format!("/rta/{language}"), language, async |state| {
        let tree = tree::of_dialog(&browser).await;
        write!(script.borrow_mut(), "== {state} ==\n\n{tree}\n")
            .expect("a string takes what it is given");
    })
    .await;
    expected.assert_eq(&transcript::steady(&script.take(), reference));
}
