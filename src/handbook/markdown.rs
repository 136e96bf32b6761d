//! The handbook as Markdown. Takes the handbook; gives text.

use std::fmt::Write;

use super::{Handbook, HandbookEntry, pieces, words};
use crate::diagnostic::{Severity, Words};
use crate::rule::{Example, Strength};

/// The handbook as one page of Markdown: how to read it, the indexes, the rules by pack, the
/// catalogues.
pub fn markdown(book: &Handbook<'_>) -> String {
    let mut page = MarkdownPage { book, text: String::new() };
    page.head();
    page.indexes();
    page.rules();
    page.catalogues();
    page.text
}

struct MarkdownPage<'b, 'r> {
    book: &'b Handbook<'r>,
    text: String,
}

impl MarkdownPage<'_, '_> {
    /// Writing to a string cannot fail.
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.text.write_fmt(text);
    }

    fn say(&self, words: Words) -> String {
        self.book.say(words)
    }

    fn head(&mut self) {
        let book = self.book;
        let title = self.say(words::title());
        self.put(format_args!("# {title}\n\n"));
        for (volume, _) in &book.volumes {
            let (title, name, version) = (plain(volume.title), volume.name, volume.version);
            let version = book.bracketed(&format!("`{name}` {version}"));
            self.put(format_args!("- {title}{version}\n"));
        }
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| book.count(severity));
        let summary = self.say(words::summary(book.entries.len(), errors, warnings, notes));
        self.put(format_args!("\n{summary}\n\n"));
        let heading = self.say(words::how_to_read());
        self.put(format_args!("## {heading}\n\n"));
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let name = self.say(words::severity(severity));
            let means = self.say(words::severity_means(severity));
            self.put(format_args!("- **{name}** {means}\n"));
        }
        for strength in Strength::ALL {
            let means = self.say(words::strength_means(strength));
            self.put(format_args!("- **{}** {means}\n", strength.name()));
        }
        let articles = self.say(words::articles());
        self.put(format_args!("\n{articles}\n"));
    }

    fn indexes(&mut self) {
        for (heading, index) in self.book.indexes() {
            self.put(format_args!("\n## {heading}\n"));
            for (name, entries) in index {
                let links: Vec<String> =
                    entries.iter().filter_map(|at| self.book.entries.get(*at)).map(link).collect();
                let (name, links) = (plain(&name), links.join(self.book.comma()));
                self.put(format_args!("\n**{name}** {links}\n"));
            }
        }
    }

    fn rules(&mut self) {
        let book = self.book;
        for (volume, entries) in &book.volumes {
            self.put(format_args!("\n## {}\n", plain(volume.title)));
            for (table, entry) in book.with_tables(entries) {
                if let Some((name, rows)) = table {
                    self.table(name, &rows);
                }
                self.entry(entry);
            }
        }
    }

    /// The rows of a 规则表.
    fn table(&mut self, name: &str, rows: &[&HandbookEntry<'_>]) {
        let headings = words::rows().map(|heading| self.say(heading)).join(" | ");
        self.put(format_args!("\n### {}\n\n| {headings} |\n| --- | --- | --- |\n", plain(name)));
        for row in rows {
            let severity = self.say(words::severity(row.rule.severity));
            let (anchor, key, sentence) = (row.anchor(), plain(row.row()), plain(&row.sentence));
            self.put(format_args!("| [{key}](#{anchor}) | {severity} | {sentence} |\n"));
        }
    }

    fn entry(&mut self, entry: &HandbookEntry<'_>) {
        let rule = entry.rule;
        let severity = self.say(words::severity(rule.severity));
        let tags = rule.tags.words().join(self.book.comma());
        let tags = if tags.is_empty() { tags } else { self.book.bracketed(&plain(&tags)) };
        let (anchor, name) = (entry.anchor(), plain(&rule.name));
        self.put(format_args!("\n### <a id=\"{anchor}\"></a>{name}\n\n**{severity}**{tags}\n"));
        if let Some(about) = &rule.about {
            self.put(format_args!("\n{}\n", plain(about)));
        }
        self.put(format_args!("\n"));
        let sentence = format!("{}{}", entry.sentence, entry.definitions.concat());
        self.line(words::sentence(), &plain(&sentence));
        for cited in &entry.basis {
            let article = cited.article.map_or(String::new(), |article| format!(" {article}"));
            let force =
                cited.law.force.as_ref().map_or(String::new(), |force| self.book.bracketed(force));
            self.line(words::basis(), &plain(&format!("{}{article}{force}", cited.law.citation())));
        }
        self.line(words::forms(), &plain(&entry.forms.join(self.book.comma())));
        if !entry.reads.is_empty() {
            self.line(words::reads(), &plain(&entry.reads.join(self.book.comma())));
        }
        if let Some(help) = &entry.help {
            self.line(words::help(), &plain(help));
        }
        let fixes: Vec<String> =
            entry.fixes().into_iter().map(|level| self.say(words::fix_level(level))).collect();
        if !fixes.is_empty() {
            self.line(words::fixes(), &fixes.join(self.book.comma()));
        }
        let [accepts, rejects] = entry.examples();
        self.example(words::accepts(), accepts);
        self.example(words::rejects(), rejects);
    }

    fn line(&mut self, name: Words, text: &str) {
        let name = self.say(name);
        let colon = self.book.colon();
        self.put(format_args!("- {name}{colon}{text}\n"));
    }

    fn example(&mut self, name: Words, example: Option<&Example>) {
        let Some(example) = example else { return };
        let name = self.say(name);
        let marked: String = pieces(example)
            .into_iter()
            .map(|(text, marked)| if marked { format!("[[{text}]]") } else { text.to_owned() })
            .collect();
        let fence = fence(&marked);
        self.put(format_args!("\n{name}\n\n{fence}yaml\n{}\n{fence}\n", marked.trim_end()));
    }

    fn catalogues(&mut self) {
        for catalogue in &self.book.catalogues {
            let heading = self.say(words::catalogue(&catalogue.name));
            let columns = words::columns().map(|name| self.say(name)).join(" | ");
            self.put(format_args!("\n## {heading}\n\n| {columns} |\n"));
            self.put(format_args!("| --- | --- | --- | --- | --- | --- |\n"));
            for standard in catalogue.indicators() {
                let units = standard.units.join("、");
                let cells = [
                    standard.name.as_str(),
                    standard.place.as_str(),
                    units.as_str(),
                    standard.direction.map_or("", |direction| direction.zh()),
                    standard.target.as_deref().unwrap_or_default(),
                    standard.about.as_deref().unwrap_or_default(),
                ];
                let cells = cells.map(plain).join(" | ");
                self.put(format_args!("| {cells} |\n"));
            }
        }
    }
}

fn link(entry: &HandbookEntry<'_>) -> String {
    format!("[{}](#{})", plain(&entry.rule.name), entry.anchor())
}

/// Text escaped for Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' => {
                plain.push('\\');
                plain.push(character);
            }
            character => plain.push(character),
        }
    }
    plain
}

/// A fence longer than any run of backticks in the text.
fn fence(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len);
    "`".repeat(runs.max().unwrap_or_default().max(2) + 1)
}
