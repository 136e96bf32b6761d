//! Cut lines to the clauses of a rule.

use super::cut::Line;
use super::items::{Reader, bares, child, cut_before, line_text};
use super::keywords::{self, ClauseWord};
use super::literal;
use super::parts::{Pairs, Piece, Rule};
use super::{Anchor, Broken, Clause, ClauseKind, Domain, Name, words};
use crate::diagnostic::Severity;
use crate::source::{Source, Span};

impl<'s> Reader<'s> {
    /// A clause with the lines that continue it. If it cannot be read with them but can without, they
    /// are what is broken.
    pub(super) fn clause(&self, lines: &[Line], clauses: &mut Vec<Clause>) {
        let Some((first, more)) = lines.split_first() else { return };
        let text = line_text(self.source, first);
        let word = keywords::first_word(text);
        let keyword = self.start_of(std::slice::from_ref(first));
        let Some(kind) = keywords::clause(word) else {
            let span = Span::new(self.source.id(), first.start, first.end);
            let diagnostic = Box::new(words::clause_unknown(keyword, word));
            clauses.push(broken_clause(Broken { span, diagnostic }, keyword));
            if !more.is_empty() {
                self.clause(more, clauses);
            }
            return;
        };
        let whole = self.clause_of(lines, kind, keyword, word);
        let clause = match whole {
            Ok(clause) => clause,
            Err(broken) => {
                // The shortest run of first lines that reads; a fragment is never cut.
                let alone = (1..lines.len())
                    .filter(|count| lines.get(*count).is_some_and(|line| !line.inside))
                    .find_map(|count| {
                        let (own, stray) = lines.split_at(count);
                        let clause = self.clause_of(own, kind, keyword, word).ok()?;
                        Some((clause, stray))
                    });
                match alone {
                    Some((clause, stray)) => {
                        clauses.push(clause);
                        self.clause(stray, clauses);
                        return;
                    }
                    None => broken_clause(broken, keyword),
                }
            }
        };
        clauses.push(clause);
    }

    fn clause_of(
        &self,
        lines: &[Line],
        kind: ClauseWord,
        keyword: Span,
        word: &str,
    ) -> Result<Clause, Broken> {
        let span = self.piece(lines).span();
        let of = |kind| Clause { span, keyword, kind };
        let entry = match kind {
            ClauseWord::About | ClauseWord::Help => Rule::about,
            ClauseWord::Basis => Rule::basis,
            ClauseWord::Demand => Rule::demand,
            ClauseWord::Else => Rule::report,
            ClauseWord::Accepts | ClauseWord::Rejects => Rule::example,
            ClauseWord::InForce => Rule::in_force,
            ClauseWord::Tags => Rule::tags,
            ClauseWord::Unless => Rule::exception,
            ClauseWord::For => {
                let text = self.piece(lines).text;
                let ranged = text.get(word.len()..).unwrap_or_default().trim_start();
                range_entry(ranged)
            }
            ClauseWord::Fix => Rule::fix,
        };
        let (piece, pair) = self.read(lines, entry)?;
        Ok(of(self.clause_kind(&piece, pair, kind)?))
    }

