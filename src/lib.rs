//! The Askwell widget.
