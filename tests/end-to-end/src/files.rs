//! Files of the sites under test.

use std::fs;
use std::path::Path;

/// Puts the files of one folder into another. They are links where that is possible: there are hundreds for each test.
pub(crate) fn put_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{} can’t be read: {error}", from.display())) {
        let entry = entry.expect("the folder can be listed");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            put_folder(&source, &target);
        } else {
            // Another disk takes copies alone.
            let linked = fs::hard_link(&source, &target).or_else(|_| fs::copy(&source, &target).map(drop));
            linked.expect("the file can be put there");
        }
    }
}

/// Writes a file. One that is there is replaced and not written into: it may be a link.
pub(crate) fn put_file(file: &Path, content: &str) {
    let _ = fs::remove_file(file);
    fs::write(file, content).expect("the file can be written");
}
