//! A browser with its driver, and the visitors who use it one after the other.

use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;
use thirtyfour::bidi::modules::browsing_context::{Create, CreateType};
use thirtyfour::bidi::{BiDi, UserContextId};
use thirtyfour::manager::WebDriverManager;
use thirtyfour::prelude::*;
use thirtyfour::{WebDriver, WindowHandle};

use crate::Engine;
use crate::wait::in_time;
use crate::webkit::WebKit;

/// How often a driver is started. It is told a port that was free a moment before, and may find it taken.
const ATTEMPTS: usize = 3;

/// Browsers that no visitor uses at the moment.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// A browser that runs until it is dropped.
pub(crate) struct Browser {
    engine: Engine,
    driver: WebDriver,
    /// Its own tab. It stays, so that the browser does not end with a visitor's last one.
    tab: WindowHandle,
    /// Where the visitor's cookies and storage are, and no other's.
    visitor: Option<UserContextId>,
    _webkit: Option<WebKit>,
    /// Removed when the browser has ended.
    _profile: TempDir,
}

impl Browser {
    pub(crate) async fn launch(engine: Engine, private: bool) -> Self {
        for _ in 1..ATTEMPTS {
            if let Ok(browser) = Self::try_to_launch(engine, private).await {
                return browser;
            }
        }
        Self::try_to_launch(engine, private).await.unwrap_or_else(|error| panic!("{engine} does not start: {error}"))
    }

    async fn try_to_launch(engine: Engine, private: bool) -> WebDriverResult<Self> {
        // thirtyfour leaves the choice to programs, though what it connects to is not encrypted. Only the first one holds.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let profile = tempfile::tempdir().expect("there is room for a profile");
        let capabilities = engine.capabilities(profile.path(), private);
        let mut webkit = None;
        let driver = match engine.driver() {
            // Firefox' driver serves one browser only, so each browser has a driver of its own.
            Some((kind, program, arguments)) => {
                let manager = WebDriverManager::builder().driver_binary(kind, program);
                let manager = arguments.iter().fold(manager, |manager, argument| manager.driver_arg(kind, *argument));
                manager.build().launch(capabilities).await?
            }
            None => {
                let address = webkit.insert(WebKit::start()).address();
                let connected = in_time(async || WebDriver::new(&address, capabilities.clone()).await.ok()).await;
                connected.ok_or_else(|| WebDriverError::FatalError("WebKit's driver doesn't answer".to_owned()))?
            }
        };
        let tab = driver.window().await?;
        Ok(Self { engine, driver, tab, visitor: None, _webkit: webkit, _profile: profile })
    }

    /// A browser in whose every page the recorder runs, and a tab for somebody who has never been anywhere. In WebKit, pages
    /// name the recorder themselves.
    pub(crate) async fn for_somebody_new(engine: Engine) -> Self {
        if engine == Engine::WebKit {
            return Self::launch(engine, false).await;
        }
        let mut browser = match take(engine) {
            Some(browser) => browser,
            None => {
                let browser = Self::launch(engine, false).await;
                let recorder = format!("() => {{ {} }}", include_str!("recorder.js"));
                browser.bidi().await.script().add_preload_script(recorder).await.expect("pages can be prepared");
                browser
            }
        };
        browser.begin_afresh().await;
        browser
    }

    async fn begin_afresh(&mut self) {
        let bidi = self.bidi().await;
        if self.engine == Engine::Firefox {
            self.prefer_usual_language().await;
        }
        self.driver.switch_to_window(self.tab.clone()).await.expect("its own tab is there");
        if let Some(before) = self.visitor.take() {
            bidi.browser().remove_user_context(before).await.expect("the last visitor can be forgotten");
        }
        let visitor = bidi.browser().create_user_context().await.expect("a visitor can come").user_context;
        self.visitor = Some(visitor);
        let tab = self.open_tab(false).await;
        self.driver.switch_to_window(tab).await.expect("the tab is there");
    }

    /// Opens a tab that is the visitor's, before what is looked at or behind it. The driver stays where it is.
    pub(crate) async fn open_tab(&self, behind: bool) -> WindowHandle {
        let tab = Create {
            r#type: CreateType::Tab,
            reference_context: None,
            background: Some(behind),
            user_context: self.visitor.clone(),
        };
        let tab = self.bidi().await.send(tab).await.expect("a tab can be opened").context;
        WindowHandle::from(tab.as_str())
    }

    /// Lets another visitor have it.
    pub(crate) fn give_back(self) {
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        &self.driver
    }

    pub(crate) async fn bidi(&self) -> BiDi {
        self.driver.bidi().await.expect("it speaks WebDriver BiDi")
    }

    /// The tabs that are the visitor's.
    pub(crate) async fn tabs(&self) -> Vec<WindowHandle> {
        let tabs = self.driver.windows().await.expect("tabs can be listed");
        tabs.into_iter().filter(|tab| self.visitor.is_none() || *tab != self.tab).collect()
    }
}

fn take(engine: Engine) -> Option<Browser> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    let index = idle.iter().position(|browser| browser.engine == engine)?;
    Some(idle.swap_remove(index))
}

/// Ends every browser that no visitor uses.
pub(crate) async fn close_browsers() {
    let idle = std::mem::take(&mut *IDLE.lock().unwrap_or_else(PoisonError::into_inner));
    for browser in idle {
        // One that has ended by itself can't be ended again.
        let _ = browser.driver.quit().await;
    }
}
