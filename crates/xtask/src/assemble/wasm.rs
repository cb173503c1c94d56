//! The imports and exports of a Wasm module: listing, dropping and renaming them.

use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::{ExportKind, ExportSection, Module, RawSection, SectionId};
use wasmparser::{ExternalKind, Parser, Payload};

/// The names a module exports, in their order.
pub(super) fn exports(module: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(section) = payload? {
            for export in section {
                names.push(export?.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The functions a module imports, in their order: module name and function name.
pub(super) fn imports(module: &[u8]) -> Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                let import = import?;
                names.push((import.module.to_owned(), import.name.to_owned()));
            }
        }
    }
    Ok(names)
}

/// The module without some of its exports.
pub(super) fn without_exports(module: &[u8], dropped: &BTreeSet<String>) -> Result<Vec<u8>> {
    rewrite(module, &mut |name| (!dropped.contains(name)).then(|| name.to_owned()), None)
}

/// The module with other names for exports and imports; all imports then come from `module_name`.
pub(super) fn renamed(
    module: &[u8],
    exports: &BTreeMap<String, String>,
    imports: &BTreeMap<String, String>,
    module_name: &str,
) -> Result<Vec<u8>> {
    let mut export = |name: &str| Some(exports.get(name).map_or(name, String::as_str).to_owned());
    rewrite(module, &mut export, Some((imports, module_name)))
}

type Imports<'a> = Option<(&'a BTreeMap<String, String>, &'a str)>;

/// Copies a module section by section; only names change.
fn rewrite(
    module: &[u8],
    export_name: &mut dyn FnMut(&str) -> Option<String>,
    imports: Imports<'_>,
) -> Result<Vec<u8>> {
    let mut result = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                for export in section.clone() {
                    let export = export?;
                    if let Some(name) = export_name(export.name) {
                        exports.export(&name, kind(export.kind)?, export.index);
                    }
                }
                result.section(&exports);
            }
            Payload::ImportSection(section) if imports.is_some() => {
                let renamed = renamed_imports(section.clone(), imports)?;
                result.section(&RawSection { id: SectionId::Import.into(), data: &renamed });
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    result.section(&RawSection { id, data: &module[range] });
                }
            }
        }
    }
    Ok(result.finish())
}

/// An import section's content with other names. What is imported, its type included, stays byte for byte.
fn renamed_imports(section: wasmparser::ImportSectionReader<'_>, imports: Imports<'_>) -> Result<Vec<u8>> {
    let Some((names, module_name)) = imports else { bail!("no names given") };
    let mut data = Vec::new();
    leb128(&mut data, section.count());
    for import in section.into_imports() {
        let import = import?;
        let wasmparser::TypeRef::Func(signature) = import.ty else {
            bail!("{} is imported and no function", import.name);
        };
        string(&mut data, module_name);
        string(&mut data, names.get(import.name).map_or(import.name, String::as_str));
        data.push(0);
        leb128(&mut data, signature);
    }
    Ok(data)
}

fn kind(kind: ExternalKind) -> Result<ExportKind> {
    Ok(match kind {
        ExternalKind::Func => ExportKind::Func,
        ExternalKind::Table => ExportKind::Table,
        ExternalKind::Memory => ExportKind::Memory,
        ExternalKind::Global => ExportKind::Global,
        ExternalKind::Tag => ExportKind::Tag,
        other => bail!("an export of an unknown kind: {other:?}"),
    })
}

fn string(data: &mut Vec<u8>, text: &str) {
    leb128(data, u32::try_from(text.len()).unwrap_or(u32::MAX));
    data.extend_from_slice(text.as_bytes());
}

/// <https://webassembly.github.io/spec/core/binary/values.html#integers>
fn leb128(data: &mut Vec<u8>, mut value: u32) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return data.push(low);
        }
        data.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::{exports, imports, renamed, without_exports};
    use std::collections::{BTreeMap, BTreeSet};
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
        TypeSection,
    };

    /// A module that imports `env.log` and `env.time` and exports a function twice.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imported = ImportSection::new();
        imported.import("env", "log", EntityType::Function(0));
        imported.import("env", "time", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exported = ExportSection::new();
        exported.export("start", ExportKind::Func, 2);
        exported.export("stop", ExportKind::Func, 2);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().end();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imported).section(&functions).section(&exported).section(&code);
        module.finish()
    }

    #[test]
    fn an_export_is_dropped_and_the_rest_stays() {
        let dropped = BTreeSet::from(["stop".to_owned()]);
        let slimmer = without_exports(&module(), &dropped).expect("rewritten");
        assert_eq!(exports(&slimmer).expect("readable"), ["start"]);
        assert_eq!(imports(&slimmer).expect("readable"), imports(&module()).expect("readable"));
        assert_eq!(without_exports(&module(), &BTreeSet::new()).expect("rewritten"), module());
    }

    #[test]
    fn names_change_on_both_sides() {
        let short = renamed(
            &module(),
            &BTreeMap::from([("start".to_owned(), "a".to_owned())]),
            &BTreeMap::from([("log".to_owned(), "b".to_owned())]),
            "m",
        )
        .expect("rewritten");
        assert_eq!(exports(&short).expect("readable"), ["a", "stop"]);
        let expected = [("m", "b"), ("m", "time")].map(|(module, name)| (module.to_owned(), name.to_owned()));
        assert_eq!(imports(&short).expect("readable"), expected);
    }
}
