//! What the command line does beside serving.

use askwell_collector::{Location, create_key, list_keys, revoke_key};

use crate::options::{Keys, Retry};

/// Queues again what has failed. A collector that runs notices within a minute.
pub(crate) async fn retry(arguments: &Retry) -> Result<(), String> {
    let database = &arguments.database.database;
    there(database)?;
    let retried = askwell_collector::retry(database, arguments.endpoint.as_deref()).await.map_err(of(database))?;
    println!("{retried} {} again", if retried == 1 { "response waits" } else { "responses wait" });
    Ok(())
}

/// Makes, lists and revokes keys.
pub(crate) async fn keys(keys: &Keys) -> Result<(), String> {
    match keys {
        Keys::Create(new) => {
            let database = &new.database.database;
            let key = create_key(database, &new.scope, &new.label, &new.origins).await.map_err(of(database))?;
            println!("{}", key.key);
            eprintln!("{} is its identifier. The key is stored nowhere and can’t be shown again.", key.id);
        }
        Keys::List(database) => {
            let database = &database.database;
            there(database)?;
            for key in list_keys(database).await.map_err(of(database))? {
                let state = match (&key.revoked_at, &key.used_at) {
                    (Some(at), _) => format!("revoked {at}"),
                    (None, Some(at)) => format!("used {at}"),
                    (None, None) => "never used".to_owned(),
                };
                println!("{}\t{}\t{}\t{state}\t{}\t{}", key.id, key.scope, key.created_at, key.label, key.origins);
            }
        }
        Keys::Revoke(key) => {
            let database = &key.database.database;
            there(database)?;
            revoke_key(database, &key.id).await.map_err(of(database))?;
        }
    }
    Ok(())
}

/// Refuses to make a database where one is to be looked at.
pub(crate) fn there(database: &Location) -> Result<(), String> {
    match database.file() {
        Some(file) if !file.exists() => Err(format!("there is no database {}", file.display())),
        _ => Ok(()),
    }
}

/// Says which database it was that failed.
pub(crate) fn of(database: &Location) -> impl Fn(askwell_collector::StoreError) -> String {
    move |error| format!("the database {database}: {error}")
}
