//! The console's API and its sign-in: permissions, attachments, figures, and the settings of an
//! entity. Acts on cases are in `console_cases`.

mod absences;
mod access;
mod activity;
mod announcements;
mod attachments;
mod dashboard;
mod entities;
mod figures;
mod holidays;
mod keys;
mod reports;
mod settings;
mod settings_history;
mod sign_in;
mod spoken;
mod team;
