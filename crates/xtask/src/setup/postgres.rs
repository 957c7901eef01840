//! Our own PostgreSQL, for one run of the tests.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::debian::{is_root, postgres_programs};
use crate::command::output;

/// The variable that passes a server's address to the tests. They create their own databases there.
const VARIABLE: &str = "DAIBAN_TEST_POSTGRES";
/// The prefix of its folder's name; our process id follows.
const FOLDER: &str = "daiban-postgres-";
const START_LIMIT: Duration = Duration::from_mins(1);

/// A running server on a free port of the loopback, with its data in a temporary folder.
///
/// It syncs as in production: a benchmark or crash test on a server that does not would prove nothing. It ends with this value,
/// and also when we are killed.
pub(crate) struct Postgres {
    url: String,
    own: Option<Server>,
}

struct Server {
    process: Child,
    folder: PathBuf,
}

impl Postgres {
    /// The server named by `DAIBAN_TEST_POSTGRES`, or a new one.
    pub(crate) fn start() -> Result<Self> {
        if let Ok(url) = std::env::var(VARIABLE) {
            println!("PostgreSQL: the one of {VARIABLE}");
            return Ok(Self { url, own: None });
        }
        let programs = postgres_programs().context("PostgreSQL is not installed")?;
        remove_leftovers();
        let folder = std::env::temp_dir().join(format!("{FOLDER}{}", std::process::id()));
        let port = free_port()?;
        let server = Server::start(&programs, folder, port)?;
        println!(
            "PostgreSQL: {} on port {port}, for this run",
            programs.display()
        );
        Ok(Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            own: Some(server),
        })
    }

    /// Tells a command where the server is.
    pub(crate) fn hand_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(VARIABLE, &self.url)
    }
}

impl Server {
    fn start(programs: &Path, folder: PathBuf, port: u16) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        if is_root() {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(&folder)
                .status()?;
            if !owned.success() {
                bail!("there is no user postgres to run PostgreSQL under");
            }
        }
        let data = folder.join("data");
        let log = folder.join("log");
        let made = as_postgres(&programs.join("initdb"))
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync", "--pgdata"])
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .current_dir("/")
            .status()?;
        if !made.success() {
            bail!("initdb failed: {}", fs::read_to_string(&log)?);
        }
        let process = as_postgres(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .arg("-k")
            .arg(&folder)
            .args(["-c", "max_connections=200"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .current_dir("/")
            .spawn()
            .context("cannot start postgres")?;
        let mut server = Self { process, folder };
        server.wait_until_ready(programs, port)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, programs: &Path, port: u16) -> Result<()> {
        let begun = Instant::now();
        let port = port.to_string();
        let mut question = Command::new(programs.join("pg_isready"));
        question.args(["-h", "127.0.0.1", "-p", &port]);
        while output(&mut question).is_none() {
            if self.process.try_wait()?.is_some() || begun.elapsed() > START_LIMIT {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start: {log}");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(server) = &mut self.own {
            // SIGQUIT is PostgreSQL's immediate shutdown: it also ends its processes and frees its shared memory.
            let _ = Command::new("kill")
                .args(["-QUIT", &server.process.id().to_string()])
                .status();
            let _ = server.process.wait();
            let _ = fs::remove_dir_all(&server.folder);
        }
    }
}

/// A command under the user `postgres` if we are root (it refuses to run as root), else as ourselves. It gets a signal when we
/// end, however we end.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

/// Removes the data of runs that were killed before they could do so.
fn remove_leftovers() {
    for entry in fs::read_dir(std::env::temp_dir())
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name
            .strip_prefix(FOLDER)
            .map(|process| Path::new("/proc").join(process));
        if owner.is_some_and(|owner| !owner.exists()) {
            // A folder of another user is not ours to remove, and stays.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
