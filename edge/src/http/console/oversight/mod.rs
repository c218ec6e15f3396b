//! Calls by which the work of others is overseen: what people have done and read, for auditors; the
//! workload of a team and cases that are alike, for supervisors; who is away, and who stands in.

pub(crate) mod absences;
pub(crate) mod activity;
pub(crate) mod alike;
pub(crate) mod figures;
pub(crate) mod report;
pub(crate) mod team;
