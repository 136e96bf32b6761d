//! Cut lines to the clauses of a rule.

use super::cut::CodeLine;
use super::items::{ItemReader, bares, child, cut_before, line_text};
use super::keywords::first_word;
use super::literal;
use super::parts::{FilePiece, Pairs, Rule};
use super::{AnchorNode, Broken, Clause, ClauseKind, DomainNode, Keyword, Name, words};
use crate::diagnostic::Severity;
use crate::source::{Source, Span};

impl<'s> ItemReader<'s> {
    /// A clause with its continuation lines. If it can be parsed only without them, they are what
    /// is broken.
    pub(super) fn clause(&self, lines: &[CodeLine], clauses: &mut Vec<Clause>) {
        let Some((first, more)) = lines.split_first() else { return };
        let text = line_text(self.source, first);
        let keyword = self.start_of(std::slice::from_ref(first));
        let Some(word) = Keyword::clause(text) else {
            let span = Span::new(self.source.id(), first.start, first.end);
            let diagnostic = Box::new(words::clause_unknown(keyword, first_word(text)));
            clauses.push(broken_clause(Broken { span, diagnostic }, keyword, None));
            if !more.is_empty() {
                self.clause(more, clauses);
            }
            return;
        };
        let whole = self.clause_of(lines, word, keyword);
        let clause = match whole {
            Ok(clause) => clause,
            Err(broken) => {
                // The shortest run of first lines that reads; a fragment is never cut.
                let alone = (1..lines.len())
                    .filter(|count| lines.get(*count).is_some_and(|line| !line.inside))
                    .find_map(|count| {
                        let (own, stray) = lines.split_at(count);
                        let clause = self.clause_of(own, word, keyword).ok()?;
                        Some((clause, stray))
                    });
                match alone {
                    Some((clause, stray)) => {
                        clauses.push(clause);
                        self.clause(stray, clauses);
                        return;
                    }
                    None => broken_clause(broken, keyword, Some(word)),
                }
            }
        };
        clauses.push(clause);
    }

    fn clause_of(
        &self,
        lines: &[CodeLine],
        word: Keyword,
        keyword: Span,
    ) -> Result<Clause, Broken> {
        let whole = self.piece(lines);
        let (piece, pair) = self.read(lines, clause_entry(word, whole.text))?;
        let kind = self.clause_kind(&piece, pair, word)?;
        Ok(Clause { span: whole.span(), keyword, word: Some(word), kind })
    }

