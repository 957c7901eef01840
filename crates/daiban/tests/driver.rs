//! The parts of the benchmark of journeys (`benches/journeys/`) that can be wrong without anybody seeing it: a benchmark has no tests
//! of its own.

#[path = "../benches/journeys/forms.rs"]
mod forms;
#[path = "../benches/journeys/options.rs"]
mod options;
#[path = "../benches/journeys/process.rs"]
mod process;
#[path = "../benches/journeys/times.rs"]
mod times;

use std::time::Duration;

use forms::{Kind, forms};
use options::{Database, Extent, Options, Part};
use times::{Times, shown_ms};

fn times(ms: impl IntoIterator<Item = u64>) -> Times {
    let mut times = Times::default();
    for ms in ms {
        times.add(Duration::from_millis(ms));
    }
    times
}

#[test]
fn a_percentile_is_the_smallest_time_that_so_many_do_not_exceed() {
    let hundred = times((1..=100).rev());
    for (percent, ms) in [(50, 50), (95, 95), (99, 99), (100, 100)] {
        assert_eq!(hundred.percentile(percent), Duration::from_millis(ms));
    }
    // Of few, the slow one shows in the high ones and not in the middle.
    let few = times([10, 20, 900]);
    assert_eq!(few.shown(), "20 / 900 / 900");
    assert_eq!(times([7]).percentile(1), Duration::from_millis(7));
    assert_eq!(Times::default().percentile(99), Duration::ZERO);
}

#[test]
fn times_of_several_are_ranked_together() {
    let mut all = times([1, 2]);
    all.extend(&times([3, 4]));
    assert_eq!(
        (all.count(), all.percentile(75)),
        (4, Duration::from_millis(3))
    );
    assert_eq!(shown_ms(Duration::from_micros(9_940)), "9.9");
    assert_eq!(shown_ms(Duration::from_micros(12_400)), "12");
}

const PAGE: &str = r#"
<form method="post" action="/session/keep"><input type="hidden" name="csrf" value="a&#38;b&amp;&quot;c"></form>
<main id="main" data-state="draft" data-receipt="PKJT-JD5E">
<form action="/applications/7/agent" data-step="agent">
<input type="hidden" name="seen" value="">
<section data-slot="one" data-present data-mark="17"><img src="/applications/7/materials/one?at=1&#38;size=small" alt="">
<input type="file" name="one"></section>
<section data-slot="two" data-mark=""><img src="/assets/two.svg"><input type="file" name="two"></section>
<input type="radio" name="sex" value="1" checked><input type="radio" name="sex" value="2">
<select name="bank"><option value="ICBC" selected>ICBC</option></select><textarea name="address"></textarea>
<input name="off" disabled><input type="submit" value="Next"><button name="action" value="save_later">Later</button>
<p data-problem="missing" data-field="two">Upload it</p>
</form></main>"#;

#[test]
fn a_form_is_read_as_a_browser_would_send_it() {
    let found = forms(PAGE);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].value("csrf"), Some("a&b&\"c"));
    assert!(!found[0].asks_for_pictures() && found[0].step.is_none() && !found[0].starts);
    let form = &found[1];
    assert_eq!(
        (form.action.as_str(), form.step.as_deref()),
        ("/applications/7/agent", Some("agent"))
    );
    let fields: Vec<(&str, Kind, &str, bool)> = form
        .fields
        .iter()
        .map(|field| {
            (
                field.name.as_str(),
                field.kind,
                field.value.as_str(),
                field.is_present,
            )
        })
        .collect();
    assert_eq!(
        fields,
        [
            ("seen", Kind::Hidden, "", false),
            ("one", Kind::File, "", true),
            ("two", Kind::File, "", false),
            ("sex", Kind::Choice, "1", false),
            ("sex", Kind::Choice, "2", false),
            ("bank", Kind::Text, "", false),
            ("address", Kind::Text, "", false),
        ]
    );
    assert!(form.asks_for_pictures() && form.asks_for("bank") && !form.asks_for("off"));
}

#[test]
fn a_page_tells_its_receipt_its_problems_and_its_pictures() {
    assert_eq!(
        forms::of_main(PAGE, "data-receipt").as_deref(),
        Some("PKJT-JD5E")
    );
    assert_eq!(forms::of_main(PAGE, "data-refusal"), None);
    assert_eq!(forms::problems(PAGE), ["two: missing"]);
    assert_eq!(
        forms::pictures(PAGE, "/applications/"),
        ["/applications/7/materials/one?at=1&size=small"]
    );
}

#[test]
fn cpu_and_memory_are_read_whatever_the_program_is_called() {
    let stat = "812 (dai ) b (an) S 1 812 812 0 -1 4194560 9 0 0 0 1234 66 0 0 20 0 5 0 77 1 2";
    assert_eq!(process::ticks(stat), Some(1_300));
    assert_eq!(process::ticks("812 (daiban) S 1"), None);
    let status = "Name:\tdaiban\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";
    assert_eq!(process::kilobytes(status, "VmRSS:"), Some(102_400));
    let own = std::process::id();
    let [now, most] = process::resident_bytes(own);
    assert!(0 < now && now <= most);
    let before = process::cpu(own);
    while process::cpu(own) == before {
        std::hint::black_box(PAGE.matches('<').count());
    }
}

fn read(words: &[&str]) -> Result<Options, String> {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    let variable =
        |name: &str| (name == "DAIBAN_TEST_POSTGRES").then(|| "postgres://here/x".to_owned());
    Options::read(&words, variable, "own")
}

#[test]
fn the_command_line_chooses_what_is_measured() {
    let whole = read(&["--bench"]).unwrap();
    assert_eq!((whole.extent, whole.databases.len()), (Extent::Whole, 2));
    assert!(whole.program.ends_with("own") && whole.wants(Part::Saves));
    let point = [
        "--users",
        "4",
        "--pictures",
        "6",
        "--database",
        "postgres",
        "--quick",
        "--bench",
    ];
    let point = read(&point).unwrap();
    assert_eq!(
        (point.extent, point.users, point.pictures),
        (Extent::Quick, Some(4), Some(6))
    );
    assert_eq!(point.databases[0].name(), "postgres");
    assert_ne!(point.databases, [Database::Sqlite]);
    // What `cargo test --benches` starts proves in one journey that it works.
    let once = read(&["--journeys", "1"]).unwrap();
    assert_eq!((once.extent, once.journeys), (Extent::Once, Some(1)));
    assert!(once.wants(Part::Journeys) && !once.wants(Part::Disk));
    for wrong in [
        &["--pictures", "5"][..],
        &["--users", "0"],
        &["--users"],
        &["--fast", "1"],
    ] {
        assert!(read(wrong).is_err(), "{wrong:?}");
    }
    assert!(options::USAGE.contains("--only disk|journeys|saves"));
}
