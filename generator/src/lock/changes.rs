//! What happened to the blocks of an original: the longest common run of hashes stands, the rest is paired gap by gap.

use super::translations::Known;
use crate::markdown::Block;

/// What happened to a block. `was` is its place among the recorded blocks, `now` among those of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It says something else.
    Changed {
        /// Its place then.
        was: usize,
        /// Its place now.
        now: usize,
    },
    /// It was added.
    New {
        /// Its place now.
        now: usize,
    },
    /// It was taken out.
    Gone {
        /// Its place then.
        was: usize,
    },
}

/// Comparisons made for one text; past that, everything between its equal beginning and end counts as changed.
const MOST_COMPARED: usize = 4_000_000;

/// What happened since, in the order of the text.
pub fn changes(was: &[Known], now: &[Block]) -> Vec<Change> {
    let was: Vec<[u8; 8]> = was.iter().map(|block| block.hash).collect();
    let now: Vec<[u8; 8]> = now.iter().map(|block| block.hash).collect();
    between(&was, &now)
}

fn between(was: &[[u8; 8]], now: &[[u8; 8]]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut from = (0, 0);
    for (was_end, now_end) in common(was, now).into_iter().chain([(was.len(), now.len())]) {
        // Between two blocks that stand, what went and what came are taken for each other in order.
        let (gone, new) = (was_end - from.0, now_end - from.1);
        changes.extend((0..gone.max(new)).map(|ix| match (ix < gone, ix < new) {
            (true, true) => Change::Changed { was: from.0 + ix, now: from.1 + ix },
            (true, false) => Change::Gone { was: from.0 + ix },
            _ => Change::New { now: from.1 + ix },
        }));
        from = (was_end + 1, now_end + 1);
    }
    changes
}

/// The longest common subsequence, as places in both.
fn common(was: &[[u8; 8]], now: &[[u8; 8]]) -> Vec<(usize, usize)> {
    let head = was.iter().zip(now).take_while(|(a, b)| a == b).count();
    let (was_rest, now_rest) = (&was[head..], &now[head..]);
    let tail = was_rest.iter().rev().zip(now_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&was_rest[..was_rest.len() - tail], &now_rest[..now_rest.len() - tail]);
    let mut pairs: Vec<_> = (0..head).map(|ix| (ix, ix)).collect();
    if old.len().saturating_mul(new.len()) <= MOST_COMPARED {
        pairs.extend(longest(old, new).into_iter().map(|(a, b)| (head + a, head + b)));
    }
    pairs.extend((0..tail).map(|ix| (was.len() - tail + ix, now.len() - tail + ix)));
    pairs
}

fn longest(old: &[[u8; 8]], new: &[[u8; 8]]) -> Vec<(usize, usize)> {
    // How many blocks are common from a place in each to the ends.
    let width = new.len() + 1;
    let mut counts = vec![0_u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            counts[a * width + b] = if old[a] == new[b] {
                counts[(a + 1) * width + b + 1] + 1
            } else {
                counts[(a + 1) * width + b].max(counts[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < old.len() && b < new.len() {
        if old[a] == new[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if counts[(a + 1) * width + b] >= counts[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters for hashes; what happened as `c` changed, `+` new, `-` gone, with places.
    fn told(was: &str, now: &str) -> String {
        let hashes = |text: &str| text.bytes().map(|byte| [byte; 8]).collect::<Vec<_>>();
        let told = between(&hashes(was), &hashes(now)).into_iter().map(|change| match change {
            Change::Changed { was, now } => format!("c{was}{now}"),
            Change::New { now } => format!("+{now}"),
            Change::Gone { was } => format!("-{was}"),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_stands_is_found_and_the_rest_is_paired() {
        for (was, now, expected) in [
            ("", "", ""),
            ("abc", "abc", ""),
            ("abc", "axc", "c11"),
            ("abc", "abxc", "+2"),
            ("abc", "ac", "-1"),
            ("", "ab", "+0 +1"),
            ("ab", "", "-0 -1"),
            ("abcd", "axyd", "c11 c22"),
            ("abcd", "axcyd", "c11 +3"),
            ("abcde", "bxe", "-0 c21 -3"),
            ("aaa", "aa", "-2"),
        ] {
            assert_eq!(told(was, now), expected, "{was} → {now}");
        }
    }

    #[test]
    fn a_text_too_long_to_compare_is_changed_between_its_ends() {
        let numbers = |from: u64| (from..from + 2_500).map(u64::to_be_bytes);
        let was: Vec<_> = [[0xff; 8]].into_iter().chain(numbers(0)).collect();
        let now: Vec<_> = [[0xff; 8]].into_iter().chain(numbers(1)).collect();
        assert_eq!(between(&was, &now).len(), 2_500);
    }
}
