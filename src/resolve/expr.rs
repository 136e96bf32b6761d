//! Expressions: names to slots, types agreed.

use super::checker::Checker;
use super::names::{self, Scope};
use super::vain_pattern::never;
use super::{list_words, range_words, words};
use crate::form::Form;
use crate::nearest::nearest;
use crate::rule::functions::{FUNCTIONS, Function, Signature};
use crate::rule::types::{Find, INDICATOR_PARTS, TARGET_KINDS, Type, UnitKind};
use crate::rule::{Expr, Kind, Order, PartOf, Pattern, PatternId, TextTest};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::{Aggregation, BinaryOp, CompareOp, ExprKind};
use crate::value::{read_date, read_figure};

impl<'a> Checker<'a> {
    /// An expression that must be a condition.
    pub(super) fn condition(&mut self, scope: &mut Scope, expr: &'a written::Expr) -> Expr {
        let checked = self.expr(scope, expr);
        if !checked.ty.is_condition() {
            self.say(words::not_a_condition(checked.span, &checked.ty));
        }
        checked
    }

    /// Any expression.
    pub(super) fn expr(&mut self, scope: &mut Scope, expr: &'a written::Expr) -> Expr {
        let span = expr.span;
        let (ty, kind) = match &expr.kind {
            ExprKind::Name(name) => self.name(scope, name, span),
            ExprKind::Member(of, member) => {
                let of = self.expr(scope, of);
                self.member(scope, of, member)
            }
            ExprKind::Text(literal) => (Type::Text, Kind::Text(literal.text.as_str().to_owned())),
            ExprKind::Number(text) => match read_figure(text) {
                Some(figure) => (Type::Figure(UnitKind::of(&figure.unit)), Kind::Figure(figure)),
                None => {
                    self.say(words::no_such_number(text, span));
                    faulty()
                }
            },
            ExprKind::Date(text) => match read_date(text) {
                Some(date) => (Type::Date, Kind::Date(date)),
                None => {
                    self.say(words::no_such_date(text, span));
                    faulty()
                }
            },
            ExprKind::Regex(regex) => match self.pattern(regex) {
                Some(pattern) => (Type::Pattern, Kind::Pattern(pattern)),
                None => faulty(),
            },
            ExprKind::List(items) => {
                let items: Vec<Expr> = items.iter().map(|item| self.expr(scope, item)).collect();
                let ty = match items.first().map(|item| &item.ty) {
                    Some(Type::Text) | None => Type::Words,
                    Some(first) => Type::List(Box::new(first.clone())),
                };
                for item in &items {
                    let fits = match &ty {
                        Type::List(first) => agree(first, &item.ty),
                        _ => item.ty.is_textual(),
                    };
                    if !fits && let Some(first) = items.first() {
                        self.say(words::incomparable(first, item, None));
                    }
                }
                self.twice_in_list(&items);
                (ty, Kind::List(items))
            }
            ExprKind::Call(name, arguments) => self.call(scope, name, arguments, span),
            ExprKind::Count(domain) => {
                let depth = scope.enter();
                let domain = self.domain(scope, domain);
                scope.leave(depth);
                match domain {
                    Some(domain) => (Type::Figure(UnitKind::Plain), Kind::Count(domain)),
                    None => faulty(),
                }
            }
            ExprKind::Aggregate(what, body, over) => {
                let depth = scope.enter();
                let range = self.ranging(scope, over);
                let body = self.expr(scope, body);
                scope.leave(depth);
                let orders = matches!(what, Aggregation::Largest | Aggregation::Smallest);
                let ty = match &body.ty {
                    Type::Figure(_) | Type::Faulty => body.ty.clone(),
                    Type::Date if orders => Type::Date,
                    Type::Found(find) if find.unit().is_some() => {
                        Type::Figure(find.unit().unwrap_or(UnitKind::Any))
                    }
                    Type::Fragment => Type::Figure(UnitKind::Any),
                    _ => {
                        self.say(range_words::not_addable(body.span, &body.ty));
                        Type::Faulty
                    }
                };
                match range {
                    Some(range) => (ty, Kind::Aggregate(*what, Box::new(body), Box::new(range))),
                    None => faulty(),
                }
            }
            ExprKind::Not(inner) => {
                let inner = self.condition(scope, inner);
                (Type::Truth, Kind::Not(Box::new(inner)))
            }
            ExprKind::Negative(inner) => {
                let inner = self.expr(scope, inner);
                if !matches!(inner.ty, Type::Figure(_) | Type::Faulty) {
                    self.say(words::not_a_number(inner.span, &inner.ty));
                }
                (inner.ty.clone(), Kind::Negative(Box::new(inner)))
            }
            ExprKind::Percent(inner) => {
                let inner = self.expr(scope, inner);
                if !matches!(inner.ty, Type::Figure(_) | Type::Fragment | Type::Faulty)
                    && !matches!(inner.ty, Type::Match(_))
                {
                    self.say(words::not_a_number(inner.span, &inner.ty));
                }
                (Type::Figure(UnitKind::Percent), Kind::Percent(Box::new(inner)))
            }
            ExprKind::Binary(left, op, right) => {
                return self.binary(scope, (left, *op, right), span);
            }
            ExprKind::Compare(first, rest) => {
                return self.compare(scope, first, rest, span);
            }
            ExprKind::Exists(amount, domain) => {
                let depth = scope.enter();
                let domain = self.domain(scope, domain);
                scope.leave(depth);
                match domain {
                    Some(domain) => (Type::Truth, Kind::Exists(*amount, domain)),
                    None => faulty(),
                }
            }
            ExprKind::Every(domain, body) => {
                let depth = scope.enter();
                let domain = self.domain(scope, domain);
                let body = self.condition(scope, body);
                scope.leave(depth);
                match domain {
                    Some(domain) => (Type::Truth, Kind::Every(domain, Box::new(body))),
                    None => faulty(),
                }
            }
            ExprKind::Present(there, inner) => {
                let inner = self.expr(scope, inner);
                // What a catalogue says of a name may be nothing, though it is a list.
                let made = inner.ty == Type::Words && matches!(inner.kind, Kind::Call(..));
                if !made
                    && matches!(
                        inner.ty,
                        Type::Truth
                            | Type::Words
                            | Type::Suffixes
                            | Type::Catalogue
                            | Type::Synonyms
                            | Type::Pattern
                    )
                {
                    self.say(words::always_there(inner.span, &inner.ty));
                }
                (Type::Truth, Kind::Present(*there, Box::new(inner)))
            }
        };
        Expr::new(span, ty, kind)
    }