    fn clause_kind(
        &self,
        piece: &FilePiece<'s>,
        pair: Pairs<'s>,
        word: Keyword,
    ) -> Result<ClauseKind, Broken> {
        let lost = |pair: &Pairs<'_>| Broken {
            span: piece.span(),
            diagnostic: Box::new(words::unreadable(piece.place(pair))),
        };
        Ok(match word {
            Keyword::About | Keyword::Help => {
                let text = child(&pair, Rule::text).ok_or_else(|| lost(&pair))?;
                match word {
                    Keyword::About => ClauseKind::About(literal::text(piece, &text, false)),
                    _ => ClauseKind::Help(literal::text(piece, &text, true)),
                }
            }
            Keyword::Basis if child(&pair, Rule::column).is_some() => {
                let column = child(&pair, Rule::column).ok_or_else(|| lost(&pair))?;
                ClauseKind::BasisIn(piece.column(&column))
            }
            Keyword::Basis => {
                let (law, article) = citation(piece, &pair).ok_or_else(|| lost(&pair))?;
                ClauseKind::Basis { law, article }
            }
            Keyword::Tags => ClauseKind::Tags(bares(piece, &pair)),
            Keyword::Effective => {
                let mut days = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::day);
                let from = days.next().ok_or_else(|| lost(&pair))?;
                let until = days.next().map(|day| piece.name(&day));
                ClauseKind::InForce { from: piece.name(&from), until }
            }
            Keyword::Unless => {
                let basis = child(&pair, Rule::cited);
                let basis = basis.and_then(|cited| citation(piece, &cited));
                let expr = child(&pair, Rule::expr).ok_or_else(|| lost(&pair))?;
                ClauseKind::Unless { condition: piece.expr(expr)?, basis }
            }
            Keyword::For => self.range(piece, &pair).ok_or_else(|| lost(&pair))??,
            Keyword::Else => self.report(piece, pair)?,
            Keyword::Accepts | Keyword::Rejects => {
                let fragment = child(&pair, Rule::fragment).ok_or_else(|| lost(&pair))?;
                let fragment = literal::fragment(piece, &fragment);
                match word {
                    Keyword::Accepts => ClauseKind::Accepts(fragment),
                    _ => ClauseKind::Rejects(fragment),
                }
            }
            Keyword::Fix => piece.fix(&pair).ok_or_else(|| lost(&pair))??,
            _ => {
                let word = child(&pair, Rule::k_demand).ok_or_else(|| lost(&pair))?;
                let expr = child(&pair, Rule::expr).ok_or_else(|| lost(&pair))?;
                let expr = piece.expr(expr)?;
                match Keyword::read(Rule::k_demand, word.as_str()) {
                    Some(Keyword::When) => ClauseKind::When(expr),
                    Some(Keyword::Must) => ClauseKind::Must(expr),
                    _ => ClauseKind::MustNot(expr),
                }
            }
        })
    }

    fn range(&self, piece: &FilePiece<'s>, pair: &Pairs<'s>) -> Option<Result<ClauseKind, Broken>> {
        if let Some(domain) = child(pair, Rule::domain) {
            return Some(piece.domain(domain).map(ClauseKind::Each));
        }
        if let Some(pieces) = child(pair, Rule::pieces_of) {
            return Some(piece.pieces(pieces).map(ClauseKind::EachMatch));
        }
        let mut second = None;
        let mut domain = DomainNode::over(piece.span());
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

    fn report(&self, piece: &FilePiece<'s>, pair: Pairs<'s>) -> Result<ClauseKind, Broken> {
        let mut severity = Severity::Error;
        let (mut severity_in, mut message, mut anchors) = (None, None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::severity => {
                    severity = match part.into_inner().next().map(|word| word.as_rule()) {
                        Some(Rule::warning) => Severity::Warning,
                        Some(Rule::note) => Severity::Note,
                        _ => Severity::Error,
                    };
                }
                Rule::column => severity_in = Some(piece.column(&part)),
                Rule::text => message = Some(literal::text(piece, &part, true)),
                Rule::anchors => {
                    for anchor in part.into_inner() {
                        let Some(inner) = anchor.into_inner().next() else { continue };
                        anchors.push(match inner.as_rule() {
                            Rule::place => AnchorNode::Place(piece.place_of(inner)),
                            Rule::operand => AnchorNode::Expr(piece.operand(inner)?),
                            _ => continue,
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(ClauseKind::Else { severity, severity_in, message, anchors })
    }
}

/// A law's short name and the article.
pub(super) fn citation(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> Option<(Name, Option<Name>)> {
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

/// The entry rule of a clause with that keyword.
pub(super) fn clause_entry(word: Keyword, text: &str) -> Rule {
    match word {
        Keyword::About | Keyword::Help => Rule::about,
        Keyword::Basis => Rule::basis,
        Keyword::Else => Rule::report,
        Keyword::Accepts | Keyword::Rejects => Rule::example,
        Keyword::Effective => Rule::in_force,
        Keyword::Tags => Rule::tags,
        Keyword::Unless => Rule::exception,
        Keyword::For => range_entry(text),
        Keyword::Fix => Rule::fix,
        _ => Rule::demand,
    }
}

/// The form of a clause that begins with 对, from the next two words.
fn range_entry(clause: &str) -> Rule {
    let rest = clause.get(first_word(clause).len()..).unwrap_or_default();
    let begins = |spelling: &str| {
        let mut words = rest.split_whitespace().map(first_word);
        spelling.split(' ').take(2).all(|word| words.next() == Some(word))
    };
    let reads = |rule| Keyword::words_of(rule).any(begins);
    match (reads(Rule::k_pair), reads(Rule::k_match)) {
        (true, _) => Rule::each_pair,
        (_, true) => Rule::each_match,
        _ => Rule::each,
    }
}

fn broken_clause(broken: Broken, keyword: Span, word: Option<Keyword>) -> Clause {
    Clause { span: broken.span, keyword, word, kind: ClauseKind::Broken(broken) }
}

/// Lines by clause: each starts at a clause's keyword.
pub(super) fn clause_groups<'l>(source: &Source, lines: &'l [CodeLine]) -> Vec<&'l [CodeLine]> {
    let starts =
        |line: &CodeLine| !line.inside && Keyword::clause(line_text(source, line)).is_some();
    cut_before(lines, starts)
}
