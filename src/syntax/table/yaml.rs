//! YAML as an editor or another program writes it: lists and maps with the place of each value.
//! Sole user of saphyr-parser. No anchors, no tags, one document.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};

use super::{MAX_CELLS, TableCell, TableContent, TableFile, TableNode, words};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// How deep lists and maps may nest: no dictionary needs more than three.
const MAX_DEPTH: usize = 8;

pub(super) fn read(source: &Source) -> TableFile {
    match Walk::new(source).tree() {
        Ok(Some(node)) => {
            TableFile { content: Some(TableContent::Tree(node)), diagnostics: Vec::new() }
        }
        Ok(None) => {
            TableFile { content: None, diagnostics: vec![words::empty(Span::at(source.id(), 0))] }
        }
        Err(fault) => TableFile { content: None, diagnostics: vec![*fault] },
    }
}

/// A list or map that is being read.
struct OpenYaml {
    start: Span,
    list: Option<Vec<TableNode>>,
    map: Vec<(TableCell, TableNode)>,
    key: Option<TableCell>,
    seen: BTreeMap<String, Span>,
}

struct Walk<'s> {
    source: &'s Source,
    /// The byte of each character: the parser counts characters.
    bytes: Vec<usize>,
}

impl<'s> Walk<'s> {
    fn new(source: &'s Source) -> Self {
        let text = source.text();
        let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
        let body = text.get(skipped..).unwrap_or_default();
        let starts = body.char_indices().map(|(at, _)| at + skipped);
        Self { source, bytes: starts.chain([text.len()]).collect() }
    }

    fn byte(&self, index: usize) -> usize {
        self.bytes.get(index).copied().unwrap_or(self.source.text().len())
    }

    fn span(&self, of: saphyr_parser::Span) -> Span {
        let (start, end) = (self.byte(of.start.index()), self.byte(of.end.index()));
        let text = self.source.text().get(start..end).unwrap_or_default().trim_end();
        Span::new(self.source.id(), start, start + text.len())
    }

    fn tree(&self) -> Result<Option<TableNode>, Box<Diagnostic>> {
        let text = self.source.text().trim_start_matches('\u{feff}');
        let (mut open, mut whole, mut count): (Vec<OpenYaml>, Option<TableNode>, usize) =
            (Vec::new(), None, 0);
        for event in Parser::new_from_str(text) {
            let (event, place) = event.map_err(|error| {
                let at = Span::at(self.source.id(), self.byte(error.marker().index()));
                words::bad_yaml(at, error.info())
            })?;
            let span = self.span(place);
            let done = match event {
                Event::Scalar(text, ..) => {
                    let cell = self.cell(text.trim(), span);
                    match open.last_mut() {
                        Some(map) if map.list.is_none() && map.key.is_none() => {
                            if let Some(first) = map.seen.insert(cell.text.clone(), cell.span) {
                                return Err(Box::new(words::key_twice(first, cell.span)));
                            }
                            map.key = Some(cell);
                            continue;
                        }
                        _ => TableNode::Cell(cell),
                    }
                }
                Event::SequenceStart(..) | Event::MappingStart(..) => {
                    let is_key =
                        open.last().is_some_and(|map| map.list.is_none() && map.key.is_none());
                    if open.len() >= MAX_DEPTH || is_key {
                        return Err(Box::new(words::too_deep(span)));
                    }
                    let list = matches!(event, Event::SequenceStart(..)).then(Vec::new);
                    open.push(OpenYaml {
                        start: span,
                        list,
                        map: Vec::new(),
                        key: None,
                        seen: BTreeMap::new(),
                    });
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(closed) = open.pop() else { continue };
                    let whole = closed.start.cover(span);
                    match closed.list {
                        Some(list) => TableNode::List(list, whole),
                        None => TableNode::Map(closed.map, whole),
                    }
                }
                Event::Alias(_) => return Err(Box::new(words::no_aliases(span))),
                Event::DocumentStart(_) if whole.is_some() => {
                    return Err(Box::new(words::one_document(span)));
                }
                _ => continue,
            };
            count += 1;
            if count > MAX_CELLS {
                return Err(Box::new(words::too_many_cells(span)));
            }
            match open.last_mut() {
                Some(OpenYaml { list: Some(list), .. }) => list.push(done),
                Some(OpenYaml { map, key, .. }) => map.extend(key.take().map(|key| (key, done))),
                None => whole = Some(done),
            }
        }
        // A file of only comments has one value: null.
        Ok(whole.filter(|node| !matches!(node, TableNode::Cell(cell) if cell.text.is_empty())))
    }

    /// A single value, the place without its quotes.
    fn cell(&self, text: &str, span: Span) -> TableCell {
        let written = self.source.slice(span);
        let quote = |text: &str, quote| text.starts_with(quote) && text.ends_with(quote);
        let quoted = written.len() > 2 && (quote(written, '"') || quote(written, '\''));
        let span = match quoted {
            true => Span { start: span.start + 1, end: span.end - 1, ..span },
            false => span,
        };
        // `~` is how YAML writes nothing.
        let text = if !quoted && (text == "~" || text == "null") { "" } else { text };
        TableCell { text: text.to_owned(), span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn shown(source: &Source, node: &TableNode) -> String {
        match node {
            TableNode::Cell(cell) if source.slice(cell.span) == cell.text => cell.text.clone(),
            TableNode::Cell(cell) => format!("{}←{:?}", cell.text, source.slice(cell.span)),
            TableNode::List(items, _) => {
                let items: Vec<_> = items.iter().map(|item| shown(source, item)).collect();
                format!("[{}]", items.join(" "))
            }
            TableNode::Map(entries, _) => {
                let entries = entries.iter();
                let entries: Vec<_> = entries
                    .map(|(key, node)| {
                        let key = shown(source, &TableNode::Cell(key.clone()));
                        format!("{key}:{}", shown(source, node))
                    })
                    .collect();
                format!("{{{}}}", entries.join(" "))
            }
        }
    }

    fn read_text(text: &str) -> String {
        let source = Source::new(SourceId::ALONE, "a.yaml", text);
        let file = read(&source);
        match file.content {
            Some(TableContent::Tree(node)) => shown(&source, &node),
            _ => {
                let found = file.diagnostics.first().unwrap();
                let at = source.position(found.span().unwrap().start as usize);
                format!("{} @{}:{}", found.code, at.line, at.column)
            }
        }
    }

    #[test]
    fn every_value_knows_its_place() {
        assert_eq!(
            read_text(
                "\u{feff}# 归类\n产出目标/质量: [合格率, \"达标率\"]\n例外:\n  - 受益人数 # x\n  - 90%\n"
            ),
            "{产出目标/质量:[合格率 达标率] 例外:[受益人数 90%]}"
        );
        assert_eq!(
            read_text("- 2020-01-01\n- '处置'\n-\n- ~\n"),
            "[2020-01-01 处置 ←\"~\"]".replace("处置 ", "处置  ")
        );
    }

    #[test]
    fn what_is_no_dictionary_is_refused_with_its_place() {
        for (text, said) in [
            ("a: [1", "尺/YAML有误 @1:6"),
            ("a: &x 1\nb: *x\n", "尺/YAML有误 @2:4"),
            ("a: 1\na: 2\n", "尺/键重复 @2:1"),
            ("a: 1\n---\nb: 2\n", "尺/YAML有误 @2:1"),
            ("[[[[[[[[[[1]]]]]]]]]]", "尺/YAML有误 @1:9"),
            ("# 空\n", "尺/文件为空 @1:1"),
        ] {
            assert_eq!(read_text(text), said, "{text:?}");
        }
    }
}
