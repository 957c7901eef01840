//! The papers that the families have.

use super::{DAY, world};

#[test]
fn every_paper_that_is_asked_is_there() {
    let (world, _folder) = world(DAY);
    for case in world.cases() {
        for material in &case.asked {
            assert!(
                case.papers.contains_key(material),
                "{}: {material}",
                case.case
            );
        }
        for (material, url) in &case.papers {
            assert_eq!(
                *url,
                format!("/sandbox/papers/{}/{material}.jpg", case.case)
            );
        }
    }
}

#[test]
fn each_kind_of_paper_is_a_jpeg_under_two_megabytes_and_is_drawn_once() {
    let (world, folder) = world(DAY);
    let case = world.case("family-02").unwrap();
    assert_eq!(case.papers.len(), 12);
    for material in case.papers.keys() {
        let paper = world.paper(&case.case, material).unwrap();
        assert!(
            paper.starts_with(&[0xff, 0xd8]) && paper.ends_with(&[0xff, 0xd9]),
            "{material}"
        );
        assert!(
            (20_000..2_000_000).contains(&paper.len()),
            "{material}: {} bytes",
            paper.len()
        );
    }
    let kept = folder.path().join("papers-3/family-02/card_photo.jpg");
    std::fs::write(&kept, "kept").unwrap();
    assert_eq!(world.paper("family-02", "card_photo").unwrap(), b"kept");
}

#[test]
fn a_paper_nobody_has_is_refused_whatever_its_name() {
    let (world, _folder) = world(DAY);
    for (case, material) in [
        ("family-08", "child_id_portrait"),
        ("family-07", "booklet_householder_own_page"),
        ("family-01", "../../world"),
        ("..", "world"),
        ("family-99", "card_photo"),
    ] {
        assert!(world.paper(case, material).is_err(), "{case} {material}");
    }
}