    fn name(&mut self, scope: &mut Scope, name: &str, span: Span) -> (Type, Kind) {
        if let Some(variable) = scope.variable(name) {
            return (variable.ty.clone(), Kind::Variable(variable.slot));
        }
        let form = scope.form.clone();
        if let Some(id) = form.field(name)
            && let Some(field) = form.field_at(id)
        {
            if let Some(sheet) = scope.first_sheet().filter(|_| scope.names_the_sheet()) {
                let whose = range_words::whose_field(name, span, sheet);
                self.say(whose);
            }
            return (Type::of_field(&field.kind), Kind::Field(id));
        }
        if name == "年度" {
            if let Some(sheet) = scope.first_sheet().filter(|_| scope.names_the_sheet()) {
                let whose = range_words::whose_field(name, span, sheet);
                self.say(whose);
            }
            return (Type::Figure(UnitKind::Plain), Kind::Year);
        }
        if let Some(implied) = self.implied_member(scope, name, span) {
            return (implied.ty, implied.kind);
        }
        if self.unread.contains(name) {
            // Its file has been complained of.
            self.tainted += 1;
            return faulty();
        }
        if let Some(list) = self.vocabulary.lists.get(name) {
            return (Type::Words, Kind::Words(*list));
        }
        if let Some(table) = self.vocabulary.suffixes.get(name) {
            return (Type::Suffixes, Kind::Suffixes(*table));
        }
        if let Some(catalogue) = self.vocabulary.catalogues.get(name) {
            return (Type::Catalogue, Kind::Catalogue(*catalogue));
        }
        if let Some(synonyms) = self.vocabulary.synonyms.get(name) {
            return (Type::Synonyms, Kind::Synonyms(*synonyms));
        }
        if let Some(parameter) = self.vocabulary.parameters.get(name).copied() {
            return self.parameter_used(scope, parameter, span);
        }
        if self.vocabulary.defines.contains_key(name) {
            return self.applied(scope, name, Vec::new(), span);
        }
        if let Some(spaced) = self.forgotten_space(scope, name, span) {
            self.say(spaced);
            return faulty();
        }
        if scope.lacks_variables() {
            return faulty();
        }
        let level = form.levels_called(name).first().map(|id| form.level_path(*id));
        let near = self.nearest_name(scope, name);
        self.say(match level {
            Some(path) => words::level_is_no_value(name, span, &path),
            None => words::name_unknown(name, span, near.as_deref()),
        });
        faulty()
    }

