//! Pictures and their thumbnails: one object, two parts that are sealed and opened by themselves.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use store::audit::{self, Place};
use store::objects::{NewPicture, PictureId, Size};
use store::seal::{Keyring, SealError};
use store::{Store, StoreError, materials};
use uuid::Uuid;

use crate::database::{Database, SMALL, jpeg, picture, picture_id};

crate::on_both_databases!(
    a_picture_and_its_thumbnail_come_back_and_go,
    neither_opens_in_another_place,
    a_thumbnail_is_read_without_the_picture,
    a_long_thumbnail_is_read_too,
    an_altered_object_does_not_open,
    the_audit_finds_an_altered_thumbnail,
    a_copy_belongs_to_its_own_application,
    objects_are_read_under_old_keys_and_copied_under_the_new_one,
);

const WHOLE: &[u8] = b"a picture of a child";
const BOTH: [(Size, &[u8]); 2] = [(Size::Whole, WHOLE), (Size::Thumbnail, SMALL)];

fn photo(object: u128) -> PictureId {
    picture_id(Uuid::from_u128(7), "card_photo", object)
}

async fn put(db: &Database, id: &PictureId) -> PathBuf {
    db.store.pictures().put(id, jpeg(WHOLE)).await.unwrap();
    file_of(db, id)
}

fn file_of(db: &Database, id: &PictureId) -> PathBuf {
    let mut files = db.picture_files().into_iter();
    let found = files.find(|file| file.ends_with(id.object.to_string()));
    found.unwrap()
}

async fn assert_stored(store: &Store, id: &PictureId) {
    for (size, expected) in BOTH {
        let found = store.pictures().get(id, size).await.unwrap().unwrap();
        assert_eq!(found.as_slice(), expected, "{size:?}");
    }
}

async fn a_picture_and_its_thumbnail_come_back_and_go(db: &Database) {
    let (pictures, id) = (db.store.pictures(), photo(1));
    for (size, _) in BOTH {
        assert!(pictures.get(&id, size).await.unwrap().is_none());
    }
    let file = put(db, &id).await;
    assert_stored(&db.store, &id).await;
    assert_eq!(pictures.list().await.unwrap(), [id.object]);
    assert_eq!(db.picture_files(), [file.as_path()], "one file for both");
    let sealed = std::fs::read(&file).unwrap();
    for plain in [WHOLE, SMALL] {
        assert!(!sealed.windows(plain.len()).any(|bytes| bytes == plain));
    }
    pictures.delete(id.object).await.unwrap();
    pictures.delete(id.object).await.unwrap();
    for (size, _) in BOTH {
        assert!(pictures.get(&id, size).await.unwrap().is_none());
    }
    assert!(db.picture_files().is_empty());
}

async fn neither_opens_in_another_place(db: &Database) {
    let file = put(db, &photo(1)).await;
    let folder = file.parent().unwrap().with_file_name("02");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(&file, folder.join(photo(2).object.to_string())).unwrap();
    for elsewhere in [
        photo(2),
        picture_id(photo(1).case, "agent_id_portrait", 1),
        picture_id(Uuid::from_u128(8), "card_photo", 1),
    ] {
        for (size, _) in BOTH {
            let opened = db.store.pictures().get(&elsewhere, size).await;
            assert!(
                matches!(opened, Err(StoreError::Seal(SealError::Forged { .. }))),
                "{size:?} of {elsewhere:?}: {opened:?}"
            );
        }
    }
}

/// Where the picture begins: behind the header and the sealed thumbnail.
const PICTURE_AT: usize = 13 + 33 + SMALL.len();

async fn a_thumbnail_is_read_without_the_picture(db: &Database) {
    let id = photo(1);
    let file = put(db, &id).await;
    let object = std::fs::read(&file).unwrap();
    std::fs::write(&file, &object[..PICTURE_AT]).unwrap();
    let pictures = db.store.pictures();
    let small = pictures.get(&id, Size::Thumbnail).await.unwrap().unwrap();
    assert_eq!(small.as_slice(), SMALL);
    let whole = pictures.get(&id, Size::Whole).await;
    assert_eq!(outcome(whole), "damaged");
}

async fn a_long_thumbnail_is_read_too(db: &Database) {
    let (pictures, id) = (db.store.pictures(), photo(1));
    let thumbnail: Vec<u8> = (0..200_000_u32).map(|n| n.to_be_bytes()[3]).collect();
    let (thumbnail, jpeg) = (&*thumbnail, WHOLE);
    pictures
        .put(&id, NewPicture { jpeg, thumbnail })
        .await
        .unwrap();
    for (size, expected) in [(Size::Whole, jpeg), (Size::Thumbnail, thumbnail)] {
        let found = pictures.get(&id, size).await.unwrap().unwrap();
        assert_eq!(found.as_slice(), expected, "{size:?}");
    }
}

