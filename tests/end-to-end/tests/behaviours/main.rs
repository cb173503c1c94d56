//! What a visitor, a page and a collector see of a survey. One file for each behaviour.

mod accessibility;
mod api;
mod builds;
mod configuration;
mod delivery;
mod demo;
mod elements;
mod groups;
mod hosts;
mod keyboard;
mod policies;
mod rest;
mod revisions;
