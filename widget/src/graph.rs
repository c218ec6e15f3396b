//! What is kept for a while: signals, the pictures that follow them, listeners. Each has a number and an owner, and goes with its owner. Handles are
//! numbers, so that any closure may have a copy.

use std::{any::Any, cell::RefCell, mem, rc::Rc};

use wasm_bindgen_futures::spawn_local;

thread_local! {
    static GRAPH: RefCell<Graph> = const { RefCell::new(Graph::new()) };
}

/// All that is kept, and who reads what of it.
struct Graph {
    /// In the order of their numbers.
    things: Vec<Thing>,
    last: u32,
    /// The present owner; nobody has the number 0.
    owner: u32,
    /// The picture that is being drawn.
    drawing: u32,
    /// Each signal with a picture that read it.
    reads: Vec<(u32, u32)>,
    /// The pictures that are to be drawn again.
    stale: Vec<u32>,
}

struct Thing {
    number: u32,
    owner: u32,
    value: Rc<dyn Any>,
}

type Picture = RefCell<Box<dyn FnMut()>>;

impl Graph {
    const fn new() -> Self {
        Self {
            things: Vec::new(),
            last: 0,
            owner: 0,
            drawing: 0,
            reads: Vec::new(),
            stale: Vec::new(),
        }
    }

    fn find(&self, number: u32) -> Option<Rc<dyn Any>> {
        let place = self.things.binary_search_by_key(&number, |thing| thing.number).ok()?;
        self.things.get(place).map(|thing| thing.value.clone())
    }
}

/// Keeps something for as long as the present owner lives.
pub(crate) fn keep(value: Rc<dyn Any>) -> u32 {
    GRAPH.with_borrow_mut(|graph| {
        graph.last += 1;
        graph.things.push(Thing { number: graph.last, owner: graph.owner, value });
        graph.last
    })
}

/// What is kept under this number, while it is.
pub(crate) fn find(number: u32) -> Option<Rc<dyn Any>> {
    GRAPH.with_borrow(|graph| graph.find(number))
}

/// Who keeps things. A copy is the same owner.
#[derive(Clone, Copy)]
pub(crate) struct Owner(u32);

impl Owner {
    /// A new one, which goes with the present one.
    pub(crate) fn new() -> Self {
        Self(keep(Rc::new(())))
    }

    /// A new one, which goes with this one.
    pub(crate) fn child(self) -> Self {
        self.with(Self::new)
    }

    /// The present one.
    pub(crate) fn current() -> Self {
        Self(GRAPH.with_borrow(|graph| graph.owner))
    }

    /// What is kept meanwhile is its own.
    pub(crate) fn with<R>(self, work: impl FnOnce() -> R) -> R {
        let before = Self::change(self.0);
        let result = work();
        Self::change(before);
        result
    }

    fn change(to: u32) -> u32 {
        GRAPH.with_borrow_mut(|graph| mem::replace(&mut graph.owner, to))
    }

    /// Lets all go that it keeps, and itself.
    pub(crate) fn cleanup(self) {
        let gone: Vec<Thing> = GRAPH.with_borrow_mut(|graph| {
            let mut numbers = vec![self.0];
            // What is owned is younger than its owner.
            let (gone, rest) = mem::take(&mut graph.things).into_iter().partition(|thing| {
                let goes = thing.number == self.0 || numbers.contains(&thing.owner);
                if goes {
                    numbers.push(thing.number);
                }
                goes
            });
            graph.things = rest;
            graph.reads.retain(|(signal, picture)| {
                !numbers.contains(signal) && !numbers.contains(picture)
            });
            gone
        });
        // Only now: what goes may look in here.
        drop(gone);
    }
}

/// What is being drawn reads this signal.
pub(crate) fn note_reading(signal: u32) {
    GRAPH.with_borrow_mut(|graph| {
        let read = (signal, graph.drawing);
        if graph.drawing != 0 && !graph.reads.contains(&read) {
            graph.reads.push(read);
        }
    });
}

/// Whatever read this signal is drawn again.
pub(crate) fn note_change(signal: u32) {
    let is_first = GRAPH.with_borrow_mut(|graph| {
        let Graph { reads, stale, .. } = graph;
        let was_empty = stale.is_empty();
        for (_, picture) in reads.iter().filter(|read| read.0 == signal) {
            if !stale.contains(picture) {
                stale.push(*picture);
            }
        }
        was_empty && !stale.is_empty()
    });
    if is_first {
        spawn_local(async { draw_stale() });
    }
}

/// Once what made the changes has come to its end.
fn draw_stale() {
    let next =
        || GRAPH.with_borrow_mut(|graph| (!graph.stale.is_empty()).then(|| graph.stale.remove(0)));
    while let Some(picture) = next() {
        draw(picture);
    }
}

/// Draws now, and again after any signal that was read has changed, for as long as the present owner lives.
pub(crate) fn follow(picture: Box<dyn FnMut()>) {
    let picture: Picture = RefCell::new(picture);
    draw(keep(Rc::new(picture)));
}

fn draw(number: u32) {
    let Some(picture) = find(number).and_then(|thing| thing.downcast::<Picture>().ok()) else {
        return;
    };
    let before = GRAPH.with_borrow_mut(|graph| {
        graph.reads.retain(|read| read.1 != number);
        mem::replace(&mut graph.drawing, number)
    });
    picture.borrow_mut()();
    GRAPH.with_borrow_mut(|graph| graph.drawing = before);
}
