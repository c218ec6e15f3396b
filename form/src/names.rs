//! Names of the form's languages, made by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/names.rs"));
