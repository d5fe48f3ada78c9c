//! The assignment problem: gives every row its own column so that the sum of the costs is least (Kuhn and Munkres, with
//! shortest augmenting paths). Pure arithmetic, apart from everything that gives the numbers a meaning.

/// For each row its column. `cost(row, column)`; there are at least as many columns as rows.
///
/// Takes rows² × columns steps.
pub(crate) fn assign(
    rows: usize,
    columns: usize,
    cost: impl Fn(usize, usize) -> i64,
) -> Vec<usize> {
    debug_assert!(rows <= columns);
    // Row and column 0 stand for "none", so that both are counted from 1 here.
    let (mut of_row, mut of_column) = (vec![0; rows + 1], vec![0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    let mut before = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![i64::MAX; columns + 1];
        let mut used = vec![false; columns + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let (current, mut step, mut next) = (row_of[column], i64::MAX, 0);
            for other in 1..=columns {
                if used[other] {
                    continue;
                }
                let reduced = cost(current - 1, other - 1) - of_row[current] - of_column[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    before[other] = column;
                }
                if least[other] < step {
                    step = least[other];
                    next = other;
                }
            }
            for other in 0..=columns {
                if used[other] {
                    of_row[row_of[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] = least[other].saturating_sub(step);
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    let mut columns_of = vec![0; rows];
    for (column, &row) in row_of.iter().enumerate().skip(1) {
        if row > 0 {
            columns_of[row - 1] = column - 1;
        }
    }
    columns_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn least_by_trying(costs: &[Vec<i64>], used: &mut Vec<bool>, row: usize) -> i64 {
        if row == costs.len() {
            return 0;
        }
        (0..used.len())
            .filter_map(|column| {
                if std::mem::replace(&mut used[column], true) {
                    return None;
                }
                let rest = least_by_trying(costs, used, row + 1);
                used[column] = false;
                Some(costs[row][column] + rest)
            })
            .min()
            .unwrap_or(i64::MAX / 2)
    }

    proptest! {
        #[test]
        fn agrees_with_trying_everything(
            costs in (1..5_usize, 0..3_usize).prop_flat_map(|(rows, more)| {
                proptest::collection::vec(proptest::collection::vec(0..50_i64, rows + more), rows)
            })
        ) {
            let columns = costs[0].len();
            let found = assign(costs.len(), columns, |row, column| costs[row][column]);
            let sum: i64 = found.iter().enumerate().map(|(row, &column)| costs[row][column]).sum();
            let mut distinct = found.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), costs.len());
            prop_assert_eq!(sum, least_by_trying(&costs, &mut vec![false; columns], 0));
        }
    }
}
