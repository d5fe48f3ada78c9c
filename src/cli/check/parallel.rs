//! Work on all cores whose results come in the order of the items.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Results that may wait for an earlier one, for each core, before the core waits too.
const AHEAD: usize = 64;

/// Works on all items and hands each result to `take` in the order of the items; ends early where that fails.
pub(super) fn in_order<T: AsRef<U> + Sync, U: ?Sized, R: Send, E>(
    items: &[T],
    work: impl Fn(&U) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = mpsc::sync_channel(cores * AHEAD);
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            let (send, next, stop, work) = (send.clone(), &next, &stop, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    if send.send((index, work(item.as_ref()))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut due = 0;
        // The receiver is dropped on an error, so that nobody waits to send.
        for (index, result) in receive {
            early.insert(index, result);
            while let Some(result) = early.remove(&due) {
                due += 1;
                if let Err(error) = take(result) {
                    stop.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<String> = (0..1_000).map(|n| n.to_string()).collect();
        let mut taken = Vec::new();
        let done: Result<(), ()> = in_order(
            &items,
            |item: &str| item.len() + item.parse::<usize>().unwrap(),
            |result| {
                taken.push(result);
                Ok(())
            },
        );
        assert_eq!(done, Ok(()));
        let expected: Vec<usize> = (0..1_000_usize).map(|n| n + n.to_string().len()).collect();
        assert_eq!(taken, expected);
    }

    #[test]
    fn a_failure_ends_it() {
        let items = vec![String::new(); 10_000];
        let mut taken = 0;
        let done = in_order(
            &items,
            |_: &str| (),
            |()| {
                taken += 1;
                if taken == 3 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err("full"), 3));
    }
}
