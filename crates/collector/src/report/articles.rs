//! How articles were rated: whom they helped, whom they failed, and what those missed.

use std::collections::BTreeMap;

use askwell_statistics::{MIN_ANSWERS, Share};
use askwell_survey::Kind;
use askwell_survey::question::{NO, YES};

use super::{ReportQuery, Selection};
use crate::counted::{self, HELPFUL};
use crate::store::{By, Filter, Missing, NAMED, Rating, Scope, Store, StoreError};

/// Texts that are shown of each article.
const MISSING: u32 = 3;
/// Languages that are shown: who posts can make up as many as they like.
const LANGUAGES: usize = 20;

/// Articles, those that fail most readers first.
#[derive(Clone, Debug)]
pub(crate) struct Articles {
    pub(crate) selection: Selection,
    /// All ratings; None without one.
    pub(crate) helpful: Option<Share>,
    pub(crate) articles: Vec<Article>,
    /// How many others there are, and their ratings.
    pub(crate) others: (u64, Option<Share>),
    /// By language, most rated first.
    pub(crate) languages: Vec<LanguageRating>,
}

/// An article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Article {
    /// None for ratings that don't say what they are about.
    pub(crate) topic: Option<String>,
    /// The latest title of its page.
    pub(crate) title: Option<String>,
    pub(crate) helpful: Share,
    /// The latest that readers missed.
    pub(crate) missing: Missing,
}

/// Ratings in a language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LanguageRating {
    pub(crate) locale: String,
    pub(crate) helpful: Share,
}

impl Articles {
    pub(crate) async fn read(store: &Store, query: ReportQuery, registered: &[String]) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let mut selection = Selection::read(&mut snapshot, query, registered).await?;
        selection.surveys.retain(|survey| survey.kind == Kind::Rating);
        let filter = Filter { kind: Some(Kind::Rating), ..selection.query.filter() };
        let mut articles: Vec<_> = snapshot.ratings(&filter).await?.into_iter().filter_map(Article::of).collect();
        let helpful = sum(&articles);
        sort(&mut articles);
        let others = articles.split_off(articles.len().min(NAMED));
        let others = (others.len() as u64, sum(&others));
        let topics: Vec<_> = articles.iter().filter_map(|article| article.topic.clone()).collect();
        let topics: Vec<_> = topics.iter().map(String::as_str).collect();
        let mut titles = snapshot.page_titles(&filter, &topics).await?;
        let mut missing = snapshot.missing(&filter, &topics, MISSING).await?;
        for article in &mut articles {
            if let Some(topic) = &article.topic {
                article.title = titles.remove(topic);
                article.missing = missing.remove(topic).unwrap_or_default();
            }
        }
        let by = [By::Value, By::Question, By::Answer];
        let languages = languages(snapshot.counts(Scope::Segment(counted::LOCALE), &filter, by).await?);
        snapshot.finish().await?;
        Ok(Self { selection, helpful, articles, others, languages })
    }
}

impl Article {
    fn of(rating: Rating) -> Option<Self> {
        let helpful = Share::new(rating.yes, rating.total())?;
        Some(Self { topic: rating.topic, title: None, helpful, missing: Missing::default() })
    }

    /// How many readers it failed.
    pub(crate) fn failed(&self) -> u64 {
        self.helpful.total() - self.helpful.count()
    }

    /// Whether its share says little.
    pub(crate) fn is_small(&self) -> bool {
        self.helpful.total() < MIN_ANSWERS
    }
}

/// The article that fails most readers comes first, and of those that fail as many the one with the lower share. By share
/// alone, articles with a handful of ratings would come first, and to improve them would help nobody.
fn sort(articles: &mut [Article]) {
    articles.sort_by(|one, other| {
        let by_readers = other.failed().cmp(&one.failed());
        let by_share = || one.helpful.total().cmp(&other.helpful.total());
        by_readers.then_with(by_share).then_with(|| one.topic.cmp(&other.topic))
    });
}

fn sum(articles: &[Article]) -> Option<Share> {
    let (yes, all) = articles
        .iter()
        .fold((0, 0), |(yes, all), article| (yes + article.helpful.count(), all + article.helpful.total()));
    Share::new(yes, all)
}

fn languages(counts: Vec<([String; 3], u64)>) -> Vec<LanguageRating> {
    let mut ratings: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for ([locale, question, answer], count) in counts {
        let (yes, all) = ratings.entry(locale).or_default();
        if question == HELPFUL && [YES, NO].contains(&answer.as_str()) {
            *all += count;
            *yes += if answer == YES { count } else { 0 };
        }
    }
    let language = |(locale, (yes, all))| Some(LanguageRating { locale, helpful: Share::new(yes, all)? });
    let mut languages: Vec<_> = ratings.into_iter().filter_map(language).collect();
    languages.sort_by_key(|language| std::cmp::Reverse(language.helpful.total()));
    languages.truncate(LANGUAGES);
    languages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(topic: &str, yes: u64, no: u64) -> Article {
        Article::of(Rating { topic: Some(topic.to_owned()), yes, no }).unwrap()
    }

    #[test]
    fn the_article_that_fails_most_readers_comes_first_and_not_the_one_with_the_worst_share() {
        let mut articles =
            vec![article("none", 9, 0), article("rare", 2, 7), article("good", 90, 7), article("bad", 30, 60)];
        sort(&mut articles);
        let order: Vec<_> = articles
            .iter()
            .map(|article| (article.topic.as_deref().unwrap(), article.failed(), article.is_small()))
            .collect();
        assert_eq!(order, [("bad", 60, false), ("rare", 7, true), ("good", 7, false), ("none", 0, true)]);
        assert_eq!(sum(&articles), Share::new(131, 205));
    }

    #[test]
    fn languages_are_counted_by_ratings_alone() {
        let count = |locale: &str, question: &str, answer: &str, count| {
            ([locale, question, answer].map(ToOwned::to_owned), count)
        };
        let counts = vec![
            count("de", "", "", 9),
            count("de", "helpful", "yes", 2),
            count("de", "helpful", "no", 1),
            count("en", "helpful", "no", 5),
            count("fr", "stars", "5", 8),
        ];
        let shown: Vec<_> = languages(counts).into_iter().map(|language| (language.locale, language.helpful)).collect();
        let expected = [("en", 0, 5), ("de", 2, 3)];
        assert_eq!(shown, expected.map(|(locale, yes, all)| (locale.to_owned(), Share::new(yes, all).unwrap())));
    }
}
