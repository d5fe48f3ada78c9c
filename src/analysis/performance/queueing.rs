//! Waiting in front of servers that are busy: the M/M/c queue (Erlang, 1917; Kleinrock, "Queueing Systems" I, 1975).
//!
//! Requests arrive at random, `c` servers each take one at a time, and whoever finds all of them busy waits in line.

/// More servers are counted as so many with the same utilization, which wait a little longer: the cautious side.
const MOST_SERVERS: f64 = 4_000.0;

/// How long a request waits before it is served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Waiting {
    /// The chance that it waits at all (Erlang C), 0 to 1.
    pub(crate) chance: f64,
    /// The mean wait of those that wait (ms).
    pub(crate) mean_ms: f64,
}

impl Waiting {
    /// Nobody waits.
    pub(crate) const NONE: Self = Self {
        chance: 0.0,
        mean_ms: 0.0,
    };

    /// The wait where service times spread otherwise than exponentially: half as long where they are all alike
    /// (Allen and Cunneen's approximation; Allen, "Probability, Statistics and Queueing Theory", 1990). `spread` is the
    /// squared coefficient of variation of the service time, 1 where it is exponential.
    pub(crate) fn with_spread(self, spread: f64) -> Self {
        Self {
            mean_ms: self.mean_ms * (1.0 + spread) / 2.0,
            ..self
        }
    }

    /// The mean wait of all (ms).
    #[cfg(test)]
    fn mean_of_all(self) -> f64 {
        self.chance * self.mean_ms
    }
}

/// The wait with `servers` servers, each busy for `service_ms` with a request, when
/// `rps` requests arrive a second; none where they arrive faster than they are served, so that the line grows without end.
pub(crate) fn waiting(servers: f64, service_ms: f64, rps: f64) -> Option<Waiting> {
    let offered = rps * service_ms / 1_000.0;
    if offered <= 0.0 {
        return Some(Waiting::NONE);
    }
    let utilization = offered / servers;
    if utilization >= 1.0 {
        return None;
    }
    let counted = servers.min(MOST_SERVERS);
    let chance = erlang_c(counted, utilization * counted);
    // The line shrinks by what all servers finish less what arrives.
    let drain = (servers - offered) / service_ms;
    Some(Waiting {
        chance,
        mean_ms: 1.0 / drain,
    })
}

/// The chance that all servers are busy, for an offered load in erlangs below their number.
fn erlang_c(servers: f64, offered: f64) -> f64 {
    // Erlang B by its recurrence, which neither overflows nor loses digits.
    let mut blocked = 1.0;
    let mut server = 1.0;
    while server <= servers {
        blocked = offered * blocked / (server + offered * blocked);
        server += 1.0;
    }
    let utilization = offered / servers;
    blocked / (1.0 - utilization * (1.0 - blocked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_published_values() {
        // Erlang C for 2 servers and 1 erlang is 1/3; for 10 and 8 it is 0.409 (tables of the Erlang C formula).
        assert!((erlang_c(2.0, 1.0) - 1.0 / 3.0).abs() < 1e-12);
        assert!((erlang_c(10.0, 8.0) - 0.409).abs() < 5e-4);
        // A call center: 100 calls in half an hour of 3 minutes each are 10 erlangs; with 14 agents 17.4% wait.
        assert!((erlang_c(14.0, 10.0) - 0.174).abs() < 5e-4);
    }

    #[test]
    fn one_server_is_the_m_m_1_queue() {
        // Mean wait = utilization × service / (1 − utilization).
        for utilization in [0.1, 0.5, 0.9, 0.99] {
            let found = waiting(1.0, 10.0, utilization * 100.0).unwrap();
            assert!((found.chance - utilization).abs() < 1e-9);
            let expected = utilization * 10.0 / (1.0 - utilization);
            assert!((found.mean_of_all() - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn the_edges_are_defined() {
        assert_eq!(waiting(4.0, 10.0, 0.0), Some(Waiting::NONE));
        assert_eq!(waiting(1.0, 10.0, 100.0), None);
        assert_eq!(waiting(1.0, 10.0, 1e12), None);
        let large = waiting(1e6, 10.0, 99e6).unwrap();
        assert!(large.chance.is_finite() && large.mean_ms < 0.1);
    }

    proptest! {
        #[test]
        fn more_servers_never_wait_longer(servers in 1.0..200.0_f64, load in 0.01..0.99_f64) {
            let servers = servers.round();
            let rps = load * servers * 100.0;
            let (few, more) = (waiting(servers, 10.0, rps), waiting(servers + 1.0, 10.0, rps));
            prop_assert!(more.unwrap().mean_of_all() <= few.unwrap().mean_of_all() + 1e-9);
        }

        #[test]
        fn more_traffic_never_waits_shorter(servers in 1.0..200.0_f64, load in 0.01..0.98_f64) {
            let servers = servers.round();
            let rps = |load: f64| load * servers * 100.0;
            let (less, more) = (waiting(servers, 10.0, rps(load)), waiting(servers, 10.0, rps(load + 0.01)));
            prop_assert!(more.unwrap().mean_of_all() >= less.unwrap().mean_of_all() - 1e-9);
        }
    }
}
