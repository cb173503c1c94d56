//! TypeScript's compiler, over files that use the widget's declarations.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::from_environment;

/// Compiles these files, by name and text, together with the declarations of the built widget, as strictly as the compiler can. What
/// it reports is returned: nothing, if all is well.
pub fn compile(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("there is room for files");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the file can be written");
    let settings = json!({
        "compilerOptions": {
            "strict": true, "noEmit": true, "allowJs": true, "checkJs": true, "target": "es2022", "module": "esnext",
            "moduleDetection": "force", "lib": ["es2022", "dom", "dom.iterable"], "types": [], "skipLibCheck": false,
        },
        "include": ["*"],
    });
    write("tsconfig.json", &settings.to_string());
    let declarations = from_environment("ASKWELL_DIST").join("askwell.d.ts");
    fs::copy(&declarations, folder.path().join("askwell.d.ts")).expect("the build has declarations");
    for (name, text) in files {
        write(name, text);
    }
    run(folder.path(), &["--pretty", "false"])
}

/// Runs the compiler in a folder. What it reports is returned.
fn run(folder: &Path, words: &[&str]) -> String {
    let output = Command::new(from_environment("TSC")).args(words).current_dir(folder).output();
    let output = output.expect("the compiler runs");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert_eq!(text.trim().is_empty(), output.status.success(), "{text}");
    text
}
