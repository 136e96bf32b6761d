//! A progress bar on a terminal while many files are read or judged; nothing in a pipe. Takes their
//! number; is called for each.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Console;
use crate::diagnostic::Words;

/// With fewer files a bar would vanish at once.
const FEWEST: usize = 500;

/// The bar of one stage.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for `count` steps.
    pub(crate) fn new(console: &Console, count: usize, stage: Words) -> Self {
        if count < FEWEST || !console.stderr_is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(
            u64::try_from(count).ok(),
            ProgressDrawTarget::stderr_with_hz(10),
        );
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(stage.get(console.lang()).to_owned());
        Self(Some(bar))
    }

    /// One step is done.
    pub(crate) fn step(&self) {
        self.0.iter().for_each(|bar| bar.inc(1));
    }

    /// The stage is done: the bar goes away, so that what is printed next stands alone.
    pub(crate) fn finish(&self) {
        self.0.iter().for_each(ProgressBar::finish_and_clear);
    }
}
