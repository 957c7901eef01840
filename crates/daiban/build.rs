//! Builds the program again when a file that it carries changes: `include_dir` alone does not see that.

fn main() {
    for folder in ["flows", "codes", "locales"] {
        println!("cargo::rerun-if-changed=../../{folder}");
    }
}
