//! The system's package manager, for what neither cargo nor npm carries.

use crate::process;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// What a package is called by each manager.
pub(super) struct Packages {
    apt: &'static [&'static str],
    dnf: &'static [&'static str],
    pacman: &'static [&'static str],
    brew: &'static [&'static str],
}

pub(super) const NODE: Packages =
    Packages { apt: &["nodejs", "npm"], dnf: &["nodejs", "npm"], pacman: &["nodejs", "npm"], brew: &["node"] };

pub(super) const BROWSER: Packages = Packages {
    apt: &["chromium", "chromium-driver"],
    dnf: &["chromium", "chromedriver"],
    pacman: &["chromium"],
    brew: &["--cask", "google-chrome", "chromedriver"],
};

pub(super) const FIREFOX: Packages =
    Packages { apt: &["firefox-esr"], dnf: &["firefox"], pacman: &["firefox"], brew: &["--cask", "firefox"] };

/// WebKitGTK's browser comes with its library.
pub(super) const WEBKIT: Packages = Packages {
    apt: &["webkit2gtk-driver", "xvfb"],
    dnf: &["webkit2gtk4.1", "xorg-x11-server-Xvfb"],
    pacman: &["webkit2gtk-4.1", "xorg-server-xvfb"],
    brew: &["webkitgtk"],
};

pub(super) const POSTGRES: Packages =
    Packages { apt: &["postgresql"], dnf: &["postgresql-server"], pacman: &["postgresql"], brew: &["postgresql"] };

pub(super) const FONTS: Packages = Packages {
    apt: &["fontconfig", "fonts-inter", "fonts-noto-core"],
    dnf: &["fontconfig", "rsms-inter-fonts", "google-noto-naskh-arabic-fonts"],
    pacman: &["fontconfig", "inter-font", "noto-fonts"],
    brew: &["--cask", "font-inter", "font-noto-naskh-arabic"],
};

pub(super) const PYTHON: Packages = Packages {
    apt: &["python3", "python3-pip"],
    dnf: &["python3", "python3-pip"],
    pacman: &["python", "python-pip"],
    brew: &["python"],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manager {
    Apt,
    Dnf,
    Pacman,
    Brew,
}

/// How this user may install packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rights {
    Enough,
    WithSudo,
    None,
}

impl Manager {
    fn on_this_machine() -> Option<Self> {
        [("apt-get", Self::Apt), ("dnf", Self::Dnf), ("pacman", Self::Pacman), ("brew", Self::Brew)]
            .into_iter()
            .find_map(|(program, manager)| which::which(program).is_ok().then_some(manager))
    }

    /// The commands that install the packages, one after the other.
    fn commands(self, packages: &Packages) -> Vec<Vec<&'static str>> {
        let (mut before, mut install, names): (Vec<Vec<&str>>, Vec<&str>, _) = match self {
            Self::Apt => (
                vec![vec!["apt-get", "update"]],
                vec!["apt-get", "install", "--yes", "--no-install-recommends"],
                packages.apt,
            ),
            Self::Dnf => (vec![], vec!["dnf", "install", "--assumeyes"], packages.dnf),
            Self::Pacman => (vec![], vec!["pacman", "--sync", "--refresh", "--noconfirm", "--needed"], packages.pacman),
            Self::Brew => (vec![], vec!["brew", "install"], packages.brew),
        };
        install.extend(names);
        before.push(install);
        before
    }
}

impl Rights {
    fn of_this_user(manager: Manager) -> Self {
        // Homebrew refuses to run as root, and needs no rights.
        let root = || process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        if manager == Manager::Brew || root() {
            Self::Enough
        } else if which::which("sudo").is_ok() {
            Self::WithSudo
        } else {
            Self::None
        }
    }
}

/// Installs the packages; asks for a password only where sudo does.
///
/// # Errors
/// Without a known package manager or the rights to use it; the message says what to type.
pub(super) fn install(packages: &Packages, logs: &Path) -> Result<()> {
    let Some(manager) = Manager::on_this_machine() else {
        bail!("no package manager known to this program (apt-get, dnf, pacman, brew): {}", by_hand(packages));
    };
    let rights = Rights::of_this_user(manager);
    if rights == Rights::None {
        bail!("this needs root, and there is no sudo. As root: {}", by_hand(packages));
    }
    for words in manager.commands(packages) {
        let mut command = if rights == Rights::WithSudo {
            let mut command = Command::new("sudo");
            // sudo may ask for a password: that question must be seen.
            command.args(["env", "DEBIAN_FRONTEND=noninteractive"]).args(&words);
            eprintln!("      {}", process::shown(&command));
            process::run(command.arg("--quiet"))?;
            continue;
        } else {
            let mut command = Command::new(words[0]);
            command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
            command
        };
        process::run_quietly(&mut command, &logs.join("packages.log"))?;
    }
    Ok(())
}

/// The command to type, or the packages' names where no known manager is.
pub(super) fn by_hand(packages: &Packages) -> String {
    match Manager::on_this_machine() {
        Some(manager) => {
            let commands: Vec<_> = manager.commands(packages).iter().map(|words| words.join(" ")).collect();
            format!("`{}`", commands.join(" && "))
        }
        None => format!("install {} and put them on PATH", packages.apt.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{BROWSER, FIREFOX, Manager, NODE};

    #[test]
    fn each_manager_gets_its_own_words_and_names() {
        let typed = |manager: Manager, packages| {
            let commands: Vec<_> = manager.commands(packages).iter().map(|words| words.join(" ")).collect();
            commands.join(" && ")
        };
        assert_eq!(
            typed(Manager::Apt, &BROWSER),
            "apt-get update && apt-get install --yes --no-install-recommends chromium chromium-driver"
        );
        assert_eq!(typed(Manager::Dnf, &NODE), "dnf install --assumeyes nodejs npm");
        assert_eq!(typed(Manager::Pacman, &BROWSER), "pacman --sync --refresh --noconfirm --needed chromium");
        assert_eq!(typed(Manager::Brew, &BROWSER), "brew install --cask google-chrome chromedriver");
        assert_eq!(typed(Manager::Dnf, &FIREFOX), "dnf install --assumeyes firefox");
    }
}
