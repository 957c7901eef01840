//! Every fault in a declared change is reported with its line and cure.

use super::super::tests::check;

/// Adds a declared change after the channels of the repository's release.
fn declared(change: &str, what: &str, cure: &str) {
    let from = "channels = [\"portal\", \"jingtong\", \"yikatong\"]\n";
    let to = format!("{from}[[change]]\n{change}");
    check("flows/release.toml", from, &to, what, cure);
}

#[test]
fn a_declared_change_names_what_there_is_and_says_why() {
    // Each faulty part comes last, because a fault is reported with its line.
    let bank = "field = \"bank\"\nsince = \"2\"\n";
    declared(
        "class = \"harmless\"\nsince = \"2\"\nfield = \"bnak\"",
        "this release has no `bnak` to change",
        "the id of a field",
    );
    declared(
        "class = \"harmless\"\nsince = \"2\"\nmaterial = \"bank\"",
        "this release has no `bank` to change",
        "the id of a material",
    );
    declared(
        "class = \"ask_again\"\nsince = \"2\"\nagreement = \"oath\"",
        "this release has no `oath` to change",
        "flows/texts/",
    );
    declared(
        &format!("{bank}class = \"grave\""),
        "no class of change is called `grave`",
        "harmless, ask_again, forced_by_law",
    );
    declared(
        &format!("{bank}class = \"forced_by_law\""),
        "the law that changes `bank` is not named",
        "add `reason`",
    );
    declared(
        &format!("{bank}reason = {{ zh = \"因\", en = \"so\" }}\nclass = \"ask_again\""),
        "nobody is shown the reason for the change of `bank`",
        "forced_by_law",
    );
    declared(
        &format!("{bank}reason = {{ zh = \"因\", en = \" \" }}\nclass = \"forced_by_law\""),
        "a text of `bank` is blank in en",
        "both languages",
    );
    declared(
        &format!("{bank}material = \"card_photo\"\nclass = \"ask_again\""),
        "a change is about one thing",
        "`field`, `material`, `agreement`",
    );
    declared(
        "field = \"bank\"\nclass = \"ask_again\"\nsince = \" \"",
        "the change of `bank` has no `since`",
        "the number of the release",
    );
    declared(
        &format!(
            "{bank}class = \"ask_again\"\n[[change]]\nclass = \"harmless\"\n{}",
            bank.trim_end()
        ),
        "the change of `bank` since 2 stands twice",
        "keep one",
    );
    declared(
        "field = \"bank\"\nsince = \"2\"\nclass = \"ask_again\"\nwhy = \"\"",
        "unknown field `why`, expected one of `field`, `material`, `agreement`, `class`, `since`, `reason`",
        "take `why` away",
    );
}

#[test]
fn what_one_agrees_to_is_never_declared_harmless() {
    for change in [
        "agreement = \"disclaimer\"",
        "field = \"consent.disclaimer\"",
    ] {
        declared(
            &format!("{change}\nsince = \"2\"\nclass = \"harmless\""),
            "what one agrees to is never harmless: `consent.disclaimer`",
            "nobody has agreed",
        );
    }
}
