//! Short names for what script and Wasm give each other. wasm-bindgen's own carry hashes, which stand in both and which no
//! compression shrinks: some 25 bytes for each function of the browser's.
//!
//! esbuild shortens the names of properties and tells which; here the Wasm gets the same.

use crate::workspace::{read, read_bytes, write};
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, ImportSectionReader, Parser};

/// The names that are shortened: those that wasm-bindgen and the linker make up, and nothing of a page's or a browser's.
pub(super) const MADE_UP: &str = "^(__wbg_|__wbindgen_|__externref_|_ZN)";

/// The new name for each that has one.
type Names = BTreeMap<String, String>;

/// What esbuild has noted down in its `mangle-cache`.
///
/// # Errors
/// When that can't be read.
pub(super) fn from_cache(cache: &Path) -> Result<Names> {
    serde_json::from_str(&read(cache)?).with_context(|| format!("{} has no names", cache.display()))
}

/// Gives a module's imports and exports their new names, in place.
///
/// # Errors
/// When the module can't be read or written.
pub(super) fn rename(module: &Path, names: &Names) -> Result<()> {
    let renamed =
        renamed(&read_bytes(module)?, names).with_context(|| format!("cannot rename in {}", module.display()))?;
    write(module, renamed)
}

fn renamed(wasm: &[u8], names: &Names) -> Result<Vec<u8>> {
    let mut module = Module::new();
    Renamer(names).parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| anyhow!("{error}"))?;
    Ok(module.finish())
}

struct Renamer<'a>(&'a Names);

impl Renamer<'_> {
    fn name<'b>(&'b self, name: &'b str) -> &'b str {
        self.0.get(name).map_or(name, String::as_str)
    }
}

impl Reencode for Renamer<'_> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            imports.import(import.module, self.name(import.name), kind);
        }
        Ok(())
    }

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Result<(), Error<Infallible>> {
        let (kind, index) = (self.export_kind(export.kind)?, self.external_index(export.kind, export.index)?);
        exports.export(self.name(export.name), kind, index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::renamed;
    use std::collections::BTreeMap;
    use wasm_encoder::{CodeSection, Function};
    use wasm_encoder::{EntityType, ExportKind, ExportSection, FunctionSection, ImportSection, Module, TypeSection};

    /// A module that imports two functions and exports another.
    fn module(names: [&str; 3]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./askwell_bg.js", names[0], EntityType::Function(0));
        imports.import("./__wasm_split.js", names[1], EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export(names[2], ExportKind::Func, 2);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().end();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    #[test]
    fn names_change_on_both_sides_and_others_stay() {
        let names = [("__wbg_log_1", "a"), ("__wbindgen_start", "b")];
        let names = BTreeMap::from(names.map(|(from, to)| (from.to_owned(), to.to_owned())));
        let before = module(["__wbg_log_1", "__wasm_split_load_questions", "__wbindgen_start"]);
        assert_eq!(renamed(&before, &names).expect("renamed"), module(["a", "__wasm_split_load_questions", "b"]));
    }
}
