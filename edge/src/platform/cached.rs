//! A value with a time to live that one isolate keeps between requests.

use std::{cell::RefCell, rc::Rc};

use domain::Timestamp;

/// A cache of one value. It belongs in a `thread_local`, since an isolate has one thread.
pub(crate) struct Cached<T> {
    entry: RefCell<Option<(Timestamp, Rc<T>)>>,
}

impl<T> Cached<T> {
    /// Returns an empty cache.
    pub(crate) const fn new() -> Self {
        Self { entry: RefCell::new(None) }
    }

    /// Returns the value if it was stored less than `max_age` seconds before `now`. A value from
    /// the future is stale: the clock was set back, and would keep the value for too long.
    pub(crate) fn get(&self, now: Timestamp, max_age: i64) -> Option<Rc<T>> {
        let entry = self.entry.borrow();
        let (stored_at, value) = entry.as_ref()?;
        let age = now.as_second() - stored_at.as_second();
        (0..max_age).contains(&age).then(|| Rc::clone(value))
    }

    /// Stores a value in place of the one before it, and returns it.
    pub(crate) fn set(&self, now: Timestamp, value: T) -> Rc<T> {
        let value = Rc::new(value);
        self.entry.replace(Some((now, Rc::clone(&value))));
        value
    }

    /// Removes the value.
    pub(crate) fn clear(&self) {
        self.entry.replace(None);
    }
}

#[cfg(test)]
mod tests {
    use super::Cached;
    use domain::Timestamp;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_value_is_returned_until_its_time_to_live_ends() {
        let cache = Cached::new();
        assert_eq!(cache.get(at(100), 60), None);
        assert_eq!(*cache.set(at(100), "first"), "first");
        assert_eq!(cache.get(at(100), 60).as_deref(), Some(&"first"));
        assert_eq!(cache.get(at(159), 60).as_deref(), Some(&"first"));
        assert_eq!(cache.get(at(160), 60), None);
    }

    #[test]
    fn a_shorter_age_may_be_demanded() {
        let cache = Cached::new();
        cache.set(at(100), 1);
        assert_eq!(cache.get(at(131), 30), None);
        assert!(cache.get(at(131), 60).is_some());
    }

    #[test]
    fn a_value_from_the_future_is_stale() {
        let cache = Cached::new();
        cache.set(at(100), 1);
        assert_eq!(cache.get(at(99), 60), None);
    }

    #[test]
    fn a_newer_value_replaces_the_older_one() {
        let cache = Cached::new();
        cache.set(at(100), 1);
        cache.set(at(50), 2);
        assert_eq!(cache.get(at(50), 60).as_deref(), Some(&2));
    }

    #[test]
    fn a_cleared_cache_is_empty() {
        let cache = Cached::new();
        cache.set(at(100), 1);
        cache.clear();
        assert_eq!(cache.get(at(100), 60), None);
    }
}
