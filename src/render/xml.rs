//! XML as `junit` and `checkstyle` write it: elements in a frame of indentation. Takes names and
//! texts; gives a document that any reader takes, whatever characters a sheet holds. Knows no
//! findings.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::clean;

/// An attribute: its name and its value.
pub(super) type Attribute<'a> = (&'a str, String);

/// A document that is being written.
pub(super) struct XmlDocument<'w> {
    writer: Writer<&'w mut dyn Write>,
}

impl<'w> XmlDocument<'w> {
    /// Begins with the declaration.
    pub(super) fn new(out: &'w mut dyn Write) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { writer })
    }

    pub(super) fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))
    }

    pub(super) fn end(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(element(name, attributes)))
    }

    /// An element that holds text alone.
    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        text: &str,
    ) -> io::Result<()> {
        self.start(name, attributes)?;
        // Not every reader of these formats knows references in texts, which people read: pictures
        // do there.
        let text: String = text.replace("\r\n", "\n").chars().map(clean::fit).collect();
        self.writer.write_event(Event::Text(BytesText::new(&text)))?;
        self.end(name)
    }

    /// Ends the last line.
    pub(super) fn finish(self) -> io::Result<()> {
        writeln!(self.writer.into_inner())
    }
}

fn element<'a>(name: &'a str, attributes: &[Attribute<'_>]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        // A reader takes line ends in an attribute for blanks.
        let value = escaped(value).replace(['\n', '\t'], " ");
        element.push_attribute((name.as_bytes(), value.as_bytes()));
    }
    element
}

/// A value escaped as XML. What XML 1.0 cannot hold, not even escaped, becomes a picture of itself;
/// what would trouble a terminal is a reference, and reads back as it was.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\n' | '\t' => escaped.push(character),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('�'),
            '\0'..='\u{1f}' => escaped.push(clean::shown(character)),
            _ if clean::is_trouble(character) => {
                escaped.push_str(&format!("&#x{:x};", u32::from(character)));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
