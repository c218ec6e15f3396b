//! Conversions between wire shapes and domain types.
//!
//! A `parse` checks a request as a whole and returns all errors at once. The rules of each value
//! stand in the domain; only places in a request (JSON Pointers) are known here.

mod assistant;
mod case_action;
mod contact;
mod conversation;
mod customer;
mod deed;
mod entities;
mod keys;
mod open311;
mod past_cases;
mod people;
mod place;
mod submission;
mod system;
mod webhooks;
