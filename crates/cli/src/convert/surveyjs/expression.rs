//! Parses SurveyJS' expressions, such as `{score} < 7 and {reason} notempty`.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Null,
    True,
    False,
    Number(f64),
    Text(String),
    /// `{name}`.
    Variable(String),
    List(Vec<Expression>),
    Call(String, Vec<Expression>),
    Not(Box<Expression>),
    /// Whether something is empty, or isn't.
    Empty(Box<Expression>, bool),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

impl Expression {
    /// Adds the names of all variables.
    pub(super) fn variables(&self, names: &mut Vec<String>) {
        match self {
            Self::Variable(name) => names.push(name.clone()),
            Self::List(items) | Self::Call(_, items) => items.iter().for_each(|item| item.variables(names)),
            Self::Not(inner) | Self::Empty(inner, _) => inner.variables(names),
            Self::Binary(_, left, right) => {
                left.variables(names);
                right.variables(names);
            }
            Self::Null | Self::True | Self::False | Self::Number(_) | Self::Text(_) => {}
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    /// Another operation on numbers.
    Arithmetic,
    Contains,
    NotContains,
    AnyOf,
    AllOf,
    NoneOf,
}

impl Operator {
    /// The operator between sides that are swapped.
    pub(super) fn swapped(self) -> Option<Self> {
        Some(match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            _ => return None,
        })
    }
}

/// The operators by how tightly they bind, and how each is written. Words can be in capital letters.
const LEVELS: [&[(&str, Operator)]; 7] = [
    &[("||", Operator::Or), ("or", Operator::Or)],
    &[("&&", Operator::And), ("and", Operator::And)],
    &[
        ("<=", Operator::LessOrEqual),
        ("lessorequal", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("greaterorequal", Operator::GreaterOrEqual),
        ("==", Operator::Equal),
        ("=", Operator::Equal),
        ("equal", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("notequal", Operator::NotEqual),
        ("<", Operator::Less),
        ("less", Operator::Less),
        (">", Operator::Greater),
        ("greater", Operator::Greater),
    ],
    &[("+", Operator::Plus), ("-", Operator::Arithmetic)],
    &[("*", Operator::Arithmetic), ("/", Operator::Arithmetic), ("%", Operator::Arithmetic)],
    &[("^", Operator::Arithmetic), ("power", Operator::Arithmetic)],
    &[
        ("*=", Operator::Contains),
        ("contains", Operator::Contains),
        ("contain", Operator::Contains),
        ("notcontains", Operator::NotContains),
        ("notcontain", Operator::NotContains),
        ("anyof", Operator::AnyOf),
        ("allof", Operator::AllOf),
        ("noneof", Operator::NoneOf),
    ],
];

/// The symbols, longer ones before those that they begin with.
const SYMBOLS: [&str; 22] = [
    "||", "&&", "<=", ">=", "==", "!=", "*=", "(", ")", "[", "]", ",", "=", "<", ">", "!", "+", "-", "*", "/", "%", "^",
];

/// How deeply expressions are nested at most: more come from nobody.
const DEPTH: usize = 32;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Symbol(&'static str),
    Variable(String),
    Text(String),
    Number(f64),
    /// In small letters, and as it is written.
    Word(String, String),
}

/// Parses an expression.
///
/// # Errors
/// If it is none; with the place.
pub(super) fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    let expression = parser.level(0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some(token) => Err(format!("{text} is no expression: {token:?} is not expected")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let take = |fits: fn(char) -> bool| rest.find(|character| !fits(character)).unwrap_or(rest.len());
        let length = if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            tokens.push(Token::Symbol(symbol));
            symbol.len()
        } else if first == '{' {
            let end = rest.find('}').ok_or_else(|| format!("{text} is no expression: {{ is not closed"))?;
            tokens.push(Token::Variable(rest[1..end].trim().to_owned()));
            end + 1
        } else if first == '\'' || first == '"' {
            let end =
                rest[1..].find(['\'', '"']).ok_or_else(|| format!("{text} is no expression: {first} is not closed"))?;
            tokens.push(Token::Text(rest[1..=end].to_owned()));
            end + 2
        } else if first.is_ascii_digit() {
            let end = take(|character| character.is_ascii_digit() || character == '.');
            let number = rest[..end].parse().map_err(|_| format!("{} is no number", &rest[..end]))?;
            tokens.push(Token::Number(number));
            end
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end = take(|character| character.is_ascii_alphanumeric() || character == '_');
            tokens.push(Token::Word(rest[..end].to_ascii_lowercase(), rest[..end].to_owned()));
            end
        } else {
            return Err(format!("{text} is no expression: {first} is not expected"));
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    /// An expression of operators that bind at least as tightly as those of this level.
    fn level(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.factor() };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = self.operator(operators) {
            let right = self.level(level + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn operator(&mut self, operators: &[(&str, Operator)]) -> Option<Operator> {
        let written = match self.tokens.get(self.next)? {
            Token::Symbol(symbol) => *symbol,
            Token::Word(word, _) => word,
            Token::Variable(_) | Token::Text(_) | Token::Number(_) => return None,
        };
        let (_, operator) = operators.iter().find(|(known, _)| *known == written)?;
        self.next += 1;
        Some(*operator)
    }

    fn takes(&mut self, symbol: &str) -> bool {
        let is_next = matches!(self.tokens.get(self.next), Some(Token::Symbol(next)) if *next == symbol);
        self.next += usize::from(is_next);
        is_next
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is_next = matches!(self.tokens.get(self.next), Some(Token::Word(next, _)) if next == word);
        self.next += usize::from(is_next);
        is_next
    }

    fn factor(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let factor = self.unlimited_factor();
        self.depth -= 1;
        factor
    }

    fn unlimited_factor(&mut self) -> Result<Expression, String> {
        if self.takes("(") {
            let inner = self.level(0)?;
            return if self.takes(")") { Ok(inner) } else { Err("a ) is missing".to_owned()) };
        }
        if self.takes("[") {
            return Ok(Expression::List(self.list("]")?));
        }
        if self.takes("!") || self.takes_word("negate") {
            return Ok(Expression::Not(Box::new(self.factor()?)));
        }
        let sign = if self.takes("-") { -1.0 } else { 1.0 };
        let token = self.tokens.get(self.next).cloned().ok_or("something is missing at the end")?;
        self.next += 1;
        let atom = match token {
            Token::Variable(name) => Expression::Variable(name),
            Token::Text(text) => Expression::Text(text),
            Token::Number(number) => Expression::Number(sign * number),
            Token::Word(_, name) if self.takes("(") => Expression::Call(name, self.list(")")?),
            Token::Word(word, written) => match word.as_str() {
                "true" => Expression::True,
                "false" => Expression::False,
                "null" | "undefined" => Expression::Null,
                _ => Expression::Text(written),
            },
            Token::Symbol(symbol) => return Err(format!("{symbol} is not expected")),
        };
        let is_empty = self.takes_word("empty");
        if is_empty || self.takes_word("notempty") {
            return Ok(Expression::Empty(Box::new(atom), is_empty));
        }
        Ok(atom)
    }

    fn list(&mut self, end: &str) -> Result<Vec<Expression>, String> {
        let mut items = Vec::new();
        while !self.takes(end) {
            items.push(self.level(0)?);
            if !self.takes(",") {
                return if self.takes(end) { Ok(items) } else { Err(format!("a {end} is missing")) };
            }
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expression with brackets everywhere.
    fn written(text: &str) -> String {
        fn list(items: &[Expression]) -> String {
            items.iter().map(write).collect::<Vec<_>>().join(" ")
        }
        fn write(expression: &Expression) -> String {
            match expression {
                Expression::Null => "null".to_owned(),
                Expression::True => "true".to_owned(),
                Expression::False => "false".to_owned(),
                Expression::Number(number) => number.to_string(),
                Expression::Text(text) => format!("'{text}'"),
                Expression::Variable(name) => name.clone(),
                Expression::List(items) => format!("[{}]", list(items)),
                Expression::Call(name, items) => format!("{name}({})", list(items)),
                Expression::Not(inner) => format!("(! {})", write(inner)),
                Expression::Empty(inner, is_empty) => {
                    format!("({} {})", write(inner), if *is_empty { "empty" } else { "full" })
                }
                Expression::Binary(operator, left, right) => format!("({} {operator:?} {})", write(left), write(right)),
            }
        }
        parse(text).map_or_else(|error| error, |expression| write(&expression))
    }

    #[test]
    fn operators_bind_as_in_surveyjs() {
        let table = [
            ("{a} = 1 or {b} > -2 AND {c} notempty", "((a Equal 1) Or ((b Greater -2) And (c full)))"),
            ("({a}=1||{b}!='x y')&&!{c}", "(((a Equal 1) Or (b NotEqual 'x y')) And (! c))"),
            ("{a} anyof ['x', \"y\"]", "(a AnyOf ['x' 'y'])"),
            ("{a} + {b} * 2 >= 10", "((a Plus (b Arithmetic 2)) GreaterOrEqual 10)"),
            ("iif({a} empty, item1, sum({b}, 3)) = true", "(iif((a empty) 'item1' sum(b 3)) Equal true)"),
            ("{panel.q} *= x", "(panel.q Contains 'x')"),
            ("negate ({a} lessorequal 2.5)", "(! (a LessOrEqual 2.5))"),
            ("{a} = null", "(a Equal null)"),
        ];
        for (text, expected) in table {
            assert_eq!(written(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_expression_is_rejected() {
        for text in ["", "{a", "{a} =", "({a} = 1", "{a} {b}", "'x", "{a} = #", "1.2.3", "[1"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"!".repeat(100_000)).is_err());
    }
}
