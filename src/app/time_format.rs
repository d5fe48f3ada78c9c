//! A point in time, as one would say it: "today, 14:02".

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// As the user's clock and calendar have it now, for the middle of a sentence.
pub(crate) fn format_time(at: Timestamp) -> String {
    format_relative(&at.to_zoned(TimeZone::system()), &Zoned::now())
}

/// The same, where a line begins with it.
pub(crate) fn format_time_capitalized(at: Timestamp) -> String {
    let moment = format_time(at);
    let mut rest = moment.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + rest.as_str()
}

fn format_relative(at: &Zoned, now: &Zoned) -> String {
    let day = match now.date().since(at.date()).map(|span| span.get_days()) {
        Ok(0) => "today".to_owned(),
        Ok(1) => "yesterday".to_owned(),
        _ if at.year() == now.year() => at.strftime("%-d %B").to_string(),
        _ => at.strftime("%-d %B %Y").to_string(),
    };
    format!("{day}, {}", at.strftime("%H:%M"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_named_as_people_name_them() {
        let zoned = |day: jiff::civil::Date| day.at(9, 5, 59, 0).to_zoned(TimeZone::UTC).unwrap();
        let now = zoned(date(2026, 3, 2));
        let at = |day| format_relative(&zoned(day), &now);
        assert_eq!(at(date(2026, 3, 2)), "today, 09:05");
        assert_eq!(at(date(2026, 3, 1)), "yesterday, 09:05");
        assert_eq!(at(date(2026, 2, 28)), "28 February, 09:05");
        assert_eq!(at(date(2025, 12, 31)), "31 December 2025, 09:05");
        assert!(format_time_capitalized(Timestamp::now()).starts_with("Today, "));
    }
}
