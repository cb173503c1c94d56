//! Pages in whose flow the survey stands, in places that give it little room or none of their own.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let inline = HostPage::inline;
    vec![
        inline("in_an_article", "<article><h3>Am Ende</h3>{}</article>"),
        inline("in_a_flex_item", r#"<div style="display: flex"><p>Davor</p>{}<p>Danach</p></div>"#),
        inline("in_a_flex_column", r#"<div style="display: flex; flex-flow: column; align-items: center">{}</div>"#),
        inline("in_a_float", r#"<div style="float: left">{}</div>"#),
        inline("in_a_table_cell", "<table><tbody><tr><td>Davor</td><td>{}</td></tr></tbody></table>"),
        inline("in_an_inline_block", r#"<div style="display: inline-block">{}</div>"#),
        inline(
            "in_an_automatic_grid",
            r#"<div style="display: grid; grid-template-columns: auto auto">{}<p>Danach</p></div>"#,
        ),
        inline("in_a_shrunk_box", r#"<div style="width: fit-content">{}</div>"#),
        inline("in_an_open_dialog", "<dialog open style='position: static'>{}</dialog>"),
        inline("in_open_details", "<details open><summary>Frage</summary>{}</details>"),
        inline("in_a_paragraph", "<p>Davor {} danach</p>"),
        inline("in_a_scrolling_box", r#"<div style="height: 300px; overflow: auto; resize: both">{}</div>"#),
        inline("in_a_fieldset", "<form><fieldset><legend>Frage</legend>{}</fieldset></form>"),
        inline("in_a_vertical_box", r#"<div style="writing-mode: vertical-rl; height: 500px">{}</div>"#),
    ]
}
