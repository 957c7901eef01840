//! Programs and fonts from Debian's packages.
//!
//! As root they are installed, with a message; otherwise the person is told the one command that installs them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::llvm::llvm_program;
use crate::command::{output, run};

/// Something the machine must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The browser of the browser tests: Chromium without its windows, which takes half the time of Chromium that hides them.
    Chromium,
    /// Chinese letters, for the sandbox's papers and the browser's pages.
    ChineseFont,
    /// Adds up which lines ran.
    Llvm,
    /// The runner of the tests outside of cargo.
    Node,
    /// Reads the PDF of the receipt as a person would: its text, and a picture of its page.
    Poppler,
    /// The second database.
    Postgres,
    /// Runs what calls the JSON interface by its description.
    Python,
    /// Reads JSON in the commands of a page of documentation.
    Jq,
    /// Watches system calls, to prove that what is acknowledged was synced, and injects disk errors.
    Strace,
    /// What Unicode says about its characters, which a file of ours is made from.
    UnicodeData,
    /// Unpacks the list of vulnerable packages.
    Xz,
    /// Reads the QR code of the receipt as a phone would.
    Zbar,
}

impl Need {
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium-headless-shell"],
            Self::ChineseFont => &["fonts-noto-cjk"],
            Self::Llvm => &["llvm-22"],
            Self::Node => &["nodejs", "npm"],
            Self::Poppler => &["poppler-utils"],
            Self::Postgres => &["postgresql"],
            Self::Python => &["python3", "python3-venv"],
            Self::Jq => &["curl", "jq"],
            Self::Strace => &["strace"],
            Self::UnicodeData => &["unicode-data"],
            Self::Xz => &["xz-utils"],
            Self::Zbar => &["zbar-tools"],
        }
    }

    fn is_here(self) -> bool {
        match self {
            Self::Chromium => on_path("chromium-headless-shell"),
            Self::ChineseFont => has_chinese_font(),
            Self::Llvm => llvm_program("llvm-profdata").is_some(),
            Self::Node => node_is_new_enough() && on_path("npm"),
            Self::Poppler => on_path("pdftoppm") && on_path("pdftotext"),
            Self::Postgres => postgres_programs().is_some(),
            Self::Python => {
                output(Command::new("python3").args(["-c", "import ensurepip"])).is_some()
            }
            Self::Jq => on_path("curl") && on_path("jq"),
            Self::Strace => on_path("strace"),
            Self::UnicodeData => Path::new("/usr/share/unicode").is_dir(),
            Self::Xz => on_path("xz"),
            Self::Zbar => on_path("zbarimg"),
        }
    }
}

/// Makes sure that every need is met, and installs what is missing.
///
/// # Errors
/// If something is missing and cannot be installed: names the command that a person has to run.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let packages: Vec<&str> = needs
        .iter()
        .filter(|need| !need.is_here())
        .flat_map(|need| need.packages().iter().copied())
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "apt-get install --no-install-recommends {}",
        packages.join(" ")
    );
    if !may_install() {
        bail!("missing on this machine; as root, run: {by_hand}");
    }
    println!("installing from Debian's packages: {}", packages.join(", "));
    run(apt().args(["update", "--quiet"]))?;
    run(apt()
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(&packages))?;
    match needs.iter().find(|need| !need.is_here()) {
        Some(Need::Node) => {
            bail!("Debian's Node is too old here: install Node 20 or newer by hand")
        }
        Some(Need::Llvm) => {
            bail!("the compiler's LLVM is newer than Debian's: run rustup component add llvm-tools")
        }
        Some(need) => bail!("{need:?} is still missing after: {by_hand}"),
        None => Ok(()),
    }
}

/// The folder of `initdb` and `postgres`; the newest if there are several.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let programs = path.join("bin");
            programs
                .join("initdb")
                .exists()
                .then_some((version, programs))
        })
        .collect();
    versions.sort();
    versions
        .pop()
        .map(|(_, programs)| programs)
        .or_else(|| Some(find_on_path("initdb")?.parent()?.to_path_buf()))
}

/// Whether we run as root.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn may_install() -> bool {
    is_root() && on_path("apt-get")
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Playwright requires this version; Debian 12's own package is older, Debian 13's is not.
fn node_is_new_enough() -> bool {
    const AT_LEAST: u32 = 20;
    output(Command::new("node").arg("--version"))
        .and_then(|version| {
            version
                .trim_start_matches('v')
                .split('.')
                .next()?
                .parse()
                .ok()
        })
        .is_some_and(|major: u32| major >= AT_LEAST)
}

fn on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn has_chinese_font() -> bool {
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .unwrap_or_default();
    [
        PathBuf::from("/usr/share/fonts"),
        PathBuf::from("/usr/local/share/fonts"),
        home.join(".fonts"),
        home.join(".local/share/fonts"),
    ]
    .iter()
    .any(|folder| holds_chinese_font(folder))
}

fn holds_chinese_font(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds_chinese_font(&path);
        }
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        ["cjk", "wqy", "sourcehansans", "sourcehanserif"]
            .iter()
            .any(|known| name.contains(known))
    })
}
