//! Output that nobody may read to its end: once the reader is gone, the rest is dropped and the command goes on, so that its
//! exit code is the same whoever reads how much.

use std::io::{self, ErrorKind, Write};

/// Writes until the reader is gone.
pub(super) struct UntilGone<W> {
    out: W,
    is_gone: bool,
}

impl<W: Write> UntilGone<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            is_gone: false,
        }
    }

    fn unless_gone<T>(&mut self, done: io::Result<T>, otherwise: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(otherwise)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for UntilGone<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_gone {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.unless_gone(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_gone {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.unless_gone(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_who_is_gone_is_no_failure_and_a_full_disk_is() {
        let mut gone = UntilGone::new(Failing(ErrorKind::BrokenPipe));
        gone.write_all(b"one").unwrap();
        gone.write_all(b"two").unwrap();
        gone.flush().unwrap();
        let mut full = UntilGone::new(Failing(ErrorKind::StorageFull));
        assert!(full.write_all(b"one").is_err());
        assert!(full.flush().is_err());
    }
}
