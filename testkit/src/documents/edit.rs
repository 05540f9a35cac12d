//! Changes to a JSON document, recorded first and applied once the shape is known.

use serde_json::{Map, Value};

/// One change to a document; a path is the list of object keys from the top.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Puts a value there, making the objects on the way.
    Set(Vec<String>, Value),
    /// Appends to the list there; `null` or nothing counts as an empty list.
    Push(Vec<String>, Value),
    /// Takes the field away, as newer engines do with empty ones.
    Remove(Vec<String>),
}

impl Edit {
    /// `Set` with a dotted path such as `HostConfig.PidMode`.
    pub fn set(path: &str, value: Value) -> Self {
        Self::Set(keys(path), value)
    }

    /// `Push` with a dotted path.
    pub fn push(path: &str, value: Value) -> Self {
        Self::Push(keys(path), value)
    }

    /// `Remove` with a dotted path.
    pub fn remove(path: &str) -> Self {
        Self::Remove(keys(path))
    }

    /// Changes `document`. A scalar in the way is replaced by an object.
    pub fn apply(&self, document: &mut Value) {
        match self {
            Self::Set(path, value) => *slot(document, path) = value.clone(),
            Self::Push(path, value) => match slot(document, path) {
                Value::Array(items) => items.push(value.clone()),
                other => *other = Value::Array(vec![value.clone()]),
            },
            Self::Remove(path) => remove(document, path),
        }
    }
}

fn keys(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

fn slot<'a>(document: &'a mut Value, path: &[String]) -> &'a mut Value {
    path.iter().fold(document, |value, key| object(value).entry(key.clone()).or_insert(Value::Null))
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("made an object just above"),
    }
}

fn remove(document: &mut Value, path: &[String]) {
    let Some((last, parents)) = path.split_last() else { return };
    let parent = parents.iter().try_fold(document, |value, key| value.get_mut(key));
    if let Some(Value::Object(map)) = parent {
        map.remove(last);
    }
}

#[cfg(test)]
mod tests {
    use super::Edit;
    use serde_json::json;

    #[test]
    fn set_makes_what_is_missing() {
        let mut document = json!({"a": 1});
        Edit::set("b.c", json!(true)).apply(&mut document);
        Edit::set("a.x", json!(2)).apply(&mut document);
        assert_eq!(document, json!({"a": {"x": 2}, "b": {"c": true}}));
    }

    #[test]
    fn push_takes_null_for_an_empty_list() {
        let mut document = json!({"Binds": null});
        Edit::push("Binds", json!("a:b")).apply(&mut document);
        Edit::push("Binds", json!("c:d")).apply(&mut document);
        assert_eq!(document, json!({"Binds": ["a:b", "c:d"]}));
    }

    #[test]
    fn remove_ignores_what_is_not_there() {
        let mut document = json!({"a": {"b": 1}});
        Edit::remove("a.b").apply(&mut document);
        Edit::remove("x.y").apply(&mut document);
        assert_eq!(document, json!({"a": {}}));
    }
}
