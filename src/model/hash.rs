//! Hashes that are the same on every machine and with every compiler, which the standard library's do not promise.

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a in 64 bits. Its values are kept on disk.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().fold(OFFSET_BASIS, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Mixes numbers into one in their order; for use within one run of the program.
#[must_use]
pub fn hash_numbers(values: impl IntoIterator<Item = u64>) -> u64 {
    values.into_iter().fold(OFFSET_BASIS, |hash, value| {
        (hash ^ value)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    })
}

#[cfg(test)]
mod tests {
    use super::hash_bytes;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash_bytes(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash_bytes(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash_bytes(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
