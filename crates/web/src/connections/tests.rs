use futures::FutureExt as _;

use super::*;

const PLACES: ConnectionLimits = ConnectionLimits {
    all: 4,
    of_an_address: 3,
};
const ONE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1)));
const OTHER: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 2)));

fn now(
    connections: &Connections,
    address: Option<IpAddr>,
) -> Result<ConnectionPermit, ShareIsTaken> {
    let entered = connections.enter(address).now_or_never();
    entered.expect("it does not have to wait")
}

fn is_given_up(place: &ConnectionPermit) -> bool {
    place.given_up().now_or_never().is_some()
}

#[test]
fn the_longest_silent_of_an_address_gives_its_place_to_the_next_of_it() {
    let connections = Connections::new(PLACES);
    let [first, second, third] = [(); 3].map(|()| now(&connections, ONE).unwrap());
    first.line.moved();
    let _fourth = now(&connections, ONE).unwrap();
    assert_eq!(
        [&first, &second, &third].map(is_given_up),
        [false, true, false]
    );
    drop(second);
    assert_eq!(connections.0.open().len(), 3);
}

#[test]
fn what_is_being_answered_keeps_its_place() {
    let connections = Connections::new(PLACES);
    let places = [(); 3].map(|()| now(&connections, ONE).unwrap());
    let serving = places.each_ref().map(|place| place.line.serve());
    assert_eq!(now(&connections, ONE).err(), Some(ShareIsTaken));
    let _other = now(&connections, OTHER).unwrap();
    drop(serving);
    let _one = now(&connections, ONE).unwrap();
    assert!(is_given_up(&places[0]));
}

#[test]
fn who_has_the_most_gives_up_first_and_a_proxy_last() {
    let connections = Connections::new(PLACES);
    let proxys = now(&connections, None).unwrap();
    let other = now(&connections, OTHER).unwrap();
    let ones = [(); 2].map(|()| now(&connections, ONE).unwrap());
    let _fifth = now(&connections, OTHER).unwrap();
    assert!(is_given_up(&ones[0]));
    assert!(![&proxys, &other, &ones[1]].into_iter().any(is_given_up));
}

#[tokio::test]
async fn where_all_is_being_answered_the_next_waits_for_an_end() {
    let connections = Connections::new(PLACES);
    let mut held: Vec<_> = [ONE, ONE, OTHER, OTHER]
        .into_iter()
        .map(|address| now(&connections, address).unwrap())
        .map(|place| (place.line.serve(), place))
        .collect();
    assert!(connections.enter(None).now_or_never().is_none());
    let waiting = tokio::spawn({
        let connections = connections.clone();
        async move { connections.enter(None).await.is_ok() }
    });
    tokio::task::yield_now().await;
    held.pop();
    assert!(waiting.await.unwrap());
}

#[tokio::test]
async fn where_all_is_being_answered_the_next_is_let_in_as_soon_as_one_is_idle() {
    let connections = Connections::new(PLACES);
    let places = [ONE, ONE, OTHER, OTHER].map(|address| now(&connections, address).unwrap());
    let mut serving = places.each_ref().map(|place| Some(place.line.serve()));
    let waiting = tokio::spawn({
        let connections = connections.clone();
        async move { connections.enter(None).await.is_ok() }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    let began = Instant::now();
    serving[1] = None;
    assert!(waiting.await.unwrap());
    assert!(began.elapsed() < RECEIVES, "it was told");
    assert!(is_given_up(&places[1]));
}

#[test]
fn a_request_that_does_not_come_whole_goes_after_the_idle_and_before_none() {
    let connections = Connections::new(PLACES);
    let [first, second, third] = [(); 3].map(|()| now(&connections, ONE).unwrap());
    let _serving = [&first, &second].map(|place| place.line.serve());
    let receiving = [&first, &second].map(|place| place.line.receive());
    let long_ago = Instant::now().checked_sub(2 * RECEIVES).unwrap();
    first.line.state().since = long_ago;
    let fourth = now(&connections, ONE).unwrap();
    assert!(is_given_up(&third), "it was idle");
    let _busy = fourth.line.serve();
    let _fifth = now(&connections, ONE).unwrap();
    assert_eq!([&first, &second].map(is_given_up), [true, false]);
    drop(receiving);
}
