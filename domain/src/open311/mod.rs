//! Open311 `GeoReport` v2 and the updates of `FixMyStreet`: documents in XML and JSON, parameters,
//! and the mapping of statuses.
//!
//! The edge fetches and stores; everything about the standard is here. An entity is a jurisdiction,
//! its services are the services of the directory, and a reference number is the id of a request.

mod document;
mod parameters;
mod query;
mod shapes;
mod status;

pub use document::{Document, Format, Node};
pub use parameters::Parameters;
pub use query::{ENTRIES_MAX, Fault, PUBLIC_ENTRIES_MAX, Period, RequestQuery, SPAN_DAYS};
pub use shapes::{
    KIND, ServiceEntry, ServiceRequest, Update, created, definition, discovery, fault, requests,
    services, token, updated, updates,
};
pub use status::{RequestStatus, UpdateStatus};
