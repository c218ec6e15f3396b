//! Messengers: what was answered with 200 is there once, whatever is killed, doubled or late.

mod whatsapp;
