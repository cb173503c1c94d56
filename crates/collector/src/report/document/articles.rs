//! Ratings of articles.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Selected, ShareDocument, Written, share, written};
use crate::report::{Article, Articles};

/// The articles in version 1 of their shape.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Articles")]
pub(crate) struct ArticlesDocument {
    #[serde(flatten)]
    selected: Selected,
    /// The share of all ratings that found an article helpful; null without one.
    helpful: Option<ShareDocument>,
    /// The one that fails most readers comes first.
    articles: Vec<ArticleDocument>,
    others: Others,
    languages: Vec<Language>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Article")]
struct ArticleDocument {
    /// Null for ratings that don't say what they are about.
    topic: Option<String>,
    title: Option<String>,
    helpful: ShareDocument,
    /// Readers it didn't help.
    failed: u64,
    /// Whether it has too few ratings for its share to say much.
    few: bool,
    /// The latest that readers missed.
    missing: Vec<Written>,
}

/// Articles that aren't listed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OtherArticles")]
struct Others {
    number: u64,
    helpful: Option<ShareDocument>,
}

#[derive(Serialize, JsonSchema)]
struct Language {
    locale: String,
    helpful: ShareDocument,
}

impl ArticlesDocument {
    pub(crate) fn of(articles: &Articles) -> Self {
        let (number, others) = articles.others;
        let language = |language: &crate::report::articles::LanguageRating| Language {
            locale: language.locale.clone(),
            helpful: share(language.helpful),
        };
        Self {
            selected: Selected::of(&articles.selection, articles.selection.query.survey.as_ref()),
            helpful: articles.helpful.map(share),
            articles: articles.articles.iter().map(article).collect(),
            others: Others { number, helpful: others.map(share) },
            languages: articles.languages.iter().map(language).collect(),
        }
    }
}

fn article(article: &Article) -> ArticleDocument {
    ArticleDocument {
        topic: article.topic.clone(),
        title: article.title.clone(),
        helpful: share(article.helpful),
        failed: article.failed(),
        few: article.is_small(),
        missing: article.missing.texts.iter().map(written).collect(),
    }
}