    /// A member of what is ranged over without a name, named alone: `目标值` in `个数(指标 当 目标值 是 百分比)`.
    pub(super) fn implied_member(&mut self, scope: &Scope, name: &str, span: Span) -> Option<Expr> {
        let implied = scope.implied()?;
        let known = names::member(&implied.ty, name).is_some()
            || (implied.ty == Type::Indicator && scope.form.attribute(name).is_some());
        if !known {
            return None;
        }
        let of = Expr::new(span, implied.ty.clone(), Kind::Variable(implied.slot));
        let member = written::Name { text: name.to_owned(), span };
        let (ty, kind) = self.member(scope, of, &member);
        Some(Expr::new(span, ty, kind))
    }

    /// The known name nearest to one that is unknown.
    pub(super) fn nearest_name(&self, scope: &Scope, name: &str) -> Option<String> {
        let form = &scope.form;
        let fields = form.fields.iter().flat_map(|field| {
            std::iter::once(field.name.as_str()).chain(field.aliases.iter().map(String::as_str))
        });
        let levels = form.levels.iter().map(|level| level.name.as_str());
        let vocabulary = &self.vocabulary;
        let declared = vocabulary.defines.keys().chain(vocabulary.lists.keys());
        let declared = declared.chain(vocabulary.suffixes.keys()).chain(vocabulary.synonyms.keys());
        let declared = declared.chain(vocabulary.catalogues.keys());
        let declared = declared.chain(vocabulary.parameters.keys()).map(String::as_str);
        let candidates = scope.variable_names().chain(fields).chain(declared).chain(levels);
        nearest(name, candidates).map(str::to_owned)
    }

    fn member(&mut self, scope: &Scope, of: Expr, member: &written::Name) -> (Type, Kind) {
        let name = member.text.as_str();
        if of.ty == Type::Faulty {
            return faulty();
        }
        let form = &scope.form;
        if of.ty == Type::Indicator
            && let Some(id) = form.attribute(name)
            && let Some(attribute) = form.attribute_at(id)
        {
            return (Type::of_field(&attribute.kind), Kind::Attribute(Box::new(of), id));
        }
        if of.ty == Type::Sheet {
            if let Some(id) = form.field(name)
                && let Some(field) = form.field_at(id)
            {
                let ty = Type::of_field(&field.kind);
                return (ty, Kind::SheetField(Box::new(of), id));
            }
            if name == "年度" {
                return (Type::Figure(UnitKind::Plain), Kind::SheetYear(Box::new(of)));
            }
        }
        if let Type::Match(groups) = &of.ty
            && groups.iter().any(|group| group == name)
        {
            return (Type::Fragment, Kind::Group(Box::new(of), name.to_owned()));
        }
        if let Some(part) = names::member(&of.ty, name) {
            let ty = match part {
                PartOf::Number => match &of.ty {
                    Type::Found(find) => Type::Figure(find.unit().unwrap_or(UnitKind::Any)),
                    _ => Type::Figure(UnitKind::Any),
                },
                PartOf::Low | PartOf::High => Type::Figure(UnitKind::Any),
                PartOf::Aim => Type::Target,
                PartOf::Repeated => Type::Truth,
                PartOf::FirstDay | PartOf::LastDay => Type::Date,
                PartOf::Level1 => level_type(form, true),
                PartOf::Level2 => level_type(form, false),
                _ => Type::Text,
            };
            return (ty, Kind::Part(Box::new(of), part));
        }
        let mut known: Vec<String> = names::members_of(&of.ty).map(str::to_owned).collect();
        match &of.ty {
            Type::Indicator => {
                known.extend(form.attributes.iter().map(|attribute| attribute.name.clone()));
            }
            Type::Match(groups) => known.extend(groups.iter().cloned()),
            Type::Sheet => {
                known.extend(form.fields.iter().map(|field| field.name.clone()));
                known.push("年度".to_owned());
            }
            _ => {}
        }
        let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        self.say(words::member_unknown(member, &of.ty, near.as_deref(), &known));
        faulty()
    }

