//! What was seen, so that a person can check a verdict.

use serde::Serialize;

use crate::facts::Seen;

/// One fact that a verdict rests on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Evidence {
    /// Short name of the fact.
    pub fact: String,
    /// What was seen, as compact text.
    pub value: String,
    /// Where it was seen.
    pub source: String,
}

/// Longer values are cut: evidence is for people, facts files hold the rest.
const LONGEST: usize = 400;

impl Evidence {
    /// Evidence from its parts.
    pub fn new(
        fact: impl Into<String>,
        value: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        Self { fact: fact.into(), value: shortened(value.into()), source: source.into() }
    }
}

impl<T: Clone + Serialize> From<&Seen<'_, T>> for Evidence {
    fn from(seen: &Seen<'_, T>) -> Self {
        Self::new(seen.fact, text_of(&*seen.value), seen.source.as_ref())
    }
}

/// Texts bare, lists joined by commas, the rest as compact JSON.
fn text_of<T: Serialize>(value: &T) -> String {
    use serde_json::Value;
    let inner = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Array(items)) => items.iter().map(inner).collect::<Vec<_>>().join(", "),
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((cut, _)) => format!("{}…", &text[..cut]),
    }
}
