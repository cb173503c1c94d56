//! Surveys of Formbricks, as its management API gives them: those of questions, and the newer ones of blocks.

mod element;
mod logic;
mod words;

use super::draft::{Draft, Piece, Way, object};
use super::node::Node;
use super::plain::{self, Names, is_tag};
use askwell_survey::{Value, limits};
use std::collections::HashMap;
use std::rc::Rc;
use words::Reader;

pub(super) fn draft(root: &Node<'_>, language: &str) -> Result<Draft, String> {
    pass_over(root);
    let mut steps = steps(root)?;
    let reader = reader(root, &mut steps, language);
    let mut draft = Draft::default();
    head(root, &reader, &mut draft);
    welcome(root, &reader, &mut draft);
    let mut scored = false;
    for step in &steps {
        if let Some(value) = element::read(&step.element, &step.name, &reader, &mut scored) {
            let id = step.name.clone();
            draft.questions.push(Piece { path: step.element.path.clone(), id, value, ways: Vec::new() });
        }
        step.element.finish();
    }
    endings(root, &reader, &mut draft);
    hidden(root, &reader, &mut draft);
    let targets = Targets::new(&steps, &draft).with_endings(root, &draft);
    let mut calculations = Vec::new();
    for step in steps.iter().filter(|step| step.is_last) {
        let ways = logic::ways(step, &reader, &targets, &mut calculations);
        // After the last question of the block that there is.
        let before = steps.iter().rev().filter(|other| other.stands_with(step));
        let kept =
            before.filter_map(|step| draft.questions.iter().position(|piece| piece.path == step.element.path)).next();
        match kept {
            Some(at) => draft.questions[at].ways = ways,
            None if !ways.is_empty() => step.logic().note("logic", "is left out with its question"),
            None => {}
        }
    }
    logic::values(root, &reader, &calculations, &mut draft);
    for step in steps.iter().filter(|step| step.is_last) {
        step.logic().finish();
    }
    root.finish();
    Ok(draft)
}

/// What the tool keeps for itself, and what says nothing where nothing is said.
fn pass_over(root: &Node<'_>) {
    root.pass_over(&[
        "createdAt",
        "updatedAt",
        "createdBy",
        "creator",
        "environmentId",
        "status",
        "resultShareKey",
        "slug",
        "metadata",
    ]);
}

/// A question or an element.
struct Step<'a> {
    id: &'a str,
    /// What it is called here.
    name: String,
    element: Node<'a>,
    /// The block it stands in; none where surveys have no blocks. There the question itself has the logic.
    block: Option<Rc<Node<'a>>>,
    /// Whether it is the last of its block, after which the block's logic is looked at.
    is_last: bool,
}

impl<'a> Step<'a> {
    /// What has the logic that is looked at after this step.
    fn logic(&self) -> &Node<'a> {
        self.block.as_deref().unwrap_or(&self.element)
    }

    /// Whether the same logic is looked at after both.
    fn stands_with(&self, other: &Self) -> bool {
        self.logic().path == other.logic().path
    }
}

fn steps<'a>(root: &Node<'a>) -> Result<Vec<Step<'a>>, String> {
    let id_of = |node: &Node<'a>| node.get("id").and_then(|id| id.as_str()).unwrap_or_default();
    let blocks = root.nodes("blocks");
    let questions = root.nodes("questions");
    let mut steps = Vec::new();
    for block in blocks {
        block.pass_over(&["id", "name"]);
        let elements = block.nodes("elements");
        let block = Rc::new(block);
        let count = elements.len();
        for (at, element) in elements.into_iter().enumerate() {
            steps.push(Step {
                id: id_of(&element),
                name: String::new(),
                element,
                block: Some(block.clone()),
                is_last: at + 1 == count,
            });
        }
    }
    if steps.is_empty() {
        let step =
            |element: Node<'a>| Step { id: id_of(&element), name: String::new(), element, block: None, is_last: true };
        steps.extend(questions.into_iter().map(step));
    }
    if steps.is_empty() {
        return Err("is no survey of Formbricks: it has neither questions nor blocks with elements".to_owned());
    }
    Ok(steps)
}