    fn call(
        &mut self,
        scope: &mut Scope,
        name: &written::Name,
        arguments: &'a [written::Expr],
        span: Span,
    ) -> (Type, Kind) {
        let mut arguments: Vec<Expr> =
            arguments.iter().map(|argument| self.expr(scope, argument)).collect();
        if self.vocabulary.defines.contains_key(&name.text) {
            return self.applied(scope, &name.text, arguments, span);
        }
        let Some(signature) = Signature::find(&name.text) else {
            let known = FUNCTIONS.iter().map(|signature| signature.zh);
            let near = nearest(&name.text, known.clone());
            self.say(words::function_unknown(name, near, &known.collect::<Vec<_>>()));
            return faulty();
        };
        let (most, given) = (signature.parameters.len(), arguments.len());
        if given > most || given + signature.optional < most {
            self.say(words::argument_count(signature, given, span));
        }
        for (argument, parameter) in arguments.iter().zip(signature.parameters) {
            if !parameter.takes(&argument.ty) {
                self.say(words::argument_type(signature, argument, &parameter.name()));
            }
        }
        if matches!(signature.function, Function::SameName | Function::Carries) && given == 2 {
            let kind = Kind::Synonyms(self.synonyms_seen());
            arguments.push(Expr::new(span, Type::Synonyms, kind));
        }
        (signature.result(), Kind::Call(signature.function, arguments))
    }

    /// A definition, given what it takes.
    fn applied(
        &mut self,
        scope: &mut Scope,
        name: &str,
        given: Vec<Expr>,
        span: Span,
    ) -> (Type, Kind) {
        let Some((define, ty)) = self.define(name, scope.form_id) else { return faulty() };
        let item = self.vocabulary.defines.get(name);
        let wanted: Vec<(String, Type)> = item
            .into_iter()
            .flat_map(|item| &item.parameters)
            .map(|(kind, name)| {
                (name.text.clone(), Type::of_parameter(&kind.text).unwrap_or(Type::Faulty))
            })
            .collect();
        if wanted.len() != given.len() {
            self.say(range_words::given_to_define(span, name, &wanted, given.len()));
            return faulty();
        }
        for (argument, (parameter, wanted)) in given.iter().zip(&wanted) {
            if !takes(wanted, &argument.ty) {
                let (span, ty) = (argument.span, &argument.ty);
                self.say(range_words::wrong_for_define(span, name, parameter, wanted, ty));
            }
        }
        if let Some(defined) = self.set.defines.get(define) {
            scope.lean_on(&defined.leans_on);
        }
        self.tainted += usize::from(self.unsound.contains(&define));
        (ty, Kind::Define(define, given))
    }

