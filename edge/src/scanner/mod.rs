//! Port to the malware scanner, which `SCANNER` names. Two adapters: [`clamd`], and none.
//!
//! The consumer of scans calls it. It streams a file to the scanner and holds a few pieces of it at
//! a time. `domain::media::scan` knows the protocol and decides what an answer means.

mod clamd;

use std::{pin::pin, time::Duration};

use domain::media::scan::{Finding, ScannerAddress};
use futures_util::future::{Either, select};
use worker::{ByteStream, Delay};

/// Scanner of an installation.
#[derive(Clone)]
pub(crate) struct Scanner {
    pub(crate) address: ScannerAddress,
    /// Timeout of a scan, in seconds.
    pub(crate) patience: u32,
}

/// Scans a file.
///
/// # Errors
///
/// Returns a phrase if the scanner can't be reached, is too slow or doesn't answer in its protocol.
/// It contains nothing of the file.
pub(crate) async fn scan(scanner: &Scanner, file: ByteStream) -> Result<Finding, String> {
    let patience = Duration::from_secs(scanner.patience.into());
    let work = clamd::scan(&scanner.address, file);
    match select(pin!(work), pin!(Delay::from(patience))).await {
        Either::Left((finding, _)) => finding,
        Either::Right(_) => Err("the scanner gave no answer in time".to_owned()),
    }
}
