//! `--format docx` and `xlsx`: files for office programs, for reviewers who sign, sort and pass on.
//! Takes a report with its sources; gives files, the same bytes for the same report. Sole user of
//! what writes workbooks and zips.

mod cells;
mod docx;
mod impact;
mod package;
mod pictures;
mod words;
mod xlsx;

pub(super) use docx::write as docx;
pub(super) use impact::write as impact;
pub(super) use xlsx::write as xlsx;
