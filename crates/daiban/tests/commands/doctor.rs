//! What the doctor finds about the outside systems.

use std::net::TcpListener;

use crate::{Desk, said};

/// What it says of each section: state and words.
fn found(settings: &str) -> (bool, Vec<(String, String, String)>) {
    let desk = Desk::new(settings);
    let output = desk.run(&["doctor", "--json"]);
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    let all = all.as_array().unwrap().iter();
    let all = all.map(|one| (text(one, "section"), text(one, "state"), text(one, "cure")));
    (output.status.success(), all.collect())
}

fn state<'a>(all: &'a [(String, String, String)], section: &str) -> &'a str {
    let mut all = all.iter();
    let found = all.find(|(known, ..)| known == section);
    &found.unwrap().1
}

#[test]
fn what_is_not_set_up_is_no_fault() {
    let (is_well, all) = found("");
    assert!(is_well, "{all:?}");
    assert!(all.iter().all(|(_, state, _)| state == "off"), "{all:?}");
}

#[test]
fn a_system_that_answers_is_told_from_one_that_does_not() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let there = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // What was asked must be read, or the connection is reset.
            let asked = stream.read(&mut [0; 4096]).unwrap();
            assert!(asked > 0);
            // A refusal is an answer too.
            let answer = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(answer).unwrap();
        }
    });
    let nobody = {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap()
    };
    let settings = |sms: &str| {
        format!(
            "[registry]\nbase_url = \"http://{there}\"\napp_id = \"daiban\"\nkey = \"a key of sixteen bytes\"\n\
             [sms]\nprovider = \"aliyun\"\nbase_url = \"{sms}\"\napp_id = \"id\"\nkey = \"a secret of the platform\"\n\
             sign_name = \"sign\"\ntemplate_code = \"SMS_1\"\ntemplate_submitted = \"SMS_2\"\ntemplate_password_changed = \"SMS_3\"\n"
        )
    };
    let (is_well, all) = found(&settings(&format!("http://{nobody}")));
    assert!(!is_well);
    assert_eq!(state(&all, "registry"), "ok", "{all:?}");
    assert_eq!(state(&all, "sms"), "silent");
    assert!(all.iter().any(|(_, _, cure)| cure.contains("firewall")));
    let (is_well, all) = found(&settings("http://sms.example.cn"));
    assert!(!is_well);
    assert_eq!(state(&all, "sms"), "wrong", "plain http over a network");
}

#[test]
fn a_secret_is_told_by_its_source_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wechat-key");
    std::fs::write(&path, "hunter-in-a-file\n").unwrap();
    let mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o400);
    let file = path.display();
    let settings = format!(
        "[registry]\nkey = \"hunter-in-the-settings\"\n[login.wechat]\nportal_app_id = \"wx1\"\nportal_key_file = \"{file}\"\n"
    );
    let desk = Desk::new(&settings);
    let output = desk.run(&["doctor"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &said(&output);
    assert!(
        told.contains(&format!("login.wechat.portal_key is from {file}")),
        "{told}"
    );
    assert!(
        told.contains("registry.key stands in the settings: better in a file"),
        "{told}"
    );
    assert!(!told.contains("hunter"), "{told}");
    // Somebody else of the group may read it.
    mode(0o640);
    let output = desk.run(&["doctor"]);
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &said(&output);
    assert!(
        told.contains("login.wechat.portal_key_file: the file is open to other users"),
        "{told}"
    );
    assert!(!told.contains("hunter"), "{told}");
}

#[test]
fn the_faults_of_every_app_are_told() {
    let (is_well, all) = found(
        "[login.alipay]\nportal_app_id = \"2026\"\nportal_key = \"no key\"\n\
         [face]\nprovider = \"baidu\"\n\
         [login.wechat]\nportal_app_id = \"wx1\"\nportal_key = \"a secret of sixteen\"\nyikatong_app_id = \"wx2\"\n",
    );
    assert!(!is_well);
    for section in ["login.alipay", "face", "login.wechat"] {
        assert_eq!(state(&all, section), "wrong", "{all:?}");
    }
}

#[test]
fn people_read_a_line_for_each_and_no_secret() {
    let output = Desk::new("[registry]\nkey = \"a key of sixteen bytes\"\n").run(&["doctor"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &said(&output);
    assert!(told.contains("registry"), "{told}");
    assert!(!told.contains("a key of"), "{told}");
}
