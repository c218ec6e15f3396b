//! Systems that carry notices, of a test's own: a mail server, gateways of text messages, and a
//! mail provider. They keep the rules of the real ones and refuse what those refuse.
//!
//! `stand-ins` has counterparts of the same systems, which show what arrives to people and to tests
//! that share an edge. These here run inside the test, so that it can count attempts, let one fail
//! or hang, and end a connection halfway.

pub mod gateway;
pub mod mail_server;
pub mod webhook;
