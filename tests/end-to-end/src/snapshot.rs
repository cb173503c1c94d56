//! What was seen before, as files beside the tests.

use std::fs;
use std::path::Path;

/// What is different from the file at `path` below this package; nothing if it is the same. With `ASKWELL_UPDATE` in the environment
/// the file is written instead.
pub fn difference(path: &str, seen: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("ASKWELL_UPDATE").is_some() {
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(&file, seen).expect("the snapshot can be written");
    }
    let before = fs::read_to_string(&file).unwrap_or_default();
    (before != seen).then(|| format!("{path} was:\n{before}\nand is:\n{seen}"))
}
