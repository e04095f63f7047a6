//! Source documents in and out: plain text and Markdown.
