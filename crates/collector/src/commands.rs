//! What the command line does beside serving.

use std::fs::File;
use std::io::BufWriter;
use std::time::Instant;

use askwell_collector::{
    Config, Location, Record, StoreError, Whose, add_user, audit, back_up, check, check_profile, count, create_key,
    demo_data::make_demo_data, digest, erase, export, failures, forget, import, import_values, list_keys, list_users,
    list_value_imports, mark, migrate, remove_user, remove_value_import, restore, retry, revoke_key, set_password,
    set_profile, set_role, sqlite_to_postgres, test_delivery,
};

use crate::options::{Command, DemoData, Erase, Export, Keys, Migrate, MigrateTo, Users, Values, existing};

/// Does what `command` says, which isn't `serve`.
pub(crate) async fn run(command: Command, config: Config) -> Result<(), String> {
    match command {
        Command::Serve(_) => Ok(()),
        Command::Forget(arguments) => {
            let database = existing(&config)?;
            let retention = arguments.settings(config)?.retention;
            let (erased, personal) = forget(&database, retention).await.map_err(of(&database))?;
            println!("{} erased; personal data erased in {}.", responses(erased), responses(personal));
            Ok(())
        }
        Command::Record(arguments) => {
            let settings = arguments.serve.settings(config)?;
            print!("{}", Record::of(&settings, arguments.language).to_markdown());
            Ok(())
        }
        Command::Mark(arguments) => {
            let database = existing(&config)?;
            let marked = mark(&database, &arguments.id, arguments.mark.as_deref()).await.map_err(of(&database))?;
            if marked { Ok(()) } else { Err("there is no such response".to_owned()) }
        }
        Command::DemoData(arguments) => self::demo_data(arguments, &config).await,
        Command::Check(arguments) => {
            existing(&config)?;
            let found = check(&arguments.settings(config)?).await.map_err(|error| error.to_string())?;
            found.fine.iter().for_each(|fine| println!("fine     {fine}"));
            found.problems.iter().for_each(|problem| println!("problem  {problem}"));
            if found.problems.is_empty() { Ok(()) } else { Err("there are problems".to_owned()) }
        }
        Command::CheckConfig(arguments) => {
            arguments.settings(config)?.check().map_err(|error| error.to_string())?;
            println!("The configuration is valid.");
            Ok(())
        }
        Command::Keys(keys) => self::keys(&keys, &config).await,
        Command::Users(users) => self::users(&users, &config).await,
        Command::Audit => {
            let database = existing(&config)?;
            for entry in audit(&database).await.map_err(of(&database))? {
                println!("{}\t{}\t{}\t{}", entry.at, entry.actor, entry.action, entry.detail);
            }
            Ok(())
        }
        Command::Digest(arguments) => {
            let database = existing(&config)?;
            let settings = arguments.serve.settings(config)?;
            print!("{}", digest(&settings, &arguments.name).await.map_err(of(&database))?);
            Ok(())
        }
        Command::Migrate(Migrate { to: Some(MigrateTo::SqliteToPostgres { to }) }) => {
            let from = existing(&config)?;
            let to: Location = to.parse().unwrap_or_else(|never| match never {});
            let moved = sqlite_to_postgres(&from, &to).await.map_err(of(&from))?;
            println!("{} copied, with keys and pending forwards; counts and checksums agree.", responses(moved));
            Ok(())
        }
        Command::Migrate(Migrate { to: None }) => {
            let database = config.location();
            migrate(&database).await.map_err(of(&database))?;
            println!("The tables are up to date.");
            Ok(())
        }
        Command::Backup(backup) => {
            let database = existing(&config)?;
            let copied = back_up(&database, &backup.to).await.map_err(of(&database))?;
            println!("{} has {} and is intact.", backup.to.display(), responses(copied.responses));
            Ok(())
        }
        Command::Restore(backup) => {
            let database = config.location();
            let copied = restore(&database, &backup.from).await.map_err(of(&database))?;
            println!("{database} now has {}.", responses(copied.responses));
            if let Some(before) = copied.before {
                println!("The previous database is in {}.", before.display());
            }
            Ok(())
        }
        Command::Retry(arguments) => {
            let database = existing(&config)?;
            let (endpoint, id) = (arguments.endpoint.as_deref(), arguments.id.as_deref());
            let retried = retry(&database, endpoint, id).await.map_err(of(&database))?;
            println!("{} {} again", responses(retried), if retried == 1 { "waits" } else { "wait" });
            Ok(())
        }
        Command::TestDelivery(arguments) => {
            let settings = arguments.serve.settings(config)?;
            let tested = test_delivery(&settings, &arguments.name).await.map_err(|error| error.to_string())?;
            let tested = tested.ok_or_else(|| format!("there is no endpoint {}", arguments.name))?;
            println!("{}\n", tested.request);
            match tested.status {
                Some(status) => println!("{status} {}", tested.answer),
                None => println!("no answer"),
            }
            if tested.status.is_some_and(|status| (200..300).contains(&status)) { Ok(()) } else { Err(tested.detail) }
        }
        Command::Failures(arguments) => {
            let database = existing(&config)?;
            let key = config.contact_key().map_err(|error| error.to_string())?;
            let listed = failures(&database, key.as_ref(), arguments.endpoint.as_deref(), |failed| {
                let status = failed.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
                let answer = failed.answer.unwrap_or_default().replace('\n', " ");
                println!(
                    "{}\t{}\t{}\t{status}\t{}\t{answer}",
                    failed.endpoint, failed.response, failed.at, failed.reason
                );
            });
            listed.await.map_err(of(&database))
        }
        Command::Export(arguments) => self::export_to(&arguments, &config).await,
        Command::Import(arguments) => {
            let (format, columns) = (arguments.format(), arguments.columns());
            let settings = arguments.serve.settings(config)?;
            let imported = import(&settings, &arguments.file, format, &columns, arguments.dry_run).await;
            let imported = imported.map_err(|error| error.to_string())?;
            if arguments.dry_run {
                println!("{} can be imported.", responses(imported.read));
            } else {
                let known = imported.read - imported.stored;
                println!("{} imported; {known} already stored.", responses(imported.stored));
            }
            Ok(())
        }
        Command::Values(values) => self::values(values, config).await,
        Command::Erase(arguments) => self::erase_from(&arguments, &config).await,
    }
}