fn reader<'a>(root: &Node<'a>, steps: &mut [Step<'a>], language: &str) -> Reader {
    let mut languages = vec![language.to_owned()];
    for entry in root.nodes("languages") {
        let Some(code) = entry.node("language").and_then(|language| language.text("code").map(str::to_owned)) else {
            continue;
        };
        if !is_tag(&code) {
            entry.note_all(format!("is left out: {code} is no language tag"));
        } else if entry.flag("default") == Some(true) {
            languages[0] = code;
        } else if entry.flag("enabled") == Some(false) {
            entry.note_all(format!("is left out: {code} is not enabled"));
        } else if !languages.contains(&code) {
            languages.push(code);
        }
    }
    let mut names = Names::of_answers();
    let mut questions = HashMap::new();
    for (at, step) in steps.iter_mut().enumerate() {
        let name = names.take(step.id, &format!("question-{}", at + 1));
        if name != step.id {
            step.element.note("id", format!("becomes {name}"));
        }
        questions.insert(step.id.to_owned(), name.clone());
        step.name = name;
    }
    let mut hidden = HashMap::new();
    for id in hidden_ids(root) {
        let name = names.take(id, "hidden");
        if name != id {
            root.note("hiddenFields.fieldIds", format!("{id} becomes {name}"));
        }
        hidden.insert(id.to_owned(), name);
    }
    let mut variables = HashMap::new();
    for variable in root.nodes("variables") {
        let wanted = variable.text("name").unwrap_or_default();
        let name = names.take(wanted, "value");
        if name != wanted {
            variable.note("name", format!("becomes {name}"));
        }
        variables.insert(variable.text("id").unwrap_or_default().to_owned(), name);
    }
    let kinds = steps.iter().map(|step| (step.id.to_owned(), element::kind(&step.element))).collect();
    let matrices = steps.iter().map(|step| (step.id.to_owned(), element::rows_and_columns(&step.element))).collect();
    Reader { languages, questions, hidden, variables, kinds, matrices }
}

fn hidden_ids<'a>(root: &Node<'a>) -> Vec<&'a str> {
    let Some(hidden) = root.node("hiddenFields") else { return Vec::new() };
    if hidden.flag("enabled") == Some(false) {
        return Vec::new();
    }
    let ids = hidden.get("fieldIds").and_then(|ids| ids.as_array()).map_or(&[][..], Vec::as_slice);
    ids.iter().filter_map(|id| id.as_str()).collect()
}

