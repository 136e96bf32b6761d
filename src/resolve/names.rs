//! What a name means inside a rule: its variables, the form's fields, then what the files declare.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rewording;
use crate::form::{FieldKind, Form};
use crate::nearest::nearest;
use crate::rule::functions::FUNCTIONS;
use crate::rule::types::{Find, INDICATOR_PARTS, Type};
use crate::rule::{
    CatalogueId, FormId, IdTable, LawId, ListId, ParameterId, PartOf, Slot, SuffixesId, SynonymsId,
};
use crate::source::Span;
use crate::syntax::rule::{DefineItem, Name};
use crate::value::{Comparator, TargetClass};

/// Everything declared in any file, by name.
#[derive(Debug, Default)]
pub(super) struct Vocabulary<'a> {
    /// The forms with the pack that declares each.
    pub(crate) forms: IdTable<FormId, (Arc<Form>, &'a str)>,
    /// Ids of laws.
    pub(crate) laws: BTreeMap<String, LawId>,
    /// Ids of word lists.
    pub(crate) lists: BTreeMap<String, ListId>,
    /// Ids of tables of endings.
    pub(crate) suffixes: BTreeMap<String, SuffixesId>,
    /// Ids of catalogues of indicators.
    pub(crate) catalogues: BTreeMap<String, CatalogueId>,
    /// Ids of synonyms.
    pub(crate) synonyms: BTreeMap<String, SynonymsId>,
    /// Ids of parameters.
    pub(crate) parameters: BTreeMap<String, ParameterId>,
    /// Definitions as written.
    pub(crate) defines: BTreeMap<String, &'a DefineItem>,
    /// The form that each builds on, if it does.
    pub(crate) bases: BTreeMap<FormId, FormId>,
    /// Where each form is declared.
    pub(crate) form_spans: BTreeMap<FormId, Span>,
    /// The packs that declare each dictionary, and where.
    pub(crate) declarers: BTreeMap<String, Vec<(String, Span)>>,
    /// Dictionaries whose file could not be read.
    pub(crate) unread: BTreeSet<String>,
    /// The groups of synonyms that each pack declares.
    pub(crate) synonym_groups: Vec<(&'a str, Vec<Vec<String>>)>,
}

impl Vocabulary<'_> {
    /// The known name nearest to one that is unknown; none for what people say and the language
    /// says otherwise.
    pub(super) fn nearest_name(&self, scope: &Scope, name: &str) -> Option<String> {
        let member = scope.variables.iter().rev().find_map(|variable| {
            member(&variable.ty, name)?;
            Some(format!("{}.{name}", variable.name.as_ref()?))
        });
        if member.is_some() || rewording::is_said(name) {
            return member;
        }
        let form = &scope.form;
        let fields = form.fields.iter().flat_map(|field| {
            std::iter::once(field.name.as_str()).chain(field.aliases.iter().map(String::as_str))
        });
        let levels = form.levels.iter().map(|level| level.name.as_str());
        let declared = self.defines.keys().chain(self.lists.keys());
        let declared = declared.chain(self.suffixes.keys()).chain(self.synonyms.keys());
        let declared = declared.chain(self.catalogues.keys());
        let declared = declared.chain(self.parameters.keys()).map(String::as_str);
        let candidates = scope.variable_names().chain(fields).chain(declared).chain(levels);
        nearest(name, candidates).map(str::to_owned)
    }

    /// Whether a name can be used as a value in a rule.
    pub(super) fn has_meaning(&self, scope: &Scope, name: &str) -> bool {
        let declared = self.defines.contains_key(name)
            || self.lists.contains_key(name)
            || self.parameters.contains_key(name)
            || self.unread.contains(name);
        declared || scope.variable(name).is_some() || scope.form.field(name).is_some()
    }

    /// Names between which a space may be missing: those usable in this form's rules.
    pub(super) fn known_words(&self, form: Option<&Form>, scope: Option<&Scope>) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        if let Some(form) = form {
            for field in form.fields.iter().chain(&form.attributes) {
                known.push(field.name.clone());
                known.extend(field.aliases.iter().cloned());
            }
            known.extend(form.levels.iter().map(|level| level.name.clone()));
        }
        known.extend(self.defines.keys().cloned());
        known.extend(self.lists.keys().cloned());
        known.extend(self.suffixes.keys().cloned());
        known.extend(self.catalogues.keys().cloned());
        known.extend(self.synonyms.keys().cloned());
        known.extend(self.parameters.keys().cloned());
        known.extend(FUNCTIONS.iter().map(|signature| signature.zh.to_owned()));
        known.extend(TargetClass::ALL.map(|class| class.zh().to_owned()));
        known.extend(INDICATOR_PARTS.map(str::to_owned));
        known.push("年度".to_owned());
        if let Some(scope) = scope {
            known.extend(scope.variable_names().map(str::to_owned));
        }
        known
    }
}

