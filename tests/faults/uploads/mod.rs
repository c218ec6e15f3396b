//! Faults of uploads: broken connections, writers that overtake each other, and scarce memory.

mod memory;
mod public_client;
mod writers;
