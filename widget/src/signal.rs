//! State that is followed by what shows it: signals as Leptos has them, in the little code that one form on one thread needs. Leptos's own are written
//! for more than that, and would be a sixth of what a phone downloads.

use std::{cell::RefCell, marker::PhantomData, rc::Rc};

use crate::graph::{find, keep, note_change, note_reading};

/// A value that pictures follow. A copy is the same signal.
pub(crate) struct Signal<T> {
    number: u32,
    value: PhantomData<T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    /// Belongs to the present owner.
    pub(crate) fn new(value: T) -> Self {
        Self { number: keep(Rc::new(RefCell::new(value))), value: PhantomData }
    }

    /// None once its owner has gone, as it may have where something was waited for.
    fn cell(self) -> Option<Rc<RefCell<T>>> {
        find(self.number)?.downcast().ok()
    }

    /// Looks at it; none if it has gone.
    pub(crate) fn try_with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.cell().map(|cell| look(&cell.borrow()))
    }

    /// Looks at it.
    ///
    /// # Panics
    ///
    /// When it has gone.
    pub(crate) fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        match self.try_with_untracked(look) {
            Some(result) => result,
            None => gone(),
        }
    }

    /// Looks at it; what is being drawn is drawn again when it changes.
    ///
    /// # Panics
    ///
    /// When it has gone.
    pub(crate) fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        note_reading(self.number);
        self.with_untracked(look)
    }

    /// Changes it; none if it has gone.
    pub(crate) fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let cell = self.cell()?;
        let result = change(&mut cell.borrow_mut());
        note_change(self.number);
        Some(result)
    }

    /// Changes it to this, unless it has gone.
    pub(crate) fn set(self, value: T) {
        self.update(|place| *place = value);
    }
}

impl<T: Clone + 'static> Signal<T> {
    /// What it is; none if it has gone.
    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }

    /// What it is.
    ///
    /// # Panics
    ///
    /// When it has gone.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// What it is; what is being drawn is drawn again when it changes.
    ///
    /// # Panics
    ///
    /// When it has gone.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }
}

#[cold]
fn gone() -> ! {
    panic!("a signal was read whose owner had gone")
}
