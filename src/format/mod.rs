//! Trees to canonical text, comments and all. Knows nothing of fields and rules.

mod sheet;

pub use sheet::sheet;
