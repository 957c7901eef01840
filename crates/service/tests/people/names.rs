//! Log-in names that are somebody else's number or mobile.

use domain::id::Mobile;
use service::people::{Proved, Taken};
use store::Store;

use crate::{account, entered_by, person, proved};

crate::on_both_databases!(
    a_name_that_is_somebody_else_s_number_is_lost_to_its_prover,
    a_mobile_that_two_proved_stays_a_name_of_either,
);

const MOBILE: &str = "13800130001";

async fn a_name_that_is_somebody_else_s_number_is_lost_to_its_prover(store: &Store) {
    let me = person(1, "张三");
    let number = me.id_number.as_str();
    let (by_number, by_mobile) = (account(store, number).await, account(store, MOBILE).await);
    let prover = account(store, "prover").await;
    let mobile = Mobile::parse(MOBILE).unwrap();
    proved(store, prover, Proved::Phone(mobile)).await;
    assert_eq!(
        entered_by(store, MOBILE).await,
        Some(by_mobile),
        "a phone alone says nothing about whose account it is"
    );
    let me = Proved::RealName(me.clone(), None);
    assert_eq!(proved(store, prover, me).await, Taken::For(prover));
    for name in [number, MOBILE] {
        assert_eq!(entered_by(store, name).await, None);
    }
    assert_eq!(entered_by(store, "prover").await, Some(prover));
    // They had no other name, and are still there for whoever is logged in.
    for id in [by_number, by_mobile] {
        let other = Mobile::parse("13800130002").unwrap();
        assert_eq!(
            proved(store, id, Proved::Phone(other)).await,
            Taken::For(id)
        );
    }
}

/// Such as the mobile of a family.
async fn a_mobile_that_two_proved_stays_a_name_of_either(store: &Store) {
    let (one, two) = (account(store, MOBILE).await, account(store, "two").await);
    let mobile = Mobile::parse(MOBILE).unwrap();
    for id in [one, two] {
        proved(store, id, Proved::Phone(mobile)).await;
    }
    proved(store, two, Proved::RealName(person(2, "李四"), None)).await;
    assert_eq!(entered_by(store, MOBILE).await, Some(one));
    proved(store, one, Proved::RealName(person(1, "张三"), None)).await;
    assert_eq!(entered_by(store, MOBILE).await, Some(one), "its own name");
}
