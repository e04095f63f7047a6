//! The verbs: each takes a project and returns a report; none prints.
