//! stub
use crate::segmentation::cut::Witness;
use crate::text::Language;
use std::sync::Arc;
#[derive(Debug)]
pub struct Srx;
#[derive(Debug)]
pub(super) struct Cascade;
#[derive(Debug)]
pub(super) struct Cutter<'r, 't>(&'r (), &'t ());
impl Srx {
    pub(super) fn cascade(&self, _l: &Language) -> Arc<Cascade> {
        Arc::new(Cascade)
    }
}
impl Cascade {
    pub(super) fn cutter<'r, 't>(&'r self, _t: &'t str) -> Cutter<'r, 't> {
        Cutter(&(), &())
    }
}
impl<'r, 't> Cutter<'r, 't> {
    pub(super) fn begin(&mut self, _t: &'t str) {}
    pub(super) fn next_break(&mut self, _w: &mut Witness<'_>) -> Option<usize> {
        None
    }
}
