//! Threads that work beside the main loop, one task after the other.

use std::sync::mpsc::{Sender, channel};

use super::dispatch::caught;

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
        builder.spawn(move || {
            for task in tasks {
                // The tasks behind one that fails through a fault of the program are done.
                let _ = caught(task);
            }
        })?;
        Ok(Self(sender))
    }

    /// Hands a task over.
    pub(super) fn run(&self, task: impl FnOnce() + Send + 'static) {
        // A worker whose thread is gone would not answer: the process is then ending.
        let _ = self.0.send(Box::new(task));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tasks_behind_one_that_panics_are_done() {
        let worker = Worker::start("faulty").unwrap();
        let (sender, done) = channel();
        worker.run(|| panic!("a fault"));
        worker.run(move || sender.send(1).unwrap());
        assert_eq!(done.recv(), Ok(1));
    }
}
