//! The console's API and its sign-in: permissions, attachments, and the settings of an entity. Acts
//! on cases are in `console_cases`.

mod absences;
mod access;
mod activity;
mod attachments;
mod entities;
mod holidays;
mod settings;
mod sign_in;
mod team;
