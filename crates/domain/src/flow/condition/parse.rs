//! Parses a condition.

use super::{Comparison, Condition, Test};

/// Why a condition could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Byte position in the condition's text.
    pub(crate) at: usize,
    /// What was expected, and what was found.
    pub(crate) what: String,
}

/// Parses a whole condition.
pub(crate) fn parse(text: &str) -> Result<Condition, SyntaxError> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        next: 0,
        end: text.len(),
    };
    let condition = reader.any()?;
    match reader.peek() {
        None => Ok(condition),
        Some(_) => Err(reader.expected("`and`, `or` or the end")),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token<'t> {
    at: usize,
    text: &'t str,
}

fn tokens(text: &str) -> Result<Vec<Token<'_>>, SyntaxError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = match first {
            space if space.is_ascii_whitespace() => {
                rest = &rest[1..];
                continue;
            }
            '<' | '>' | '!' if rest[1..].starts_with('=') => 2,
            '(' | ')' | ',' | '=' | '<' | '>' => 1,
            word if is_word(word) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            other => {
                return Err(SyntaxError {
                    at,
                    what: format!("`{other}` has no meaning in a condition"),
                });
            }
        };
        found.push(Token {
            at,
            text: &rest[..length],
        });
        rest = &rest[length..];
    }
    Ok(found)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

struct Reader<'t> {
    tokens: Vec<Token<'t>>,
    next: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    fn any(&mut self) -> Result<Condition, SyntaxError> {
        let mut parts = vec![self.all()?];
        while self.take("or") {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, SyntaxError> {
        let mut parts = vec![self.one()?];
        while self.take("and") {
            parts.push(self.one()?);
        }
        Ok(single_or(parts, Condition::All))
    }

    fn one(&mut self) -> Result<Condition, SyntaxError> {
        if self.take("not") {
            return Ok(negated(self.one()?));
        }
        if self.take("(") {
            let inner = self.any()?;
            self.demand(")")?;
            return Ok(inner);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Condition, SyntaxError> {
        let variable = self.word("a field or fact")?;
        let compare = |test| {
            Condition::Compare(Comparison {
                variable: variable.text.to_owned(),
                at: variable.at,
                test,
            })
        };
        let operator = self.advance("`=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`")?;
        Ok(match operator.text {
            "=" => compare(Test::OneOf(vec![self.value()?])),
            "!=" => negated(compare(Test::OneOf(vec![self.value()?]))),
            "in" => compare(Test::OneOf(self.list()?)),
            "not" => {
                self.demand("in")?;
                negated(compare(Test::OneOf(self.list()?)))
            }
            "<" => compare(Test::Below(self.number()?)),
            "<=" => compare(Test::Below(self.number()? + 1)),
            ">" => negated(compare(Test::Below(self.number()? + 1))),
            ">=" => negated(compare(Test::Below(self.number()?))),
            _ => {
                self.next -= 1;
                return Err(self.expected("`=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`"));
            }
        })
    }

    fn list(&mut self) -> Result<Vec<String>, SyntaxError> {
        self.demand("(")?;
        let mut values = vec![self.value()?];
        while self.take(",") {
            values.push(self.value()?);
        }
        self.demand(")")?;
        Ok(values)
    }

    fn value(&mut self) -> Result<String, SyntaxError> {
        self.word("a value").map(|token| token.text.to_owned())
    }

    fn number(&mut self) -> Result<i64, SyntaxError> {
        let token = self.word("a number")?;
        // Only small numbers: a limit is an age, and the number after it must exist, too.
        token
            .text
            .parse::<i32>()
            .map(i64::from)
            .map_err(|_| SyntaxError {
                at: token.at,
                what: format!("expected a number, found `{}`", token.text),
            })
    }

    fn word(&mut self, what: &str) -> Result<Token<'t>, SyntaxError> {
        match self.peek() {
            Some(token) if token.text.starts_with(is_word) && !is_keyword(token.text) => {
                self.next += 1;
                Ok(token)
            }
            _ => Err(self.expected(what)),
        }
    }

    fn advance(&mut self, what: &str) -> Result<Token<'t>, SyntaxError> {
        let token = self.peek().ok_or_else(|| self.expected(what))?;
        self.next += 1;
        Ok(token)
    }

    fn demand(&mut self, text: &str) -> Result<(), SyntaxError> {
        if self.take(text) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{text}`")))
        }
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.text == text);
        self.next += usize::from(found);
        found
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.next).copied()
    }

    fn expected(&self, what: &str) -> SyntaxError {
        match self.peek() {
            Some(token) => SyntaxError {
                at: token.at,
                what: format!("expected {what}, found `{}`", token.text),
            },
            None => SyntaxError {
                at: self.end,
                what: format!("expected {what}, found the end of the condition"),
            },
        }
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "in")
}

fn negated(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn single_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 {
        parts.swap_remove(0)
    } else {
        many(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, at: usize, what: &str) {
        assert_eq!(
            parse(text),
            Err(SyntaxError {
                at,
                what: what.to_owned()
            }),
            "{text}"
        );
    }

    #[test]
    fn says_where_a_condition_goes_wrong() {
        check(
            "",
            0,
            "expected a field or fact, found the end of the condition",
        );
        check(
            "a = ",
            4,
            "expected a value, found the end of the condition",
        );
        check(
            "a = yes b = no",
            8,
            "expected `and`, `or` or the end, found `b`",
        );
        check("a == yes", 3, "expected a value, found `=`");
        check("a & b", 2, "`&` has no meaning in a condition");
        check("(a = 1", 6, "expected `)`, found the end of the condition");
        check("a in 1", 5, "expected `(`, found `1`");
        check("age < young", 6, "expected a number, found `young`");
        check("a ! b", 2, "`!` has no meaning in a condition");
        check(
            "a and b",
            2,
            "expected `=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`, found `and`",
        );
    }

    #[test]
    fn keeps_the_place_of_each_variable() {
        let condition = parse("a = 1 and not (b.c in (2, 3))").unwrap();
        let places: Vec<_> = condition
            .comparisons()
            .iter()
            .map(|comparison| (comparison.variable.as_str(), comparison.at))
            .collect();
        assert_eq!(places, [("a", 0), ("b.c", 15)]);
    }
}
