//! How far a command is, for whoever waits: a progress bar when it takes long, and the time of each phase on demand.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Who waits less sees no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The phases of one command.
#[derive(Debug)]
pub struct Phases {
    start: Instant,
    times: Mutex<Vec<(&'static str, Duration)>>,
    /// Time spent writing files, summed over all threads, in nanoseconds.
    writing: AtomicU64,
    /// Nothing is drawn unless standard error is a terminal.
    bar: ProgressBar,
    drawn: AtomicBool,
}

impl Phases {
    /// Shows nothing.
    pub fn quiet() -> Self {
        Self {
            start: Instant::now(),
            times: Mutex::default(),
            writing: AtomicU64::new(0),
            bar: ProgressBar::hidden(),
            // As if it had been drawn already, so that it never is.
            drawn: AtomicBool::new(true),
        }
    }

    /// Draws a bar to a terminal once the command has taken a second.
    pub fn shown() -> Self {
        let style = ProgressStyle::with_template("{msg:<8} {wide_bar} {pos}/{len}").expect("a template");
        Self { bar: ProgressBar::hidden().with_style(style), drawn: AtomicBool::new(false), ..Self::quiet() }
    }

    /// Does the work of a phase that has `total` parts; 0 when they are not counted.
    pub fn run<T>(&self, name: &'static str, total: usize, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        self.bar.set_message(name);
        self.bar.set_length(total as u64);
        self.bar.set_position(0);
        let done = work();
        self.times.lock().unwrap_or_else(PoisonError::into_inner).push((name, start.elapsed()));
        done
    }

    /// One of the parts is done.
    pub fn tick(&self) {
        if !self.drawn.load(Ordering::Relaxed)
            && self.start.elapsed() > PATIENCE
            && !self.drawn.swap(true, Ordering::Relaxed)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Writes a file, on whatever thread.
    pub fn writing<T>(&self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        let took = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.writing.fetch_add(took, Ordering::Relaxed);
        done
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// Each phase with its time, and the whole.
    pub fn table(&self) -> String {
        let mut out = String::new();
        let mut line = |name: &str, time: Duration| {
            let _ = writeln!(out, "{name:<10} {:>8.3} s", time.as_secs_f64());
        };
        for (name, time) in self.times.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            line(name, *time);
            if *name == "pages" {
                let threads = u64::try_from(rayon::current_num_threads()).unwrap_or(1).max(1);
                line("  writing", Duration::from_nanos(self.writing.load(Ordering::Relaxed) / threads));
            }
        }
        line("all", self.start.elapsed());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Ordering, PATIENCE, Phases};

    #[test]
    fn a_bar_is_for_who_has_waited() {
        let drawn = |phases: Phases| {
            let before = phases.drawn.load(Ordering::Relaxed);
            phases.tick();
            !before && phases.drawn.load(Ordering::Relaxed)
        };
        let begun = |before: std::time::Duration| {
            let shown = Phases::shown();
            Phases { start: shown.start.checked_sub(before).expect("the clock runs longer"), ..shown }
        };
        assert!(drawn(begun(PATIENCE * 2)));
        assert!(!drawn(begun(std::time::Duration::ZERO)));
        assert!(!drawn(Phases { start: begun(PATIENCE * 2).start, ..Phases::quiet() }));
    }
}
