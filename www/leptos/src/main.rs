//! A Leptos application that asks its users with Askwell's components: release notes, each with a rating, and a survey
//! that comes and goes with the page it stands on.

#![allow(unreachable_pub, reason = "`#[component]` makes more of what it generates public than the component is")]

mod app;
mod feedback;
mod notes;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