/// What comes of reading a part.
fn outcome<T>(read: Result<T, StoreError>) -> &'static str {
    match read {
        Ok(_) => "opens",
        Err(StoreError::Inconsistent { .. }) => "damaged",
        Err(StoreError::Seal(_)) => "forged",
        Err(other) => panic!("{other}"),
    }
}

async fn an_altered_object_does_not_open(db: &Database) {
    let (pictures, id) = (db.store.pictures(), photo(1));
    let file = put(db, &id).await;
    let object = std::fs::read(&file).unwrap();
    let read = async |altered: &[u8]| {
        std::fs::write(&file, altered).unwrap();
        let whole = outcome(pictures.get(&id, Size::Whole).await);
        [whole, outcome(pictures.get(&id, Size::Thumbnail).await)]
    };
    // The border between the parts is moved by a byte.
    let mut moved = object.clone();
    moved[8] += 1;
    moved[12] -= 1;
    assert_eq!(read(&moved).await, ["forged", "forged"]);
    // Each part in the place of the other.
    let (thumbnail, picture) = (&object[13..PICTURE_AT], &object[PICTURE_AT..]);
    let lengths = [&object[9..13], &object[5..9]].concat();
    let swapped = [&object[..5], &lengths, picture, thumbnail].concat();
    assert_eq!(read(&swapped).await, ["forged", "forged"]);
    let longer = [&object, &b"more"[..]].concat();
    assert_eq!(read(&longer).await, ["damaged", "opens"]);
    for shorter in [PICTURE_AT - 1, 3] {
        assert_eq!(read(&object[..shorter]).await, ["damaged", "damaged"]);
    }
    let other_version = [b"DBPX\x02", &object[5..]].concat();
    assert_eq!(read(&other_version).await, ["damaged", "damaged"]);
    assert_eq!(read(&object).await, ["opens", "opens"]);
}

async fn the_audit_finds_an_altered_thumbnail(db: &Database) {
    let case = db.draft(1).await.id;
    let object = 1_u128;
    let id = picture_id(case, "card_photo", object);
    let bytes = object.to_be_bytes();
    db.store.pictures().put(&id, jpeg(&bytes)).await.unwrap();
    db.store
        .write(async move |tx| materials::put(tx, case, &picture("card_photo", object)).await)
        .await
        .unwrap();
    let sound = audit::verify(&db.store).await.unwrap();
    assert!(sound.is_sound() && sound.pictures == 1, "{sound:?}");
    let file = file_of(db, &id);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[PICTURE_AT - 1] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let whole = db.store.pictures().get(&id, Size::Whole).await.unwrap();
    assert!(whole.is_some(), "the picture itself is untouched");
    let report = audit::verify(&db.store).await.unwrap();
    let place = Place::Picture(format!("{case}/card_photo"));
    assert!(report.faults.iter().any(|fault| fault.place == place));
}

async fn a_copy_belongs_to_its_own_application(db: &Database) {
    let (pictures, from) = (db.store.pictures(), photo(1));
    let to = picture_id(Uuid::from_u128(8), "card_photo", 2);
    assert!(
        !pictures.copy(&from, &to).await.unwrap(),
        "nothing is there"
    );
    put(db, &from).await;
    assert!(pictures.copy(&from, &to).await.unwrap());
    pictures.delete(from.object).await.unwrap();
    assert_stored(&db.store, &to).await;
    let as_before = picture_id(from.case, "card_photo", 2);
    for (size, _) in BOTH {
        let opened = pictures.get(&as_before, size).await;
        assert_eq!(outcome(opened), "forged", "{size:?}");
    }
}

async fn objects_are_read_under_old_keys_and_copied_under_the_new_one(db: &Database) {
    let (old, new) = (photo(1), photo(2));
    put(db, &old).await;
    let both = with_second_key(db).await;
    assert_stored(&both, &old).await;
    assert!(both.pictures().copy(&old, &new).await.unwrap());
    both.close().await.unwrap();
    let object = std::fs::read(file_of(db, &new)).unwrap();
    for part in [&object[13..], &object[PICTURE_AT..]] {
        assert_eq!(part[1..5], 2_u32.to_be_bytes(), "sealed under the new key");
    }
    let object = std::fs::read(file_of(db, &old)).unwrap();
    assert_eq!(object[14..18], 1_u32.to_be_bytes());
}

/// The store, opened by a process with a second key for sealing.
async fn with_second_key(db: &Database) -> Store {
    let text = std::fs::read_to_string(&db.key_file).unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut second = file["sealing"]["keys"]["1"].clone();
    second["key"] = data_encoding::BASE64.encode(&[2; 32]).into();
    file["sealing"]["keys"]["2"] = second;
    file["sealing"]["active"] = 2.into();
    let path = db.key_file.with_extension("two");
    std::fs::write(&path, file.to_string()).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    Store::open(&db.settings, Keyring::read(&path).unwrap())
        .await
        .unwrap()
}
