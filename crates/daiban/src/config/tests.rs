use super::*;

const EXAMPLE: &str = include_str!("../../../../daiban.example.toml");

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(text, environment, &Overrides::default())
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn sandbox(more: &str) -> Result<Config, Vec<String>> {
    load(&format!("[sandbox]\nenabled = true\n{more}"), &[])
}

#[test]
fn an_empty_file_with_the_sandbox_is_enough() {
    let config = Config::load(
        "",
        [],
        &Overrides {
            sandbox: true,
            sandbox_day: None,
        },
    )
    .unwrap();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8420");
    assert_eq!(config.server.public_url, "http://127.0.0.1:8420");
    assert_eq!(config.data.keys_file, PathBuf::from("./data-keys.json"));
    assert!(!config.site().tls());
}

#[test]
fn the_sandbox_has_as_many_families_as_there_are_or_fewer() {
    let drawn = |more| sandbox(more).map(|config| config.sandbox.drawn_families);
    assert_eq!(drawn(""), Ok(::sandbox::DRAWN));
    assert_eq!(drawn("drawn_families = 0"), Ok(0));
    assert_eq!(
        drawn("drawn_families = 301"),
        Err(vec![
            "sandbox.drawn_families: write a whole number of at most 300".to_owned()
        ])
    );
}

#[test]
fn every_fault_is_named_at_once() {
    let faults = load("[server]\nlisten = 'here'\nlisen = 1\n[limits]\npicture_megabytes = 0\nlookups_per_day = 'many'\n[sandbo]\nenabled = true", &[]).unwrap_err();
    assert_eq!(
        faults,
        [
            "server.listen: write an address and port such as 127.0.0.1:8420",
            "limits.picture_megabytes: write a whole number of 1 or more",
            "limits.lookups_per_day: write a whole number from 0 to 4294967295",
            "registry.base_url: is required without the sandbox: write the address of the register's interface",
            "registry.key: is required without the sandbox: set it by DAIBAN__REGISTRY__KEY or registry.key_file rather than here",
            "sandbo.enabled: there is no such setting; did you mean sandbox.enabled?",
            "server.lisen: there is no such setting",
        ]
    );
}

#[test]
fn sections_within_sections_are_read_and_named() {
    let text = "[login.wechat]\nportal_app_id = 'wx1'\n[login.national]\nkind = 'oidc'\n";
    let login = sandbox(text).unwrap().login;
    assert_eq!(login.wechat[0].1.access.app_id, "wx1");
    assert_eq!(login.wechat.len(), 1, "no app id, no app");
    assert!(matches!(login.national, crate::config::Federated::Oidc(_)));
    let faults =
        sandbox("[login.wechat]\nsecret = 'x'\n[login.weixin]\n[login.baidu]\n").unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("login.wechat.secret: there is no such setting"));
    assert!(faults[1].starts_with("login.weixin: there is no such setting"));
    let faults = sandbox("[login.essc]\nkind = 'saml'\nrefused_codes = ['x']\n").unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
}

#[test]
fn a_broken_file_is_named_by_line() {
    let faults = load("[server]\nlisten = \n", &[]).unwrap_err();
    assert!(faults[0].starts_with("line 2: is not TOML"), "{faults:?}");
}

