//! Forms written after sheets, for `biaochi form`.

use crate::model::draft_form;
use crate::rule::RuleSet;
use crate::source::Source;
use crate::syntax::sheet;

/// The 表单 of each sheet of a text that names its form, as it would be declared in a rule file.
/// The rules must include a general form, which knows what fields and levels are called.
pub(crate) fn draft_forms(source: &Source, rules: &RuleSet) -> Vec<String> {
    let Some(general) = rules.forms.iter().find(|form| form.general) else { return Vec::new() };
    let file = sheet::parse(source);
    file.documents.iter().filter_map(|document| draft_form(document, general)).collect()
}
