//! Tests of the form in a browser, from the first question to the answer, with and without a
//! network.
//!
//! Tests of the page around the form belong in `host_page`.

mod ask;
mod complaint_by_voice;
mod customer;
mod draft;
mod happiness_meter;
mod languages;
mod notices;
mod outbox;
mod participation;
mod passkey;
mod place;
mod proof_of_work;
mod recorder;
mod story;
mod uploads;
mod without_script;