#[test]
fn the_environment_overrides_the_file() {
    let config = load(
        "[sandbox]\nenabled = true\n[limits]\nlookups_per_day = 3",
        &[
            ("DAIBAN__LIMITS__LOOKUPS_PER_DAY", "7"),
            ("DAIBAN__SANDBOX__DAY", "2027-01-02"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(config.limits.lookups_per_day, 7);
    assert_eq!(config.sandbox.day, Some(jiff::civil::date(2027, 1, 2)));
    let faults = load(
        "[sandbox]\nenabled = true",
        &[("DAIBAN__LIMITS__TYPO", "7")],
    )
    .unwrap_err();
    assert_eq!(faults, ["limits.typo: there is no such setting"]);
}

#[test]
fn the_sandbox_stays_on_the_loopback_unless_told_twice() {
    let faults = sandbox("[server]\nlisten = '0.0.0.0:80'").unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].starts_with("sandbox.enabled: the sandbox must not be reachable"),
        "{faults:?}"
    );
    assert!(sandbox("allow_beyond_loopback = true\n[server]\nlisten = '0.0.0.0:80'").is_ok());
    assert!(sandbox("listen = '0.0.0.0:0'").is_err());
}

#[test]
fn the_sandbox_behind_a_proxy_is_told_twice_as_well() {
    for proxy in [
        "public_url = 'https://card.example.cn'",
        "public_url = 'http://10.0.0.7:8420'",
        "public_url = 'https://localhost.example.cn'",
        "proxies = ['10.0.0.7']",
    ] {
        let faults = sandbox(&format!("[server]\n{proxy}")).unwrap_err();
        assert!(faults[0].starts_with("sandbox.enabled: "), "{faults:?}");
        assert!(sandbox(&format!("allow_beyond_loopback = true\n[server]\n{proxy}")).is_ok());
    }
    for own in [
        "http://localhost:8420",
        "http://[::1]:9",
        "https://127.0.0.1",
        "http://[::1]",
    ] {
        assert!(
            sandbox(&format!("[server]\npublic_url = '{own}'")).is_ok(),
            "{own}"
        );
    }
}

#[test]
fn a_command_on_the_data_needs_no_register_and_switches_no_sandbox_on() {
    let config = Config::load_offline("", []).unwrap();
    assert!(!config.sandbox.enabled);
    assert!(Config::load_offline("[limits]\nopen_drafts = 0", []).is_err());
}

#[test]
fn secrets_are_never_printed() {
    let config =
        sandbox("[registry]\nkey = 'hunter2'\n[sms]\nprovider = 'aliyun'\nkey = 'hunter3'\n[login.wechat]\nportal_app_id = 'a'\nportal_key = 'hunter4'\n[login.alipay]\njingtong_app_id = 'a'\njingtong_encrypt_key = 'hunter5'\n[login.essc]\nkind = 'oauth'\nkey = 'hunter6'\n[data]\ndatabase_url = 'postgres://u:pw@h/d'")
            .unwrap();
    let shown = format!("{config:?}");
    assert!(
        !shown.contains("hunter") && !shown.contains("pw@"),
        "{shown}"
    );
    assert!(shown.contains("***"));
}

#[test]
fn the_example_names_every_setting_with_its_default() {
    let mut reader = Reader::new("", []);
    let defaults = Config::read(&mut reader);
    for key in reader.known() {
        let (section, name) = key.rsplit_once('.').unwrap();
        let table = EXAMPLE
            .split(&format!("\n[{section}]\n"))
            .nth(1)
            .unwrap_or_else(|| panic!("no [{section}]"));
        let table = table.split("\n[").next().unwrap();
        assert!(
            table.lines().any(|line| line
                .trim_start_matches("# ")
                .starts_with(&format!("{name} = "))),
            "{key} is missing"
        );
    }
    let uncommented: String = EXAMPLE
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|l| l.contains(" = "))
                .unwrap_or(line)
        })
        .fold(String::new(), |all, line| all + line + "\n");
    let mut reader = Reader::new(&uncommented, []);
    let example = Config::read(&mut reader);
    assert_eq!(format!("{example:?}"), format!("{defaults:?}"));
}

#[test]
fn plain_http_is_for_this_machine_alone_unless_told_twice() {
    let with = |server: &str| {
        let text = format!(
            "[server]\n{server}\n[registry]\nbase_url = 'https://register.example.cn'\nkey = '0123456789abcdef'"
        );
        load(&text, &[])
    };
    for plain in [
        "public_url = 'http://card.example.cn'",
        "listen = '0.0.0.0:80'",
    ] {
        let faults = with(plain).unwrap_err();
        assert!(
            faults[0].starts_with("server.public_url: without https"),
            "{faults:?}"
        );
        assert_eq!(faults.len(), 1);
        assert!(with(&format!("{plain}\nallow_plain_http = true")).is_ok());
    }
    assert!(with("listen = '0.0.0.0:80'\npublic_url = 'https://card.example.cn'").is_ok());
    assert!(with("").is_ok());
}

#[test]
fn proxies_are_addresses_or_networks_in_a_list_or_a_text() {
    let proxies = |server: &str| {
        sandbox(&format!("allow_beyond_loopback = true\n[server]\n{server}"))
            .map(|config| config.server.proxies)
    };
    let listed = proxies("proxies = ['10.0.0.7', '2001:db8::/32']").unwrap();
    assert_eq!(
        listed,
        proxies("proxies = '10.0.0.7, 2001:db8::/32'").unwrap()
    );
    assert!(listed.contain("10.0.0.7".parse().unwrap()));
    assert!(!listed.contain("10.0.0.8".parse().unwrap()));
    assert!(listed.contain("2001:db8:9::1".parse().unwrap()));
    assert_eq!(listed.header, "x-forwarded-for");
    assert!(proxies("").unwrap().is_empty());
    for (wrong, key) in [
        ("proxies = ['here']", "server.proxies"),
        ("proxies = 7", "server.proxies"),
        (
            "client_address_header = 'X-Real-IP'",
            "server.client_address_header",
        ),
        (
            "proxies = '10.0.0.7'\nclient_address_header = 'no header'",
            "server.client_address_header",
        ),
    ] {
        let faults = proxies(wrong).unwrap_err();
        assert!(faults[0].starts_with(key), "{wrong}: {faults:?}");
    }
}

