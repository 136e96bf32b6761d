//! Judges a folder of JSON files by a policy, in one process: `regorus-peer POLICY FOLDER` prints
//! `file,duty`.

use std::error::Error;
use std::path::PathBuf;

use regorus::{Engine, Value};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(policy), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: regorus-peer POLICY FOLDER".into());
    };
    let mut engine = Engine::new();
    engine.add_policy_from_file(&policy)?;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut out = String::new();
    for file in files {
        engine.set_input(Value::from_json_str(&std::fs::read_to_string(&file)?)?);
        let duties = engine.eval_rule("data.duties.duty".to_owned())?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        for duty in duties.as_set()? {
            out.push_str(&format!("{name},{duty}\n"));
        }
    }
    print!("{out}");
    Ok(())
}