    fn clause_kind(
        &self,
        piece: &Piece<'s>,
        pair: Pairs<'s>,
        kind: ClauseWord,
    ) -> Result<ClauseKind, Broken> {
        let lost = |pair: &Pairs<'_>| Broken {
            span: piece.span(),
            diagnostic: Box::new(words::unreadable(piece.place(pair))),
        };
        Ok(match kind {
            ClauseWord::About | ClauseWord::Help => {
                let text = child(&pair, Rule::text).ok_or_else(|| lost(&pair))?;
                match kind {
                    ClauseWord::About => ClauseKind::About(literal::text(piece, &text, false)),
                    _ => ClauseKind::Help(literal::text(piece, &text, true)),
                }
            }
            ClauseWord::Basis => {
                let (law, article) = citation(piece, &pair).ok_or_else(|| lost(&pair))?;
                ClauseKind::Basis { law, article }
            }
            ClauseWord::Tags => ClauseKind::Tags(bares(piece, &pair)),
            ClauseWord::InForce => {
                let mut days = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::day);
                let from = days.next().ok_or_else(|| lost(&pair))?;
                let until = days.next().map(|day| piece.name(&day));
                ClauseKind::InForce { from: piece.name(&from), until }
            }
            ClauseWord::Unless => {
                let basis = child(&pair, Rule::cited);
                let basis = basis.and_then(|cited| citation(piece, &cited));
                let expr = child(&pair, Rule::expr).ok_or_else(|| lost(&pair))?;
                ClauseKind::Unless { condition: piece.expr(expr)?, basis }
            }
            ClauseWord::Demand => {
                let word = child(&pair, Rule::k_demand);
                let word = word.map(|word| word.as_str().trim().to_owned()).unwrap_or_default();
                let expr = child(&pair, Rule::expr).ok_or_else(|| lost(&pair))?;
                let expr = piece.expr(expr)?;
                match word.as_str() {
                    "当" | "when" => ClauseKind::When(expr),
                    "须" | "must" => ClauseKind::Must(expr),
                    _ => ClauseKind::MustNot(expr),
                }
            }
            ClauseWord::For => self.range(piece, &pair).ok_or_else(|| lost(&pair))??,
            ClauseWord::Else => self.report(piece, pair)?,
            ClauseWord::Accepts | ClauseWord::Rejects => {
                let fragment = child(&pair, Rule::fragment).ok_or_else(|| lost(&pair))?;
                let fragment = literal::fragment(piece, &fragment);
                match kind {
                    ClauseWord::Accepts => ClauseKind::Accepts(fragment),
                    _ => ClauseKind::Rejects(fragment),
                }
            }
            ClauseWord::Fix => piece.fix(&pair).ok_or_else(|| lost(&pair))??,
        })
    }

    fn range(&self, piece: &Piece<'s>, pair: &Pairs<'s>) -> Option<Result<ClauseKind, Broken>> {
        if let Some(domain) = child(pair, Rule::domain) {
            return Some(piece.domain(domain).map(ClauseKind::Each));
        }
        if let Some(pieces) = child(pair, Rule::pieces_of) {
            return Some(piece.pieces(pieces).map(ClauseKind::EachMatch));
        }
        let mut second = None;
        let mut domain = Domain::over(piece.span());
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::name if domain.variable.is_none() => {
                    domain.variable = Some(piece.name(&part))
                }
                Rule::name => second = Some(piece.name(&part)),
                _ => {
                    if let Err(broken) = piece.domain_part(&mut domain, part) {
                        return Some(Err(broken));
                    }
                }
            }
        }
        second.map(|second| Ok(ClauseKind::EachPair(domain, second)))
    }

    fn report(&self, piece: &Piece<'s>, pair: Pairs<'s>) -> Result<ClauseKind, Broken> {
        let mut severity = Severity::Error;
        let (mut message, mut anchors) = (None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::severity => {
                    severity = match part.into_inner().next().map(|word| word.as_rule()) {
                        Some(Rule::warning) => Severity::Warning,
                        Some(Rule::note) => Severity::Note,
                        _ => Severity::Error,
                    };
                }
                Rule::text => message = Some(literal::text(piece, &part, true)),
                Rule::anchors => {
                    for anchor in part.into_inner() {
                        let Some(inner) = anchor.into_inner().next() else { continue };
                        anchors.push(match inner.as_rule() {
                            Rule::place => Anchor::Place(piece.place_of(inner)),
                            Rule::operand => Anchor::Expr(piece.operand(inner)?),
                            _ => continue,
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(ClauseKind::Else { severity, message, anchors })
    }
}

/// A law's short name and the article.
fn citation(piece: &Piece<'_>, pair: &Pairs<'_>) -> Option<(Name, Option<Name>)> {
    let law = child(pair, Rule::name)?;
    let text = child(pair, Rule::text).map(|text| {
        let literal = literal::text(piece, &text, false);
        Name { text: literal.text.as_str().to_owned(), span: literal.span }
    });
    let words = child(pair, Rule::article).map(|article| {
        let Name { text, span } = piece.name(&article);
        Name { text: text.split_whitespace().collect::<Vec<_>>().join(" "), span }
    });
    Some((piece.name(&law), text.or(words)))
}

/// What the words after 对 begin.
fn range_entry(text: &str) -> Rule {
    let second = text.split_whitespace().nth(1).unwrap_or_default();
    match (keywords::first_word(text), second) {
        ("每两个", _) | ("each", "pair") => Rule::each_pair,
        ("每处" | "每句" | "每段" | "match", _) => Rule::each_match,
        ("each", "match" | "sentence" | "paragraph") => Rule::each_match,
        _ => Rule::each,
    }
}

fn broken_clause(broken: Broken, keyword: Span) -> Clause {
    Clause { span: broken.span, keyword, kind: ClauseKind::Broken(broken) }
}

/// Lines by clause: each starts at a clause's keyword.
pub(super) fn clause_groups<'l>(source: &Source, lines: &'l [Line]) -> Vec<&'l [Line]> {
    let starts = |line: &Line| {
        !line.inside && keywords::clause(keywords::first_word(line_text(source, line))).is_some()
    };
    cut_before(lines, starts)
}