fn head(root: &Node<'_>, reader: &Reader, draft: &mut Draft) {
    let name = root.text("name").map(|name| plain::name(name).to_ascii_lowercase()).filter(|name| !name.is_empty());
    let id = root.text("id").map(plain::name);
    draft.head.push(("id", Value::from(name.or(id).unwrap_or_else(|| "survey".to_owned()))));
    if reader.languages.len() > 1 {
        draft
            .head
            .push(("languages", Value::List(reader.languages.iter().map(|tag| Value::from(tag.as_str())).collect())));
    }
    if root.text("type") == Some("link") {
        draft.head.push(("display", Value::from("inline")));
        root.note("type", "link has a page of its own: put the survey into one of yours, with `container`");
    }
    if let Some(seconds) = root.number("delay") {
        draft.head.push(("delay", Value::from(seconds)));
    }
    if let Some(days) = root.number("recontactDays") {
        draft.head.push(("restAnswered", Value::from(days)));
        draft.head.push(("restDismissed", Value::from(days)));
    }
    if let Some(option) = root.text("displayOption").filter(|option| *option != "displayOnce") {
        root.note(
            "displayOption",
            format!("{option}: how often a visitor is asked is up to `restAnswered` and `restDismissed`"),
        );
    }
    let overwrites = root.node("projectOverwrites");
    let placement = overwrites.as_ref().and_then(|overwrites| Some((overwrites, overwrites.text("placement")?)));
    if let Some((overwrites, placement)) = placement {
        let corner = match placement {
            "bottomLeft" => "bottom-start",
            "topLeft" => "top-start",
            "topRight" => "top-end",
            "bottomRight" => "bottom-end",
            other => {
                overwrites.note("placement", format!("{other} becomes the corner below, at the end of a line"));
                "bottom-end"
            }
        };
        draft.head.push(("position", Value::from(corner)));
    }
    let styling = root.node("styling");
    let light = styling.as_ref().and_then(|styling| styling.node("brandColor"));
    let colour = light.as_ref().and_then(|colour| colour.text("light"));
    let colour = colour.or(overwrites.as_ref().and_then(|overwrites| overwrites.text("brandColor")));
    let is_hex = |text: &&str| {
        text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    draft.head.extend(colour.filter(is_hex).map(|colour| ("accent", Value::from(colour))));
    for node in light.iter().chain(&overwrites) {
        node.finish();
    }
    if let Some(styling) = styling {
        styling.pass_over(&["overwriteThemeStyling"]);
        styling.finish();
    }
}

/// The card before the first question: something to read.
fn welcome(root: &Node<'_>, reader: &Reader, draft: &mut Draft) {
    let Some(card) = root.node("welcomeCard").filter(|card| card.flag("enabled") == Some(true)) else { return };
    let prompt = reader.words(&card, "headline");
    let help = reader.words(&card, "html").or_else(|| reader.words(&card, "subheader"));
    let mut id = "welcome".to_owned();
    while reader.is_taken(&id) {
        id.push_str("-card");
    }
    let value = object([
        ("id", Some(Value::from(id.as_str()))),
        ("type", Some(Value::from("message"))),
        ("prompt", prompt),
        ("help", help),
    ]);
    draft.questions.push(Piece { path: card.path.clone(), id, value, ways: Vec::new() });
    card.finish();
}

fn endings(root: &Node<'_>, reader: &Reader, draft: &mut Draft) {
    let mut names = Names::of_answers();
    for question in reader.questions.values().chain(reader.hidden.values()).chain(reader.variables.values()) {
        names.take(question, "question");
    }
    for (at, node) in root.nodes("endings").into_iter().enumerate() {
        let id = names.take(&format!("ending-{}", at + 1), "ending");
        node.pass_over(&["id", "type"]);
        let value =
            if node.text("type") == Some("redirectToUrl") { redirect(&node, &id) } else { thanks(&node, reader, &id) };
        match value {
            Some(value) => draft.endings.push(Piece { path: node.path.clone(), id, value, ways: Vec::new() }),
            None => node.note_all("is left out: it says nothing"),
        }
        node.finish();
    }
}

fn thanks(node: &Node<'_>, reader: &Reader, id: &str) -> Option<Value> {
    let text = reader.joined(node, &["headline", "subheader"])?;
    let label = reader.words(node, "buttonLabel");
    let url = node.text("buttonLink");
    let link = label.zip(url).map(|(label, url)| object([("label", Some(label)), ("url", Some(Value::from(url)))]));
    Some(object([("id", Some(Value::from(id))), ("text", Some(text)), ("link", link)]))
}

fn redirect(node: &Node<'_>, id: &str) -> Option<Value> {
    let url = node.text("url")?;
    node.pass_over(&["label"]);
    node.note("url", "nobody is led away by themselves: the ending has a link, for which you may want other words");
    let link = object([("label", Some(Value::from("Continue"))), ("url", Some(Value::from(url)))]);
    Some(object([("id", Some(Value::from(id))), ("text", Some(Value::from("Thank you."))), ("link", Some(link))]))
}

fn hidden(root: &Node<'_>, reader: &Reader, draft: &mut Draft) {
    for id in hidden_ids(root) {
        draft.hidden.push((reader.hidden[id].clone(), "hiddenFields.fieldIds".to_owned(), Value::Null));
    }
    draft.hidden.truncate(limits::HIDDEN);
}

/// What the targets of jumps are called here.
struct Targets(HashMap<String, String>);

impl Targets {
    fn new(steps: &[Step<'_>], draft: &Draft) -> Self {
        let mut targets = HashMap::new();
        // From behind: a jump to what was left out goes on with what follows it.
        let mut next = "end".to_owned();
        for step in steps.iter().rev() {
            if draft.questions.iter().any(|piece| piece.path == step.element.path) {
                next = step.name.clone();
            }
            targets.insert(step.id.to_owned(), next.clone());
            if let Some(id) = step.block.as_ref().and_then(|block| block.text("id")) {
                targets.insert(id.to_owned(), next.clone());
            }
        }
        Self(targets)
    }

    fn with_endings(mut self, root: &Node<'_>, draft: &Draft) -> Self {
        for node in root.nodes("endings") {
            let known = draft.endings.iter().find(|piece| piece.path == node.path);
            let name = known.map_or("end", |piece| &piece.id);
            self.0.insert(node.text("id").unwrap_or_default().to_owned(), name.to_owned());
        }
        self
    }

    fn get(&self, target: &str) -> Option<&str> {
        self.0.get(target).map(String::as_str)
    }
}

/// A way on.
fn way(path: &str, condition: Option<Value>, goto: &str) -> Way {
    Way { path: path.to_owned(), condition, goto: goto.to_owned() }
}
