//! The form in a browser, from the first question to the answer, without and with a network.

mod complaint_by_voice;
mod customer;
mod draft;
mod happiness_meter;
mod languages;
mod outbox;
mod participation;
mod proof_of_work;
mod recorder;
mod story;
mod uploads;
mod without_script;