    fn binary(
        &mut self,
        scope: &mut Scope,
        (left, op, right): (&'a written::Expr, BinaryOp, &'a written::Expr),
        span: Span,
    ) -> Expr {
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let left = self.condition(scope, left);
            let right = self.condition(scope, right);
            let kind = Kind::Binary(Box::new(left), op, Box::new(right));
            return Expr::new(span, Type::Truth, kind);
        }
        let left = self.expr(scope, left);
        let right = self.expr(scope, right);
        for side in [&left, &right] {
            if number_type(&side.ty).is_none() {
                self.say(words::not_a_number(side.span, &side.ty));
            }
        }
        let ty = match (&number_type(&left.ty), &number_type(&right.ty)) {
            (Some(Type::Figure(a)), Some(Type::Figure(b))) => match op {
                BinaryOp::Divide if a == b || *b == UnitKind::Any => Type::Figure(UnitKind::Ratio),
                BinaryOp::Divide => Type::Figure(a.clone()),
                BinaryOp::Multiply if matches!(a, UnitKind::Plain | UnitKind::Any) => {
                    Type::Figure(b.clone())
                }
                BinaryOp::Multiply => Type::Figure(a.clone()),
                _ => {
                    if !agree(&left.ty, &right.ty) {
                        self.say(words::incomparable(&left, &right, None));
                    }
                    Type::Figure(if *a == UnitKind::Any { b.clone() } else { a.clone() })
                }
            },
            _ => Type::Faulty,
        };
        Expr::new(span, ty, Kind::Binary(Box::new(left), op, Box::new(right)))
    }

    fn compare(
        &mut self,
        scope: &mut Scope,
        first: &'a written::Expr,
        rest: &'a [(CompareOp, Span, written::Expr)],
        span: Span,
    ) -> Expr {
        let subject = self.expr(scope, first);
        let truth = |kind| Expr::new(span, Type::Truth, kind);
        if let [(op, op_span, object)] = rest {
            match op {
                CompareOp::Is { negated } => {
                    return self.is(scope, subject, *negated, (object, *op_span), span);
                }
                CompareOp::Contains { negated }
                | CompareOp::Matches { negated }
                | CompareOp::In { negated }
                | CompareOp::StartsWith { negated }
                | CompareOp::EndsWith { negated } => {
                    let test = match op {
                        CompareOp::Contains { .. } => TextTest::Contains,
                        CompareOp::Matches { .. } => TextTest::Matches,
                        CompareOp::In { .. } => TextTest::In,
                        CompareOp::StartsWith { .. } => TextTest::StartsWith,
                        _ => TextTest::EndsWith,
                    };
                    let object = self.expr(scope, object);
                    self.text_test(&subject, test, *op_span, &object);
                    return truth(Kind::Test {
                        subject: Box::new(subject),
                        test,
                        object: Box::new(object),
                        negated: *negated,
                    });
                }
                op => {
                    if let Some(relation) = super::set_tests::relation(op) {
                        let object = self.expr(scope, object);
                        return truth(self.set_test(subject, relation, *op_span, object));
                    }
                }
            }
        }
        if let Some(((CompareOp::GiveOrTake, op_span, tolerance), before)) = rest.split_last() {
            let [(CompareOp::Equal { negated }, equal_span, right)] = before else {
                self.say(range_words::tolerance_alone(*op_span));
                return truth(Kind::Faulty);
            };
            let right = self.expr(scope, right);
            let tolerance = self.expr(scope, tolerance);
            self.ordered(&subject, Order::AtMost, *equal_span, &right);
            self.ordered(&right, Order::AtMost, *op_span, &tolerance);
            let [left, right, tolerance] = [subject, right, tolerance].map(Box::new);
            return truth(Kind::Near { left, right, tolerance, negated: *negated });
        }
        let mut chain = Vec::new();
        let mut left = subject.clone();
        for (op, op_span, right) in rest {
            let right = self.expr(scope, right);
            let order = match op {
                CompareOp::Equal { negated: false } => Order::Equal,
                CompareOp::Equal { negated: true } => Order::Unequal,
                CompareOp::Less => Order::Less,
                CompareOp::AtMost => Order::AtMost,
                CompareOp::Greater => Order::Greater,
                CompareOp::AtLeast => Order::AtLeast,
                CompareOp::GiveOrTake => {
                    self.say(range_words::tolerance_alone(*op_span));
                    continue;
                }
                _ => {
                    self.say(words::not_chainable(*op_span));
                    continue;
                }
            };
            self.ordered(&left, order, *op_span, &right);
            chain.push((order, right.clone()));
            left = right;
        }
        // A quotient beside a percentage is meant as one.
        let percent = |expr: &Expr| expr.ty == Type::Figure(UnitKind::Percent);
        let any_percent = percent(&subject) || chain.iter().any(|(_, expr)| percent(expr));
        let as_percent = |expr: Expr| {
            if !any_percent || expr.ty != Type::Figure(UnitKind::Ratio) {
                return expr;
            }
            let ty = Type::Figure(UnitKind::Percent);
            Expr::new(expr.span, ty, Kind::Ratio(Box::new(expr)))
        };
        let chain = chain.into_iter().map(|(order, expr)| (order, as_percent(expr))).collect();
        truth(Kind::Chain(Box::new(as_percent(subject)), chain))
    }

    /// `x 是 y`: a kind of target, or equality.
    fn is(
        &mut self,
        scope: &mut Scope,
        subject: Expr,
        negated: bool,
        (object, op_span): (&'a written::Expr, Span),
        span: Span,
    ) -> Expr {
        if subject.ty == Type::Target
            && let ExprKind::Name(kind) = &object.kind
        {
            if !TARGET_KINDS.contains(&kind.as_str()) {
                let near = nearest(kind, TARGET_KINDS);
                self.say(words::target_kind_unknown(kind, object.span, near));
            }
            let kind = Kind::IsKind { subject: Box::new(subject), kind: kind.clone(), negated };
            return Expr::new(span, Type::Truth, kind);
        }
        // What stands before is faulty and told: a kind of target after it is not to blame.
        if subject.ty == Type::Faulty
            && matches!(&object.kind, ExprKind::Name(kind) if TARGET_KINDS.contains(&kind.as_str()))
        {
            return Expr::new(span, Type::Truth, Kind::Faulty);
        }
        let object = self.expr(scope, object);
        let order = if negated { Order::Unequal } else { Order::Equal };
        self.ordered(&subject, order, op_span, &object);
        Expr::new(span, Type::Truth, Kind::Chain(Box::new(subject), vec![(order, object)]))
    }

    /// Whether two things can be compared so; complains if not.
    fn ordered(&mut self, left: &Expr, order: Order, op: Span, right: &Expr) {
        if !agree(&left.ty, &right.ty) {
            self.say(words::incomparable(left, right, Some(op)));
            return;
        }
        let textual = left.ty.is_textual() && left.ty != Type::Target && right.ty.is_textual();
        let ordering = !matches!(order, Order::Equal | Order::Unequal);
        if ordering && textual && left.ty != Type::Faulty && right.ty != Type::Faulty {
            self.say(words::text_has_no_order(op));
        }
        for (field, word) in [(left, right), (right, left)] {
            let Kind::Text(value) = &word.kind else { continue };
            match &field.ty {
                Type::Enum { values, open } if !values.contains(value) => {
                    let near = nearest(value, values.iter().map(String::as_str));
                    self.say(words::enum_value_unknown(value, word.span, values, *open, near));
                }
                Type::YesNo if !matches!(value.as_str(), "是" | "否") => {
                    let values = ["是".to_owned(), "否".to_owned()];
                    self.say(words::enum_value_unknown(value, word.span, &values, false, None));
                }
                _ => {}
            }
        }
    }

    /// Whether a text can be tested so; complains if not.
    fn text_test(&mut self, subject: &Expr, test: TextTest, op: Span, object: &Expr) {
        if test == TextTest::In {
            let fits = match &object.ty {
                Type::Words => subject.ty.is_textual(),
                Type::List(item) => agree(item, &subject.ty),
                Type::Faulty => true,
                _ => false,
            };
            if !fits {
                self.say(words::not_a_list(object.span, &object.ty));
            }
            return;
        }
        if !subject.ty.is_textual() {
            self.say(words::not_a_text(subject.span, &subject.ty, op));
        }
        let fits = match test {
            TextTest::Matches => matches!(object.ty, Type::Pattern | Type::Faulty),
            _ => object.ty.is_textual() || object.ty == Type::Words,
        };
        if !fits {
            self.say(words::wrong_object(test, object.span, &object.ty));
        }
    }

    /// Compiles a pattern, within bounds.
    pub(super) fn pattern(&mut self, regex: &written::Regex) -> Option<PatternId> {
        // A rule is checked once for each form; its patterns are the same for all.
        let known = self.patterns.get(&regex.span).copied();
        let known = known.and_then(|id| Some((id, self.set.patterns.get(id)?)));
        let known = known.filter(|(_, pattern)| pattern.as_str() == regex.pattern);
        let (known, read) = match known {
            Some((id, pattern)) => (Some(id), Ok(pattern.clone())),
            None => (None, Pattern::new(&regex.pattern, regex.span)),
        };
        match read {
            Ok(pattern) => {
                let may_be_empty = pattern.shape.properties().minimum_len() == Some(0);
                if may_be_empty && pattern.is_match("") {
                    self.say(words::pattern_matches_nothing(regex.span));
                } else if never(&pattern.shape) {
                    self.say(list_words::pattern_never_matches(regex.span));
                }
                Some(known.unwrap_or_else(|| {
                    let id = self.set.patterns.push(pattern);
                    self.patterns.insert(regex.span, id);
                    id
                }))
            }
            Err(error) => {
                self.say(words::pattern_faulty(regex, &error));
                None
            }
        }
    }

    /// Names that may be parted by forgotten blanks: what can stand in this form's rules.
    pub(super) fn known_words(&self, form: Option<&Form>, scope: Option<&Scope>) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        if let Some(form) = form {
            for field in form.fields.iter().chain(&form.attributes) {
                known.push(field.name.clone());
                known.extend(field.aliases.iter().cloned());
            }
            known.extend(form.levels.iter().map(|level| level.name.clone()));
        }
        let vocabulary = &self.vocabulary;
        known.extend(vocabulary.defines.keys().cloned());
        known.extend(vocabulary.lists.keys().cloned());
        known.extend(vocabulary.suffixes.keys().cloned());
        known.extend(vocabulary.catalogues.keys().cloned());
        known.extend(vocabulary.synonyms.keys().cloned());
        known.extend(vocabulary.parameters.keys().cloned());
        known.extend(FUNCTIONS.iter().map(|signature| signature.zh.to_owned()));
        known.extend(TARGET_KINDS.iter().chain(&INDICATOR_PARTS).map(|name| (*name).to_owned()));
        known.push("年度".to_owned());
        if let Some(scope) = scope {
            known.extend(scope.variable_names().map(str::to_owned));
        }
        known
    }
}

