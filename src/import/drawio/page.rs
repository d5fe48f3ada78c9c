//! The pages of a draw.io file, which may be compressed: deflated, in base 64, and before that written as in an address.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The most bytes of a page that is not compressed: far more than ten thousand shapes have.
const MOST_BYTES: usize = 32 << 20;
/// Base 64 with or without its last signs.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The XML of a compressed page, or one clause why there is none.
pub(super) fn decompress_page(text: &str) -> Result<String, String> {
    if text.len() > MOST_BYTES {
        return Err(too_large());
    }
    let text: String = text.split_whitespace().collect();
    let bytes = BASE64
        .decode(text)
        .map_err(|_what_base64_says| "its compressed page is damaged".to_owned())?;
    let bytes = decompress_to_vec_with_limit(&bytes, MOST_BYTES).map_err(|error| {
        if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput {
            too_large()
        } else {
            "its compressed page is damaged".to_owned()
        }
    })?;
    Ok(decode_percent(&String::from_utf8_lossy(&bytes)))
}

fn too_large() -> String {
    format!("its compressed page is larger than {} MB", MOST_BYTES >> 20)
}

/// Text with `%3C` as what it stands for.
pub(in crate::import) fn decode_percent(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = digits
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    #[test]
    fn a_page_is_unpacked_and_no_larger_than_any_page() {
        let packed = |text: &[u8]| BASE64.encode(compress_to_vec(text, 6));
        let page = packed(b"%3CmxGraphModel%20a%3D%22%C3%A4%22%2F%3E");
        assert_eq!(decompress_page(&page).unwrap(), "<mxGraphModel a=\"ä\"/>");
        let spread: Vec<String> = page.chars().map(|c| format!("{c}\n ")).collect();
        assert!(decompress_page(&spread.concat()).is_ok());
        let bomb = packed(&vec![b'a'; MOST_BYTES + 1]);
        assert!(bomb.len() < 100_000);
        assert!(decompress_page(&bomb).unwrap_err().contains("32 MB"));
        for damaged in ["no page", "aGVsbG8=", &page[..20]] {
            assert!(decompress_page(damaged).unwrap_err().contains("damaged"));
        }
        assert_eq!(decode_percent("100% %zz %4"), "100% %zz %4");
    }
}
