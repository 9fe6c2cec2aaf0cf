//! What Zendesk's help-centre API answers, as far as it says something about content.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One or several answers put together.
#[derive(Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "each field is the array of its name")]
pub struct Export {
    #[serde(default)]
    pub articles: Vec<Article>,
    #[serde(default)]
    pub sections: Vec<Section>,
    #[serde(default)]
    pub categories: Vec<Category>,
    #[serde(default)]
    pub translations: Vec<Translation>,
}

/// An article in one language.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "each field is the key of its name in Zendesk's reference")]
pub struct Article {
    pub id: i64,
    pub title: Option<String>,
    pub body: Option<String>,
    pub locale: Option<String>,
    pub section_id: Option<i64>,
    pub draft: Option<bool>,
    pub promoted: Option<bool>,
    pub position: Option<i64>,
    pub label_names: Option<Vec<String>>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub html_url: Option<String>,
    pub user_segment_id: Option<i64>,
    pub user_segment_ids: Option<Vec<i64>>,
    pub outdated: Option<bool>,
}

impl Article {
    /// Whether only some people may read it.
    pub fn is_restricted(&self) -> bool {
        self.user_segment_id.is_some() || self.user_segment_ids.as_ref().is_some_and(|ids| !ids.is_empty())
    }
}

/// A section in one language.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is the key of its name in Zendesk's reference")]
pub struct Section {
    pub id: i64,
    pub name: Option<String>,
    pub category_id: Option<i64>,
    pub parent_section_id: Option<i64>,
    pub position: Option<i64>,
    pub locale: Option<String>,
}

/// A category in one language.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is the key of its name in Zendesk's reference")]
pub struct Category {
    pub id: i64,
    pub name: Option<String>,
    pub position: Option<i64>,
    pub locale: Option<String>,
}

/// A text of an article, section or category in another language.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is the key of its name in Zendesk's reference")]
pub struct Translation {
    pub source_id: i64,
    pub source_type: Option<String>,
    pub locale: String,
    pub title: Option<String>,
    pub body: Option<String>,
    pub draft: Option<bool>,
    pub outdated: Option<bool>,
    pub html_url: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
}

/// Why a file is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be read.
    #[error("`{}` cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is not JSON, or not of this shape.
    #[error("{}:{line}:{column}: {reason}", .path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// In bytes, from 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It has none of the arrays.
    #[error("`{}` has no articles, sections, categories or translations: name what the help-centre API answered", .0.display())]
    Empty(PathBuf),
}

/// Reads all files as one export.
pub fn read<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Export, ExportError> {
    let mut whole = Export::default();
    for path in paths {
        let bytes = std::fs::read(path).map_err(|source| ExportError::Read { path: path.to_owned(), source })?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let part: Export = serde_json::from_slice(bytes).map_err(|error| shape(path, &error))?;
        let texts = part.articles.len() + part.sections.len() + part.categories.len() + part.translations.len();
        if texts == 0 {
            return Err(ExportError::Empty(path.to_owned()));
        }
        whole.articles.extend(part.articles);
        whole.sections.extend(part.sections);
        whole.categories.extend(part.categories);
        whole.translations.extend(part.translations);
    }
    whole.translate();
    Ok(whole)
}

fn shape(path: &Path, error: &serde_json::Error) -> ExportError {
    let (line, column) = (error.line(), error.column());
    let told = error.to_string();
    let reason = told.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&told).to_owned();
    ExportError::Shape { path: path.to_owned(), line, column: column.max(1), reason }
}

impl Export {
    /// A translation of an article is an article in its language, with all else as the original has it.
    fn translate(&mut self) {
        for translation in std::mem::take(&mut self.translations) {
            let kind = translation.source_type.as_deref().unwrap_or("Article").to_ascii_lowercase();
            let Translation { source_id, locale, title, .. } = translation;
            match kind.as_str() {
                "section" => {
                    let original = self.sections.iter().find(|section| section.id == source_id);
                    let section = Section {
                        id: source_id,
                        name: title,
                        category_id: original.and_then(|section| section.category_id),
                        parent_section_id: original.and_then(|section| section.parent_section_id),
                        position: original.and_then(|section| section.position),
                        locale: Some(locale),
                    };
                    self.sections.push(section);
                }
                "category" => {
                    let position = self.categories.iter().find(|category| category.id == source_id);
                    let position = position.and_then(|category| category.position);
                    self.categories.push(Category { id: source_id, name: title, position, locale: Some(locale) });
                }
                _ => {
                    let Some(original) = self.articles.iter().find(|article| article.id == source_id) else { continue };
                    let article = Article {
                        title,
                        body: translation.body,
                        locale: Some(locale),
                        draft: translation.draft,
                        outdated: translation.outdated,
                        html_url: translation.html_url,
                        created_at: translation.created_at,
                        updated_at: translation.updated_at,
                        ..original.clone()
                    };
                    self.articles.push(article);
                }
            }
        }
    }
}