/// What a value counts as in arithmetic: a fragment is the number that it says, such as `m.值`. `None`
/// is no number.
fn number_type(ty: &Type) -> Option<Type> {
    match ty {
        Type::Figure(_) | Type::Faulty => Some(ty.clone()),
        Type::Fragment | Type::Match(_) => Some(Type::Figure(UnitKind::Any)),
        _ => None,
    }
}

/// Whether a parameter of one type may be given a value of another.
fn takes(wanted: &Type, given: &Type) -> bool {
    match wanted {
        _ if *given == Type::Faulty || *wanted == Type::Faulty => true,
        Type::Text => given.is_textual(),
        Type::Fragment => matches!(given, Type::Fragment | Type::Match(_) | Type::Found(_)),
        Type::YesNo => given.is_condition(),
        Type::Figure(wanted) => match given {
            Type::Figure(given) => units_agree(wanted, given),
            Type::Target => true,
            _ => false,
        },
        wanted => wanted == given,
    }
}

fn faulty() -> (Type, Kind) {
    (Type::Faulty, Kind::Faulty)
}

/// 一级 and 二级 are enumerations of what the form has.
fn level_type(form: &Form, first: bool) -> Type {
    let mut values: Vec<String> = Vec::new();
    for level in form.levels.iter().filter(|level| level.parent.is_none() == first) {
        if !values.contains(&level.name) {
            values.push(level.name.clone());
        }
    }
    Type::Enum { values, open: false }
}

