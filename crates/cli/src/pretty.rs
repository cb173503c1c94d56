//! Definitions as people would write them: what fits on a line stands on one.

use askwell_survey::Value;

/// Columns in a line.
const WIDTH: usize = 110;

/// The value as indented JSON, with a line break at its end.
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0, 0);
    out.push('\n');
    out
}

/// Writes a value that begins `taken` columns into its line, in lines that begin with `indent` spaces.
fn write(out: &mut String, value: &Value, indent: usize, taken: usize) {
    let short = inline(value);
    // A whole document is never one line.
    let container = matches!(value, Value::List(_) | Value::Map(_));
    if !container || indent > 0 && taken + short.chars().count() < WIDTH {
        out.push_str(&short);
        return;
    }
    let inner = indent + 2;
    let line = |out: &mut String, first: bool| {
        out.push_str(if first { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(inner));
    };
    let end = match value {
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                line(out, index == 0);
                write(out, item, inner, inner);
            }
            ']'
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, (name, value)) in entries.iter().enumerate() {
                line(out, index == 0);
                let name = Value::from(name.as_str()).to_json() + ": ";
                out.push_str(&name);
                write(out, value, inner, inner + name.chars().count());
            }
            '}'
        }
        _ => return,
    };
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(end);
}

fn inline(value: &Value) -> String {
    let between = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::List(items) => format!("[{}]", between(items.iter().map(inline).collect())),
        Value::Map(entries) => {
            let entry = |(name, value): &(String, Value)| {
                format!("{}: {}", Value::from(name.as_str()).to_json(), inline(value))
            };
            format!("{{{}}}", between(entries.iter().map(entry).collect()))
        }
        plain => plain.to_json(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_things_stand_on_one_line_and_long_ones_on_several() {
        let json = r#"{"id":"a","questions":[{"id":"q","next":[{"goto":"end","if":{"answer":"q","is":"A \"word\""}}],"prompt":"Why have you decided to leave us after all these years?","max":5}],"none":[]}"#;
        let value = serde_json::from_str(json).expect("JSON");
        assert_eq!(
            pretty(&value),
            r#"{
  "id": "a",
  "questions": [
    {
      "id": "q",
      "next": [{"goto": "end", "if": {"answer": "q", "is": "A \"word\""}}],
      "prompt": "Why have you decided to leave us after all these years?",
      "max": 5
    }
  ],
  "none": []
}
"#
        );
    }

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        let json = r#"{"a":[1,-2.5,true,null,"\u0000\u2028ü"],"b":{"c":{}}}"#;
        let value: Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(serde_json::from_str::<Value>(&pretty(&value)).expect("JSON"), value);
    }
}
