//! The types of question that only surveys with a definition have: the chunk `questions`.