async fn keys(keys: &Keys, config: &Config) -> Result<(), String> {
    match keys {
        Keys::Create(new) => {
            let database = config.location();
            let key = create_key(&database, &new.scope, &new.label, &new.origins).await.map_err(of(&database))?;
            println!("{}", key.key);
            eprintln!("{} is its identifier. The key isn’t stored and can’t be shown again.", key.id);
        }
        Keys::List => {
            let database = existing(config)?;
            for key in list_keys(&database).await.map_err(of(&database))? {
                let state = match (&key.revoked_at, &key.used_at) {
                    (Some(at), _) => format!("revoked {at}"),
                    (None, Some(at)) => format!("used {at}"),
                    (None, None) => "never used".to_owned(),
                };
                println!("{}\t{}\t{}\t{state}\t{}\t{}", key.id, key.scope, key.created_at, key.label, key.origins);
            }
        }
        Keys::Revoke(key) => {
            let database = existing(config)?;
            revoke_key(&database, &key.id).await.map_err(of(&database))?;
        }
    }
    Ok(())
}

async fn values(values: Values, config: Config) -> Result<(), String> {
    match values {
        Values::Import(arguments) => {
            let settings = arguments.serve.settings(config)?;
            let imported = import_values(&settings, &arguments.file, arguments.dry_run).await;
            let imported = imported.map_err(|error| error.to_string())?;
            let known = imported.read - imported.stored;
            match (arguments.dry_run, imported.stored) {
                (true, stored) => println!("{stored} rows can be imported; {known} already stored."),
                (false, 0) => println!("Nothing is new; {known} already stored."),
                (false, stored) => println!("{stored} rows imported as {}; {known} already stored.", imported.id),
            }
        }
        Values::List => {
            let database = existing(&config)?;
            for import in list_value_imports(&database).await.map_err(of(&database))? {
                println!("{}\t{}\t{}\t{}\t{}", import.id, import.at, import.actor, import.rows, import.name);
            }
        }
        Values::Remove { id } => {
            let database = existing(&config)?;
            remove_value_import(&database, &id).await.map_err(of(&database))?;
        }
    }
    Ok(())
}

