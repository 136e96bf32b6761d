//! Text to trees that keep every byte, plus diagnostics; never fails. Sole owner of pest, whose
//! `Rule` enums stay inside, and of the readers of CSV and YAML. Knows nothing of what a field
//! means.

pub mod rule;
pub mod sheet;
pub mod table;
