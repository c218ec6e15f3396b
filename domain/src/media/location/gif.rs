//! GIF: it may hold one block of XMP, which is found by its signature.

use super::{Scan, Step};

/// Signature before XMP in a GIF, and the byte that ends the XMP (XMP specification, part 3,
/// section 1.1.2).
const XMP_MARK: &[u8] = b"XMP DataXMP";
const XMP_END: u8 = 1;

#[derive(Default)]
pub(super) struct Gif {
    is_in_xmp: bool,
}

impl Gif {
    pub(super) fn step(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        if self.is_in_xmp {
            let end = held.iter().position(|byte| *byte == XMP_END);
            self.is_in_xmp = end.is_none();
            let used = end.unwrap_or(held.len());
            scan.changed |= held[..used].iter().any(|byte| *byte != b' ');
            held[..used].fill(b' ');
            return Step::Edited(used);
        }
        match held.windows(XMP_MARK.len()).position(|window| window == XMP_MARK) {
            Some(place) => {
                self.is_in_xmp = true;
                Step::Pass((place + XMP_MARK.len()) as u64)
            }
            // The signature's beginning may have arrived.
            None if held.len() >= XMP_MARK.len() => {
                Step::Pass((held.len() - XMP_MARK.len() + 1) as u64)
            }
            None => Step::More,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    /// Builds a picture with this XMP.
    pub(in super::super) fn gif_of(xmp: &[u8]) -> Vec<u8> {
        let trailer: Vec<u8> = [1].into_iter().chain((0..=255).rev()).chain([0]).collect();
        [
            &b"GIF89a\x01\0\x01\0\0\0\0\x21\xff\x0bXMP DataXMP"[..],
            xmp,
            &trailer,
            b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;",
        ]
        .concat()
    }
}