async fn users(users: &Users, config: &Config) -> Result<(), String> {
    let database = config.location();
    match users {
        Users::Add { name, role, email, digest } => {
            check_profile(email.as_deref(), digest).map_err(of(&database))?;
            add_user(&database, name, role, &password()?).await.map_err(of(&database))?;
            if email.is_some() || digest != "none" {
                set_profile(&database, name, email.as_deref(), Some(digest)).await.map_err(of(&database))?;
            }
        }
        Users::List => {
            for user in list_users(&existing(config)?).await.map_err(of(&database))? {
                let email = user.email.unwrap_or_default();
                println!("{}\t{}\t{}\t{email}\t{}", user.name, user.role, user.created_at, user.digest);
            }
        }
        Users::Password { name } => {
            set_password(&existing(config)?, name, &password()?).await.map_err(of(&database))?;
        }
        Users::Role { name, role } => set_role(&existing(config)?, name, role).await.map_err(of(&database))?,
        Users::Profile { name, email, digest } => {
            let database = existing(config)?;
            set_profile(&database, name, email.as_deref(), digest.as_deref()).await.map_err(of(&database))?;
        }
        Users::Remove { name } => remove_user(&existing(config)?, name).await.map_err(of(&database))?,
    }
    Ok(())
}

/// A password, from the standard input: what is on the command line, other users of the machine see.
fn password() -> Result<String, String> {
    eprintln!("Password:");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| format!("no password could be read: {error}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn export_to(arguments: &Export, config: &Config) -> Result<(), String> {
    let database = existing(config)?;
    let (whose, format) = (arguments.selected.whose(), arguments.format.into());
    let key = config.contact_key().map_err(|error| error.to_string())?;
    let key = key.as_ref();
    let written = match &arguments.to {
        Some(path) => {
            let file = File::create_new(path).map_err(|error| format!("{}: {error}", path.display()))?;
            export(&database, key, &whose, format, &mut BufWriter::new(file)).await
        }
        None => export(&database, key, &whose, format, &mut BufWriter::new(std::io::stdout())).await,
    };
    let written = written.map_err(of(&database))?;
    eprintln!("{} written.", responses(written));
    Ok(())
}

async fn erase_from(arguments: &Erase, config: &Config) -> Result<(), String> {
    let database = existing(config)?;
    let whose = arguments.selected.whose();
    let key = config.contact_key().map_err(|error| error.to_string())?;
    let key = key.as_ref();
    if whose == Whose::Everybody {
        return Err("say whose responses are to be erased: --id, --person or --email".to_owned());
    }
    if arguments.dry_run {
        let found = count(&database, key, &whose).await.map_err(of(&database))?;
        println!("{} would be erased.", responses(found));
        return Ok(());
    }
    let erased = erase(&database, key, &whose).await.map_err(of(&database))?;
    erased.iter().for_each(|id| println!("{id}"));
    eprintln!("{} erased. Earlier backups still contain them.", responses(erased.len() as u64));
    Ok(())
}

async fn demo_data(arguments: DemoData, config: &Config) -> Result<(), String> {
    const STEP: u64 = 20_000;
    let (database, start) = (config.location(), Instant::now());
    let key = config.contact_key().map_err(|error| error.to_string())?;
    let wanted = arguments.wanted();
    eprintln!("Making {} for {database}, with the seed {} …", responses(wanted.answers), wanted.seed);
    let made = make_demo_data(&database, key.as_ref(), &wanted, |stored| {
        if stored.is_multiple_of(STEP) {
            eprintln!("{stored} stored");
        }
    });
    let made = made.await.map_err(|error| error.to_string())?;
    println!(
        "{database} has {} from {} to {}, made in {:.1} s; {} marked as test or spam.",
        responses(made.responses),
        made.since,
        made.until,
        start.elapsed().as_secs_f64(),
        if made.marked == 1 { "1 is".to_owned() } else { format!("{} are", made.marked) },
    );
    made.surveys.iter().for_each(|(survey, count)| println!("{count:>8}  {survey}"));
    Ok(())
}

fn responses(count: u64) -> String {
    format!("{count} {}", if count == 1 { "response" } else { "responses" })
}

/// Says which database it was that failed.
fn of(database: &Location) -> impl Fn(StoreError) -> String {
    move |error| format!("the database {database}: {error}")
}
