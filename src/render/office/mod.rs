//! `--format docx` and `xlsx`: files for office programs, for reviewers who sign, sort and pass on.
//! Takes a report with its sources; gives files, the same bytes for the same report. Sole user of
//! what writes workbooks and zips.

mod docx;
mod package;
mod units;
mod words;
mod xlsx;

pub(super) use docx::write as docx;
pub(super) use xlsx::write as xlsx;