/// The context of one rule or definition: the form, the variables, innermost last, and what it
/// reads so far.
#[derive(Debug)]
pub(super) struct Scope {
    /// The form with the fields and levels that names refer to.
    pub(crate) form: Arc<Form>,
    /// Its id.
    pub(crate) form_id: FormId,
    variables: Vec<Variable>,
    /// Those that have gone out of scope.
    left: Vec<Variable>,
    next: Slot,
    /// Whether the judged sheet has a name in this rule, so that fields must be qualified.
    named_sheet: bool,
    /// Whether a 对 could not be read, so that an unknown name may be its variable.
    lacking: bool,
    /// The names that ranges give to what they range over.
    pub(crate) given: Vec<(Slot, Name)>,
    /// The 参数 that it depends on.
    pub(crate) leans_on: Vec<ParameterId>,
    /// The field whose text 全文 is at present.
    pub(crate) whole_text: Option<Slot>,
}

/// A variable in scope.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// Its name in the rule; `None` for the unnamed variable of a domain.
    pub(crate) name: Option<String>,
    /// What it holds.
    pub(crate) ty: Type,
    /// Its slot.
    pub(crate) slot: Slot,
}

impl Scope {
    /// A scope without variables.
    pub(crate) fn new(form: Arc<Form>, form_id: FormId) -> Self {
        Self {
            form,
            form_id,
            variables: Vec::new(),
            left: Vec::new(),
            next: 0,
            named_sheet: false,
            lacking: false,
            whole_text: None,
            given: Vec::new(),
            leans_on: Vec::new(),
        }
    }

    /// Brings a variable into scope.
    pub(crate) fn bind(&mut self, name: Option<String>, ty: Type) -> Slot {
        let slot = self.next;
        self.next += 1;
        self.variables.push(Variable { name, ty, slot });
        slot
    }

    /// How many variables are in scope, for [`Scope::leave`].
    pub(crate) fn enter(&self) -> usize {
        self.variables.len()
    }

    /// Takes the variables since `depth` out of scope; their slots stay taken.
    pub(crate) fn leave(&mut self, depth: usize) {
        self.left.extend(self.variables.drain(depth.min(self.variables.len())..));
    }

    /// Brings a variable that has a name back into scope, unless another now has that name.
    pub(crate) fn bring_back(&mut self, slot: Slot) {
        let found = self.left.iter().find(|variable| variable.slot == slot);
        let Some(found) = found.filter(|found| found.name.is_some()).cloned() else { return };
        if found.name.as_deref().is_some_and(|name| self.variable(name).is_none()) {
            self.variables.push(found);
        }
    }

    /// The variable of that name, innermost first.
    pub(crate) fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().rev().find(|variable| variable.name.as_deref() == Some(name))
    }

    /// The owner of an unqualified member: the innermost unnamed variable.
    pub(crate) fn implied(&self) -> Option<&Variable> {
        self.variables.last().filter(|variable| variable.name.is_none())
    }

    /// The names of the variables in scope.
    pub(crate) fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().filter_map(|variable| variable.name.as_deref())
    }

    /// Notes that a 对 could not be read, so that unknown names are not reported.
    pub(crate) fn lack_variables(&mut self) {
        self.lacking = true;
    }

    /// Whether a 对 could not be read.
    pub(crate) fn lacks_variables(&self) -> bool {
        self.lacking
    }

    /// From here on fields must be qualified by a sheet: the rule compares two.
    pub(crate) fn name_the_sheet(&mut self) {
        self.named_sheet = true;
    }

    /// Whether fields must be qualified by a sheet.
    pub(crate) fn names_the_sheet(&self) -> bool {
        self.named_sheet
    }

    /// The name of the first variable that is a sheet.
    pub(crate) fn first_sheet(&self) -> Option<&str> {
        let sheet = self.variables.iter().find(|variable| variable.ty == Type::Sheet);
        sheet.and_then(|sheet| sheet.name.as_deref())
    }

    /// How many slots have been given out.
    pub(crate) fn slots(&self) -> usize {
        self.next
    }

    /// Notes that the rule depends on parameters.
    pub(crate) fn lean_on(&mut self, parameters: &[ParameterId]) {
        for slot in parameters {
            if !self.leans_on.contains(slot) {
                self.leans_on.push(*slot);
            }
        }
    }
}

