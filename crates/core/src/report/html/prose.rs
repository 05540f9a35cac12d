//! CommonMark as safe HTML.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Explanations are ours, but an advisory's text is not: HTML is shown as text,
/// images are left out, and only `https` links remain links.
pub(super) fn prose(markdown: &str) -> String {
    let mut open_links = Vec::new();
    let events =
        Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let kept = dest_url.starts_with("https://");
                open_links.push(kept);
                kept.then_some(event)
            }
            Event::End(TagEnd::Link) => open_links.pop().unwrap_or_default().then_some(event),
            // The page has its own first and second headings.
            Event::Start(Tag::Heading { .. }) => Some(Event::InlineHtml(CowStr::Borrowed("<h4>"))),
            Event::End(TagEnd::Heading(_)) => Some(Event::InlineHtml(CowStr::Borrowed("</h4>\n"))),
            other => Some(other),
        });
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_markup_is_left() {
        let page = prose(
            "## Why\n\nA <b>b</b> [x](javascript:a) [y](https://y.example) ![i](http://i)\n\n<script>alert(1)</script>\n",
        );
        assert_eq!(
            page.replace('\n', ""),
            "<h4>Why</h4><p>A &lt;b&gt;b&lt;/b&gt; x <a href=\"https://y.example\">y</a> i</p>\
             &lt;script&gt;alert(1)&lt;/script&gt;"
        );
    }
}
