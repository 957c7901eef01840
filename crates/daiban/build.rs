//! Rebuilds the program when an embedded file changes: `include_dir` alone does not notice.

fn main() {
    for folder in ["flows", "codes", "locales"] {
        println!("cargo::rerun-if-changed=../../{folder}");
    }
}