/// Whether values of two types can be compared at all.
pub(super) fn agree(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Faulty, _) | (_, Type::Faulty) => true,
        (Type::Figure(a), Type::Figure(b)) => units_agree(a, b),
        (Type::Target, Type::Figure(_)) | (Type::Figure(_), Type::Target) => true,
        (Type::Figure(_), Type::Fragment | Type::Match(_))
        | (Type::Fragment | Type::Match(_), Type::Figure(_)) => true,
        (Type::Found(find), Type::Figure(unit)) | (Type::Figure(unit), Type::Found(find)) => {
            find.unit().is_some_and(|found| units_agree(&found, unit)) || *find == Find::Promise
        }
        (Type::Date, Type::Date) => true,
        (Type::YesNo, Type::YesNo | Type::Text) | (Type::Text, Type::YesNo) => true,
        (left, right) => left.is_textual() && right.is_textual(),
    }
}

fn units_agree(left: &UnitKind, right: &UnitKind) -> bool {
    use UnitKind::{Any, Named, Percent, Plain, Ratio, Yuan};
    match (left, right) {
        (Any, _) | (_, Any) => true,
        (Ratio, Plain | Percent | Ratio) | (Plain | Percent, Ratio) => true,
        (Plain, Named(_)) | (Named(_), Plain) => true,
        (Percent, Percent) | (Yuan, Yuan) | (Plain, Plain) => true,
        (Named(left), Named(right)) => left == right,
        _ => false,
    }
}
