//! Systems that carry notices, of a test's own: a mail server, gateways of text messages, and a
//! mail provider. They keep the rules of the real ones and refuse what those refuse.

pub mod gateway;
pub mod mail_server;
