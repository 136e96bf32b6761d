//! Threads that work beside the main loop, one task after the other.

use std::sync::mpsc::{Sender, channel};

/// The stack of each: nesting of inputs is bounded so that it takes a small part of this.
const STACK: usize = 64 * 1024 * 1024;

type WorkerTask = Box<dyn FnOnce() + Send>;

/// A thread that works off tasks in their order.
#[derive(Debug)]
pub(super) struct Worker(Sender<WorkerTask>);

impl Worker {
    /// A thread of that name. It ends when this is dropped and the tasks are done.
    ///
    /// # Errors
    /// The system allows no more threads.
    pub(super) fn start(name: &str) -> std::io::Result<Self> {
        let (sender, tasks) = channel::<WorkerTask>();
        let builder = std::thread::Builder::new().name(name.to_owned()).stack_size(STACK);
        builder.spawn(move || tasks.into_iter().for_each(|task| task()))?;
        Ok(Self(sender))
    }

    /// Hands a task over.
    pub(super) fn run(&self, task: impl FnOnce() + Send + 'static) {
        // A worker whose thread is gone would not answer: the process is then ending.
        let _ = self.0.send(Box::new(task));
    }
}
