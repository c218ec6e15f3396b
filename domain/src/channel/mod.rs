//! Channels by which people write to Sawtak and are answered: the wire formats of messengers.

pub mod whatsapp;
