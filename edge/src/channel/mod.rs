//! Channels by which messages come. Messengers: what webhooks bring is stored, handed to the
//! conversation of its sender, and answered.
//!
//! `inbox` stores what came and queues it. `receive` hands messages to their conversation, which
//! `stored` reads and writes; the rules are in `domain::channel`. What a conversation does next is
//! written in the same batch: messages to send, and work such as a submission. `send` sends the
//! messages in their order, and `work` does the work, whose outcome goes back to the conversation.
//! So a kill at any point loses nothing, and a repetition does nothing twice. `notice` tells the
//! author of a participation of news by the messenger that it came by. `mention` takes in public
//! mentions, answers those of which a participation was made, and hands that to its author.
//!
//! `messenger` is the port to the systems of channels. `whatsapp`, `instagram`, `x` and `sms` are
//! its adapters, which alone call their systems. `state` says which channels are on. [`mail`] takes
//! in e-mails.

mod budget;
mod download;
mod failure;
pub(crate) mod inbox;
mod instagram;
mod json;
pub(crate) mod mail;
pub(crate) mod mention;
pub(crate) mod messenger;
mod next;
pub(crate) mod notice;
pub(crate) mod receive;
mod render;
pub(crate) mod send;
mod sms;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod stored;
mod whatsapp;
mod work;
mod world;
mod x;
