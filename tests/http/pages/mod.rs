//! Pages that the edge renders for people, over HTTP.

mod ask;
mod embed_docs;
mod home;
mod hosted;
mod privacy;
