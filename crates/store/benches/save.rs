//! Measures a save beside a bare commit.

fn main() {}
