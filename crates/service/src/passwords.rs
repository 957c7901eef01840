//! Passwords: hashed with argon2id (19 MiB, two passes), never stored.

use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use zeroize::Zeroizing;

use crate::chance::Chance;
use crate::new_password::{self, PasswordProblem, normalised};
use crate::pool::{For, Full, Pool};

/// Hashes and checks passwords, a few at a time: each takes 19 MiB and about 20 ms.
pub struct Passwords {
    pool: Pool,
    stand_in: String,
    checks: AtomicU64,
}

/// Log-ins that may wait for their turn; at 20 ms each the last waits about a second.
const WAITING: usize = 100;
const SALT_BYTES: usize = 16;

impl Passwords {
    /// `workers` at a time.
    pub fn new(workers: usize, chance: &Chance) -> Passwords {
        Passwords {
            pool: Pool::new(workers, WAITING),
            stand_in: hash(&chance.hex::<16>(), &chance.bytes()),
            checks: AtomicU64::new(0),
        }
    }

    /// The hash to store for `password`, as a PHC string.
    ///
    /// # Errors
    /// [`Full`] when too many wait.
    pub async fn hash(&self, password: &str, chance: &Chance) -> Result<String, Full> {
        let (password, salt) = (password.to_owned(), chance.bytes());
        self.pool
            .run(For::Anyone, move || hash(&password, &salt))
            .await
    }

    /// What is wrong with a new password. `own`: what is known about whoever chooses it.
    ///
    /// # Errors
    /// [`Full`] when too many wait.
    pub(crate) async fn judge(
        &self,
        password: &str,
        own: Vec<String>,
    ) -> Result<Option<PasswordProblem>, Full> {
        // The estimate takes a few milliseconds; a longer one is refused without it.
        let longest = new_password::MOST * 8;
        if password.len() > longest {
            return Ok(Some(PasswordProblem::TooLong));
        }
        let password = Zeroizing::new(password.to_owned());
        self.pool
            .run(For::Anyone, move || new_password::problem(&password, &own))
            .await
    }

    /// Hashes passwords that are shown to everybody, in their order. They protect nothing, so they get the cheapest parameters:
    /// hashing about a hundred must not delay the start of a sandbox. The PHC string names the parameters.
    ///
    /// # Errors
    /// [`Full`] when too many wait.
    pub async fn hash_shown(
        &self,
        passwords: Vec<String>,
        chance: &Chance,
    ) -> Result<Vec<String>, Full> {
        let work: Vec<(String, [u8; SALT_BYTES])> = passwords
            .into_iter()
            .map(|password| (password, chance.bytes()))
            .collect();
        self.pool
            .run(For::Anyone, move || {
                work.iter()
                    .map(|(password, salt)| hash_with(&cheap(), password, salt))
                    .collect()
            })
            .await
    }

    /// Whether `password` matches `stored`. Without a stored hash it does the same work against a stand-in and returns `false`,
    /// so that timing does not reveal whether an account exists; nor does it where a hash has cheaper parameters than others.
    ///
    /// # Errors
    /// [`Full`] when too many wait.
    pub async fn check(&self, password: &str, stored: Option<&str>) -> Result<bool, Full> {
        self.checks.fetch_add(1, Ordering::Relaxed);
        let known = stored.is_some();
        let (password, stored) = (
            password.to_owned(),
            stored.unwrap_or(&self.stand_in).to_owned(),
        );
        let stand_in = self.stand_in.clone();
        let right = self
            .pool
            .run(For::Anyone, move || {
                let (stored, besides) = compared(&stored, &stand_in);
                let matches = |stored: &str| {
                    let parsed = PasswordHash::new(stored);
                    parsed.is_ok_and(|parsed| {
                        Argon2::default()
                            .verify_password(normalised(&password).as_bytes(), &parsed)
                            .is_ok()
                    })
                };
                let right = matches(stored);
                // Only for its time.
                std::hint::black_box(besides.map(matches));
                right
            })
            .await?;
        Ok(known && right)
    }

    /// How many passwords were checked: the test of equal work reads it.
    pub fn checks(&self) -> u64 {
        self.checks.load(Ordering::Relaxed)
    }
}

/// What a password is compared with: a hash of other parameters than today's (shown in the sandbox, or made before they were raised)
/// takes another time, so the stand-in is compared besides.
fn compared<'a>(stored: &'a str, stand_in: &'a str) -> (&'a str, Option<&'a str>) {
    // A PHC string ends with `$salt$hash`.
    let parameters = |phc: &'a str| phc.rsplitn(3, '$').nth(2);
    let is_usual = parameters(stored) == parameters(stand_in);
    (stored, (!is_usual).then_some(stand_in))
}

fn hash(password: &str, salt: &[u8; SALT_BYTES]) -> String {
    hash_with(&Argon2::default(), password, salt)
}

fn hash_with(argon2: &Argon2<'_>, password: &str, salt: &[u8; SALT_BYTES]) -> String {
    let hash = argon2.hash_password_with_salt(normalised(password).as_bytes(), salt);
    hash.expect("the parameters and the salt's length are valid for argon2")
        .to_string()
}

/// The minimum parameters of argon2: 8 KiB, one pass.
fn cheap() -> Argon2<'static> {
    let params = Params::new(
        Params::MIN_M_COST,
        Params::MIN_T_COST,
        Params::MIN_P_COST,
        None,
    )
    .expect("the minimum of each is valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_of_other_parameters_costs_what_any_other_costs() {
        let usual = hash("a lorry full of onions", &[1; SALT_BYTES]);
        let stand_in = hash("something else", &[2; SALT_BYTES]);
        let shown = hash_with(&cheap(), "a lorry full of onions", &[3; SALT_BYTES]);
        assert_eq!(compared(&usual, &stand_in), (&*usual, None));
        assert_eq!(compared(&stand_in, &stand_in), (&*stand_in, None));
        let both = (&*shown, Some(&*stand_in));
        assert_eq!(compared(&shown, &stand_in), both);
    }

    #[tokio::test]
    async fn the_right_password_alone_is_accepted_and_every_check_counts_once() {
        let chance = Chance::seeded(7);
        let passwords = Passwords::new(2, &chance);
        let stored = passwords.hash("一二三四abc!", &chance).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert!(
            passwords
                .check("一二三四abc!", Some(&stored))
                .await
                .unwrap()
        );
        assert!(!passwords.check("一二三四abc", Some(&stored)).await.unwrap());
        assert!(!passwords.check("一二三四abc!", None).await.unwrap());
        assert_eq!(passwords.checks(), 3);
    }

    #[tokio::test]
    async fn it_does_not_matter_how_a_keyboard_writes_it() {
        let chance = Chance::seeded(7);
        let passwords = Passwords::new(2, &chance);
        let stored = passwords.hash("ｏｎｉｏｎｓ １", &chance).await.unwrap();
        assert!(passwords.check("onions 1", Some(&stored)).await.unwrap());
        assert!(!passwords.check("Onions 1", Some(&stored)).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_that_everybody_sees_is_checked_like_any_other() {
        let chance = Chance::seeded(7);
        let passwords = Passwords::new(2, &chance);
        let shown = vec!["one".to_owned(), "two".to_owned()];
        let stored = passwords.hash_shown(shown, &chance).await.unwrap();
        assert!(
            stored[0].starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
            "{}",
            stored[0]
        );
        assert!(passwords.check("one", Some(&stored[0])).await.unwrap());
        assert!(passwords.check("two", Some(&stored[1])).await.unwrap());
        assert!(!passwords.check("one", Some(&stored[1])).await.unwrap());
    }
}
