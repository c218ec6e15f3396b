//! What the user reads while something long goes on.

/// Says what each step does and how many are left.
pub(crate) struct Steps {
    done: usize,
    total: usize,
}

impl Steps {
    pub(crate) fn of(total: usize) -> Self {
        Self { done: 0, total }
    }

    pub(crate) fn next(&mut self, what: &str) {
        self.done += 1;
        println!("[{}/{}] {what}", self.done, self.total);
    }
}

/// One line within a step.
pub(crate) fn note(what: &str) {
    println!("      {what}");
}
