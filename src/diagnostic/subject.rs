//! What a finding is about, by meaning: stable across edits elsewhere in the file.

/// The thing that a finding is about; written as `{kind, path}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", content = "path", rename_all = "lowercase")]
pub enum Subject {
    /// A field, by its name.
    Field(String),
    /// An indicator, as `一级/二级/指标`.
    Indicator(String),
    /// A level of the tree, as `一级/二级`.
    Level(String),
    /// Words of the text: a passage, a key that the form does not have.
    Text(String),
    /// A rule, by its name.
    Rule(String),
}

impl Subject {
    /// Which one.
    pub fn path(&self) -> &str {
        match self {
            Self::Field(path)
            | Self::Indicator(path)
            | Self::Level(path)
            | Self::Text(path)
            | Self::Rule(path) => path,
        }
    }
}
