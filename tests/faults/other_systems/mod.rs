//! Faults of the systems that the edge calls: they are away, slow, or answer wrongly.

mod alerts;
mod outbox;
mod polling;
mod provider;
mod scanner;
mod staff_notices;
mod transcriber;
