//! Where a sentence ends: the SRX engine and the built-in rules.
