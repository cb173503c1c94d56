//! What a visitor, a page and a collector see of a survey. One file for each behaviour.

mod accessibility;
mod api;
mod branching;
mod builds;
mod configuration;
mod delivery;
mod demo;
mod drafts;
mod elements;
mod endpoints;
mod groups;
mod hosts;
mod keyboard;
mod languages;
mod lifecycle;
mod policies;
mod questions;
mod rest;
mod revisions;
mod tabs;
