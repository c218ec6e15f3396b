//! Messengers. Each test starts an edge of its own, since the other side answers as the test wants.

mod instagram;
mod mentions;
mod polling;
mod sms;
mod whatsapp;
mod x;
