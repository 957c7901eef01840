//! What the buttons of a step want, and what its form enters.

use service::parent::offer_children::OfferedChild;
use web::form::Posted;

/// What the buttons of a step want besides saving.
#[derive(Clone, Copy)]
pub(super) enum Wish<'a> {
    /// Save and go on.
    GoOn,
    /// Save and leave.
    Later,
    /// Save, and remove this picture.
    Remove(&'a str),
    /// Save, and choose the part of the child's photo.
    Adjust,
    /// Save, and take this picture with a phone.
    Phone(&'a str),
    /// Save, with this ID type and the offered child that is shown under this text, and go on.
    Choose(&'a str, &'a str),
    /// Save, and show the same page: with the branches of the bank that is chosen now, or as the header was told to show it.
    Again,
}

/// What the registry supplies of a child.
pub(super) const OF_THE_CHILD: [&str; 2] = ["child.name", "child.id_number"];

/// Inputs of a form that are no answers.
const NO_FIELDS: [&str; 7] = ["action", "from", "once", "only", "page", "seen", "unasked"];

impl Wish<'_> {
    pub(super) fn of(posted: &Posted) -> Wish<'_> {
        let action = posted.text("action");
        match action.split_once(':') {
            Some(("remove", material)) => Wish::Remove(material),
            Some(("phone", material)) => Wish::Phone(material),
            Some(("choose", child)) => match child.split_once(':') {
                Some((id_type, child)) => Wish::Choose(id_type, child),
                None => Wish::Choose("", child),
            },
            _ if action == "save_later" => Wish::Later,
            _ if action == "adjust" => Wish::Adjust,
            _ if action == "filter" || action.starts_with("look:") => Wish::Again,
            _ => Wish::GoOn,
        }
    }

    /// The inputs of the form as the use case takes them; the data of a chosen child win over what was typed.
    pub(super) fn fields(
        self,
        posted: &Posted,
        child: Option<&OfferedChild>,
    ) -> Vec<(String, String)> {
        let sent = posted.fields.iter();
        let mut fields: Vec<(String, String)> = sent
            .filter(|(name, _)| !NO_FIELDS.contains(&name.as_str()))
            .cloned()
            .collect();
        if let (Some(child), Wish::Choose(id_type, _)) = (child, self) {
            let [name, number] = OF_THE_CHILD;
            for (id, value) in [
                (name, child.name.as_str()),
                (number, child.id_number.as_str()),
                ("child.id_type", id_type),
            ] {
                fields.retain(|(other, _)| other != id);
                fields.push((id.to_owned(), value.to_owned()));
            }
        }
        fields
    }
}
