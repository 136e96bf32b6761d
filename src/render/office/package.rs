//! The parts of a `.docx` file beside its text: types, styles, fonts, the page number. Takes the
//! text of the document; gives the file. Knows no finding.

use std::io::{self, Cursor, Write};

use maud::{Markup, PreEscaped, html as xml};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::diagnostic::Lang;

const HEAD: PreEscaped<&str> =
    PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// A font of official documents, its use, and its replacement if it is not installed.
pub(super) struct Font {
    pub(super) name: &'static str,
    instead: &'static str,
    serif: bool,
}

/// Titles.
pub(super) const TITLE: Font =
    Font { name: "方正小标宋简体", instead: "宋体", serif: true };
/// Headings.
pub(super) const HEADING: Font = Font { name: "黑体", instead: "SimHei", serif: false };
/// The text.
pub(super) const TEXT: Font = Font { name: "仿宋_GB2312", instead: "仿宋", serif: true };
/// Page numbers.
const PAGE: Font = Font { name: "宋体", instead: "SimSun", serif: true };

const PREFIX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// The file around a document's body.
///
/// # Errors
/// Those of the zip: more than it can hold.
pub(super) fn package(body: &Markup, title: &str, lang: Lang) -> io::Result<Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", types()),
        ("_rels/.rels", relations()),
        ("docProps/core.xml", properties(title, lang)),
        ("word/document.xml", document(body)),
        ("word/_rels/document.xml.rels", document_relations()),
        ("word/styles.xml", styles(lang)),
        ("word/fontTable.xml", fonts()),
        ("word/footer1.xml", footer()),
    ];
    // No clock: the same report gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(part.into_string().as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn types() -> Markup {
    let part = |name: &str, kind: &str| {
        xml! { Override PartName=(name) ContentType={ (PREFIX) (kind) "+xml" } {} }
    };
    xml! {
        (HEAD)
        Types xmlns=(TYPES) {
            Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" {}
            Default Extension="xml" ContentType="application/xml" {}
            (part("/word/document.xml", "document.main"))
            (part("/word/styles.xml", "styles"))
            (part("/word/fontTable.xml", "fontTable"))
            (part("/word/footer1.xml", "footer"))
            Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml" {}
        }
    }
}

fn relations() -> Markup {
    xml! {
        (HEAD)
        Relationships xmlns=(RELATIONS) {
            Relationship Id="rId1" Type={ (R) "/officeDocument" } Target="word/document.xml" {}
            Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml" {}
        }
    }
}

fn document_relations() -> Markup {
    xml! {
        (HEAD)
        Relationships xmlns=(RELATIONS) {
            Relationship Id="rId1" Type={ (R) "/styles" } Target="styles.xml" {}
            Relationship Id="rId2" Type={ (R) "/fontTable" } Target="fontTable.xml" {}
            Relationship Id="rId3" Type={ (R) "/footer" } Target="footer1.xml" {}
        }
    }
}

/// No dates in it.
fn properties(title: &str, lang: Lang) -> Markup {
    xml! {
        (HEAD)
        cp:coreProperties
            xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
            xmlns:dc="http://purl.org/dc/elements/1.1/" {
            dc:title { (title) }
            dc:creator { "biaochi" }
            dc:language { (language(lang)) }
        }
    }
}

/// A4, with the margins of official documents.
fn document(body: &Markup) -> Markup {
    xml! {
        (HEAD)
        w:document xmlns:w=(W) xmlns:r=(R) {
            w:body {
                (body)
                w:sectPr {
                    w:footerReference w:type="default" r:id="rId3" {}
                    w:pgSz w:w="11906" w:h="16838" {}
                    w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1417" w:gutter="0" {}
                }
            }
        }
    }
}

/// — 1 —, as official documents number their pages.
fn footer() -> Markup {
    let run = |inside: Markup| {
        xml! { w:r { (run_style(&PAGE, 28, false)) (inside) } }
    };
    xml! {
        (HEAD)
        w:ftr xmlns:w=(W) xmlns:r=(R) {
            w:p {
                w:pPr { w:jc w:val="center" {} }
                (run(xml! { w:t xml:space="preserve" { "— " } }))
                (run(xml! { w:fldChar w:fldCharType="begin" {} }))
                (run(xml! { w:instrText xml:space="preserve" { " PAGE " } }))
                (run(xml! { w:fldChar w:fldCharType="separate" {} }))
                (run(xml! { w:t { "1" } }))
                (run(xml! { w:fldChar w:fldCharType="end" {} }))
                (run(xml! { w:t xml:space="preserve" { " —" } }))
            }
        }
    }
}

fn fonts() -> Markup {
    xml! {
        (HEAD)
        w:fonts xmlns:w=(W) {
            @for font in [&TITLE, &HEADING, &TEXT, &PAGE] {
                w:font w:name=(font.name) {
                    w:altName w:val=(font.instead) {}
                    w:charset w:val="86" {}
                    w:family w:val=(if font.serif { "roman" } else { "swiss" }) {}
                    w:pitch w:val="variable" {}
                }
            }
        }
    }
}

fn styles(lang: Lang) -> Markup {
    let heading = |id: &str, name: &str, level: &str, font: &Font, size: u32| {
        xml! {
            w:style w:type="paragraph" w:styleId=(id) {
                w:name w:val=(name) {}
                w:basedOn w:val="Normal" {}
                w:next w:val="Normal" {}
                w:qFormat {}
                w:pPr {
                    w:keepNext {}
                    w:spacing w:before="160" w:after="80" w:line=(size * 14) w:lineRule="atLeast" {}
                    w:outlineLvl w:val=(level) {}
                }
                (run_style(font, size, false))
            }
        }
    };
    xml! {
        (HEAD)
        w:styles xmlns:w=(W) {
            w:docDefaults {
                w:rPrDefault {
                    w:rPr {
                        (typeface(&TEXT))
                        w:sz w:val="28" {}
                        w:lang w:val="en-US" w:eastAsia=(language(lang)) {}
                    }
                }
                w:pPrDefault { w:pPr { w:spacing w:line="500" w:lineRule="exact" {} } }
            }
            w:style w:type="paragraph" w:default="1" w:styleId="Normal" {
                w:name w:val="Normal" {}
                w:qFormat {}
            }
            (heading("Heading1", "heading 1", "0", &TITLE, 44))
            (heading("Heading2", "heading 2", "1", &HEADING, 32))
            (heading("Heading3", "heading 3", "2", &HEADING, 28))
        }
    }
}

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    }
}

/// Chinese in the font itself, Latin letters and figures in the one that goes with it.
fn typeface(font: &Font) -> Markup {
    xml! {
        w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia=(font.name) w:cs="Times New Roman" w:hint="eastAsia" {}
    }
}

/// How a run looks; the size in half points.
pub(super) fn run_style(font: &Font, size: u32, bold: bool) -> Markup {
    xml! {
        w:rPr {
            (typeface(font))
            @if bold { w:b {} }
            w:sz w:val=(size) {}
            w:szCs w:val=(size) {}
        }
    }
}