/// A file with these rights, in a folder of its own.
#[cfg(unix)]
fn secret_file(text: &[u8], mode: u32) -> (tempfile::TempDir, String) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

#[cfg(unix)]
#[test]
fn a_secret_may_come_from_a_file_or_the_environment() {
    let (_folder, path) = secret_file(b"hunter2\n", 0o600);
    let config = sandbox(&format!(
        "[registry]\nkey_file = '{path}'\n[sms]\nkey = 'hunter3'"
    ))
    .unwrap();
    assert_eq!(
        config.registry.key.as_slice(),
        b"hunter2",
        "without its line break"
    );
    let of = |config: &Config, key| config.secrets.get(key).cloned();
    assert_eq!(
        of(&config, "registry.key"),
        Some(SecretSource::File(path.clone().into()))
    );
    assert_eq!(of(&config, "sms.key"), Some(SecretSource::Settings));
    assert_eq!(of(&config, "face.key"), None);
    let from_environment = [
        ("DAIBAN__SANDBOX__ENABLED", "true"),
        ("DAIBAN__SMS__KEY", "hunter4"),
        ("DAIBAN__REGISTRY__KEY_FILE", path.as_str()),
    ];
    let config = load("[sms]\nkey = 'hunter3'", &from_environment).unwrap();
    assert_eq!(of(&config, "sms.key"), Some(SecretSource::Environment));
    assert_eq!(config.registry.key.as_slice(), b"hunter2");
    assert!(!format!("{config:?}").contains("hunter"));
}

#[cfg(unix)]
#[test]
fn a_secret_file_that_cannot_be_taken_is_named_with_its_cure() {
    let (_folder, path) = secret_file(b"hunter2", 0o600);
    let faults = sandbox(&format!("[registry]\nkey = 'hunter3'\nkey_file = '{path}'")).unwrap_err();
    assert_eq!(
        faults,
        ["registry.key_file: registry.key is set as well: keep one of the two"]
    );
    for (text, mode, cure) in [
        (
            &b"hunter2"[..],
            0o640,
            "the file is open to other users: chmod 600 it",
        ),
        (b"hunter2", 0o604, "the file is open to other users"),
        (b"\n", 0o600, "the file is empty"),
        (b"\xff\xfe", 0o600, "the file holds no text"),
        (
            &vec![b'a'; 70_000],
            0o600,
            "the file is longer than any secret",
        ),
    ] {
        let (_folder, path) = secret_file(text, mode);
        let faults = sandbox(&format!("[login.wechat]\nportal_key_file = '{path}'")).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(
            faults[0].starts_with(&format!("login.wechat.portal_key_file: {cure}")),
            "{faults:?}"
        );
        assert!(!faults[0].contains("hunter"));
    }
    for (path, cure) in [
        ("/nowhere/secret", "the file cannot be read"),
        ("/", "write the path of a file"),
    ] {
        let faults = sandbox(&format!("[face]\nkey_file = '{path}'")).unwrap_err();
        assert!(
            faults[0].starts_with(&format!("face.key_file: {cure}")),
            "{faults:?}"
        );
    }
}

/// What is secret must be able to come from a file: a key whose name says so, and the database's address with its password.
#[test]
fn every_secret_may_come_from_a_file() {
    let mut reader = Reader::new("", []);
    let _ = Config::read(&mut reader);
    let known: Vec<&str> = reader.known().collect();
    let is_secret = |key: &&str| {
        let name = key.rsplit('.').next().unwrap();
        (name == "key" || name.ends_with("_key") || name == "database_url")
            && !name.ends_with("public_key")
    };
    let secrets: Vec<&str> = known.iter().copied().filter(is_secret).collect();
    assert_eq!(secrets.len(), 14, "{secrets:?}");
    for secret in secrets {
        let file = format!("{secret}_file");
        assert!(known.contains(&file.as_str()), "{file}");
    }
}
