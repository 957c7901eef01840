//! A file whose coded data stay as they are: they were read to the end, every reader finds the same in them, and a plain file may
//! hold them. Only what stands before and behind them is written anew.
//!
//! Nothing is kept of the image but what is drawn while it is read, so a picture costs half of what its coefficients would.

use super::bits::Bits;
use super::frame::Frame;
use super::head::Head;
use super::huffman::{Codes, Stated};
use super::read::{InForce, Reading, There, Whole, each_scan};
use super::scan::{Scan, Sink};
use super::{Unreadable, write};

/// Reads a sequential file into `sink`. Answers with the plain file of the same coded data, or with `None` where these cannot stay.
/// [`Head::can_be_kept`] comes first.
///
/// # Errors
/// When something of the image is missing or cannot be read.
pub(super) fn read(
    bytes: &[u8],
    head: &Head,
    sink: &mut impl Sink,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let mut reading = Writing {
        whole: Whole::new(&head.frame, sink),
        file: None,
    };
    each_scan(bytes, &mut reading)?;
    Ok(reading.file)
}

/// Reads a sequential file, and writes it anew around coded data that can stay.
struct Writing<'a, S> {
    whole: Whole<'a, S>,
    file: Option<Vec<u8>>,
}

impl<S: Sink> Reading for Writing<'_, S> {
    fn frame(&self) -> &Frame {
        self.whole.frame()
    }

    fn scan(
        &mut self,
        scan: &Scan,
        in_force: &InForce,
        bits: &mut Bits<'_>,
    ) -> Result<(), Unreadable> {
        self.whole.scan(scan, in_force, bits)?;
        self.file = bits.plain().and_then(|coded| {
            let mut file = head_of(self.whole.frame(), scan, in_force)?;
            file.reserve_exact(coded.len() + write::END.len());
            file.extend(coded);
            file.extend(write::END);
            Some(file)
        });
        Ok(())
    }

    fn is_there(&self) -> There {
        self.whole.is_there()
    }
}

/// What a plain file says before the coded data of this scan. `None` where it cannot say it: the scan lacks a component or has them
/// in another order, more than two tables of a class are used, or steps of 16 bits. None with restarts either, which a plain
/// file of ours does not have.
fn head_of(frame: &Frame, scan: &Scan, in_force: &InForce) -> Option<Vec<u8>> {
    let numbers = 0..frame.components.len();
    let in_order = scan
        .components
        .iter()
        .map(|of_scan| of_scan.component)
        .eq(numbers.clone());
    let steps = numbers
        .map(|component| in_force.steps(frame, component).ok().copied())
        .collect::<Option<Vec<_>>>()?;
    if !in_order || in_force.restart_every > 0 || !steps.iter().all(write::fit_a_plain_file) {
        return None;
    }
    let (mut dc, mut ac, mut of_component) = (Numbered::new(), Numbered::new(), Vec::new());
    for of_scan in &scan.components {
        of_component.push((
            dc.number(of_scan.dc, in_force.tables.dc(of_scan.dc).ok()?)?,
            ac.number(of_scan.ac, in_force.tables.ac(of_scan.ac).ok()?)?,
        ));
    }
    let tables = write::Tables {
        dc: dc.tables(),
        ac: ac.tables(),
        of_component,
    };
    Some(write::head(frame, &steps, &tables))
}

/// Tables of a class, numbered anew.
struct Numbered<'a>(Vec<(usize, &'a Codes)>);

impl<'a> Numbered<'a> {
    fn new() -> Self {
        Self(Vec::new())
    }

    /// The new number of a table; `None` for a third one, and for one that some readers refuse.
    fn number(&mut self, old: usize, codes: &'a Codes) -> Option<u8> {
        let known = self.0.iter().position(|(known, _)| *known == old);
        let number = known.unwrap_or_else(|| {
            self.0.push((old, codes));
            self.0.len() - 1
        });
        let number = u8::try_from(number).ok()?;
        (number < 2 && codes.stated().spares_all_ones()).then_some(number)
    }

    fn tables(self) -> Vec<Stated> {
        self.0
            .into_iter()
            .map(|(_, codes)| codes.stated().clone())
            .collect()
    }
}