/// The members of indicators, fields, targets and finds in prose: both spellings, owner, type.
pub(super) const MEMBERS: [(&str, &str, PartOf); 18] = [
    ("名称", "name", PartOf::Name),
    ("一级", "level1", PartOf::Level1),
    ("二级", "level2", PartOf::Level2),
    ("归属", "filing", PartOf::Filing),
    ("值", "value", PartOf::FieldValue),
    ("类型", "type", PartOf::FieldType),
    ("数值", "number", PartOf::Number),
    ("符号", "comparator", PartOf::Comparator),
    ("单位", "unit", PartOf::Unit),
    ("种类", "kind", PartOf::TargetKind),
    ("下限", "low", PartOf::Low),
    ("上限", "high", PartOf::High),
    ("目标值", "target", PartOf::Aim),
    ("起", "first", PartOf::FirstDay),
    ("止", "last", PartOf::LastDay),
    ("文", "text", PartOf::Wording),
    ("重复", "repeated", PartOf::Repeated),
    ("行号", "row_number", PartOf::RowNumber),
];

/// The member with that name of a type.
pub(super) fn member(ty: &Type, name: &str) -> Option<PartOf> {
    let part =
        MEMBERS.iter().find(|(zh, en, _)| *zh == name || *en == name).map(|found| found.2)?;
    has(ty, part).then_some(part)
}

/// The names of the members of a type.
pub(super) fn members_of(ty: &Type) -> impl Iterator<Item = &'static str> {
    MEMBERS.iter().filter(|(_, _, part)| has(ty, *part)).map(|(zh, _, _)| *zh)
}

/// The values that a member can have, if they are a closed set.
pub(super) fn closed_values(form: &Form, part: PartOf) -> Option<Vec<String>> {
    let levels = |first: bool| {
        let mut names: Vec<String> = Vec::new();
        for level in form.levels.iter().filter(|level| level.parent.is_none() == first) {
            if !names.contains(&level.name) {
                names.push(level.name.clone());
            }
        }
        names
    };
    Some(match part {
        PartOf::Level1 => levels(true),
        PartOf::Level2 => levels(false),
        PartOf::Filing => form.level_ids().map(|id| form.level_path(id)).collect(),
        PartOf::FieldType => FieldKind::NAMES.map(str::to_owned).to_vec(),
        PartOf::Comparator => {
            use Comparator::{Above, AtLeast, AtMost, Below, Equal};
            [Equal, AtLeast, AtMost, Above, Below].map(|sign| sign.to_string()).to_vec()
        }
        // A percentage is a 比较值: only 是 asks for it.
        PartOf::TargetKind => {
            let classes =
                TargetClass::ALL.into_iter().filter(|class| *class != TargetClass::Percent);
            classes.map(|class| class.zh().to_owned()).collect()
        }
        _ => return None,
    })
}

fn has(ty: &Type, part: PartOf) -> bool {
    let promise = *ty == Type::Found(Find::Promise);
    match part {
        PartOf::Name => promise || matches!(ty, Type::Indicator | Type::Field | Type::Row(_)),
        PartOf::Level1 | PartOf::Level2 | PartOf::Filing => *ty == Type::Indicator,
        PartOf::FieldValue | PartOf::FieldType => *ty == Type::Field,
        PartOf::Number | PartOf::Unit => {
            *ty == Type::Target || matches!(ty, Type::Found(find) if *find != Find::Period)
        }
        PartOf::Comparator | PartOf::TargetKind | PartOf::Low | PartOf::High => {
            promise || *ty == Type::Target
        }
        PartOf::Aim | PartOf::Repeated => promise,
        PartOf::RowNumber => matches!(ty, Type::Row(_)),
        PartOf::FirstDay | PartOf::LastDay => *ty == Type::Found(Find::Period),
        PartOf::Wording => matches!(ty, Type::Found(_) | Type::Fragment | Type::Match(_)),
    }
}
