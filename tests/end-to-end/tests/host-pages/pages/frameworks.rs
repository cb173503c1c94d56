//! Pages that a framework renders, with the survey among what it renders.

use crate::page::HostPage;

/// The survey in the page that a framework renders into.
const PLACE: &str = r#"<div id="app"></div>"#;

pub(crate) fn pages() -> Vec<HostPage> {
    let rendered = |name, files: &[&str], code| HostPage::new(name).libraries(files).body(PLACE).survey().script(code);
    let there = "Boolean(document.querySelector('#app askwell-survey'))";
    let marked_up = |name, files: &[&str], markup: &str| HostPage::new(name).libraries(files).body(markup).survey();
    let registered = |name, around: &str| {
        HostPage::new(name)
            .libraries(&["react/umd/react.development.js", "react-dom/umd/react-dom.development.js"])
            .body(PLACE)
            .loads_alone()
            .script(&format!(
                "const App = () => {{
                   React.useEffect(() => {{
                     (window.askwell ||= []).push(['init', {{ endpoint: '{{endpoint}}', delay: 0 }}]);
                   }}, []);
                   return React.createElement('p', null, 'Von React');
                 }};
                 ReactDOM.createRoot(document.querySelector('#app'))
                   .render(React.createElement({around}, null, React.createElement(App)));"
            ))
    };
    vec![
        registered("react_effect", "React.Fragment"),
        registered("react_strict_mode", "React.StrictMode"),
        rendered(
            "react",
            &["react/umd/react.development.js", "react-dom/umd/react-dom.development.js"],
            "const survey = React.createElement('askwell-survey', { survey: 'inline', product: 'Linde' });
             ReactDOM.createRoot(document.querySelector('#app'))
               .render(React.createElement(React.StrictMode, null, React.createElement('section', null, survey)));",
        )
        .ready(there),
        rendered(
            "preact",
            &["preact/dist/preact.umd.js"],
            "preact.render(preact.h('askwell-survey', { survey: 'inline', product: 'Linde' }), document.querySelector('#app'))",
        ),
        rendered(
            "vue",
            &["vue/dist/vue.global.prod.js"],
            "const app = Vue.createApp({ data: () => ({ product: 'Linde' }), template: '<askwell-survey survey=\"inline\" :product=\"product\"></askwell-survey>' });
             app.config.compilerOptions.isCustomElement = (name) => name.startsWith('askwell-');
             app.mount('#app');",
        ),
        rendered(
            "svelte",
            &["svelte/compiler.js"],
            "const { js } = svelte.compile('<section><askwell-survey survey=\"inline\" product=\"Linde\"></askwell-survey></section>', { sveltePath: 'svelte' });
             const code = js.code.replaceAll('\"svelte/internal\"', `'${location.origin}/libraries/svelte/internal/index.mjs'`);
             import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))
               .then(({ default: App }) => new App({ target: document.querySelector('#app') }));",
        )
        .ready(there),
        rendered(
            "angular",
            &[
                "zone.js/bundles/zone.umd.js",
                "rxjs/bundles/rxjs.umd.min.js",
                "@angular/core/bundles/core.umd.js",
                "@angular/common/bundles/common.umd.js",
                "@angular/compiler/bundles/compiler.umd.js",
                "@angular/platform-browser/bundles/platform-browser.umd.js",
                "@angular/platform-browser-dynamic/bundles/platform-browser-dynamic.umd.js",
            ],
            "class Page {}
             Page.annotations = [new ng.core.Component({ selector: '#app', template: '<askwell-survey survey=\"inline\" product=\"Linde\"></askwell-survey>' })];
             class Module {}
             Module.annotations = [new ng.core.NgModule({
               imports: [ng.platformBrowser.BrowserModule], declarations: [Page], bootstrap: [Page], schemas: [ng.core.CUSTOM_ELEMENTS_SCHEMA],
             })];
             ng.core.enableProdMode();
             ng.platformBrowserDynamic.platformBrowserDynamic().bootstrapModule(Module);",
        )
        .ready(there),
        rendered(
            "mithril",
            &["mithril/mithril.min.js"],
            "m.mount(document.querySelector('#app'), { view: () => m('askwell-survey', { survey: 'inline', product: 'Linde' }) })",
        )
        .ready(there),
        rendered(
            "backbone",
            &["underscore/underscore-umd-min.js", "jquery/dist/jquery.min.js", "backbone/backbone-min.js"],
            "const View = Backbone.View.extend({ render() { this.$el.html('<askwell-survey survey=\"inline\" product=\"Linde\"></askwell-survey>'); } });
             new View({ el: '#app' }).render();",
        ),
        HostPage::new("lit")
            .head(
                r#"<script type="importmap">{ "imports": {
                    "lit": "/libraries/lit/index.js",
                    "lit-html": "/libraries/lit-html/lit-html.js",
                    "lit-html/": "/libraries/lit-html/",
                    "lit-element/": "/libraries/lit-element/",
                    "@lit/reactive-element": "/libraries/@lit/reactive-element/reactive-element.js"
                } }</script>"#,
            )
            .survey()
            .body(
                r#"<section id="app"><own-page></own-page></section><script type="module">
                    import { LitElement, html } from "lit";
                    customElements.define("own-page", class extends LitElement {
                      createRenderRoot() { return this; }
                      render() { return html`<askwell-survey survey="inline" product="Linde"></askwell-survey>`; }
                    });
                </script>"#,
            )
            .ready(there),
        marked_up(
            "alpine",
            &[],
            r#"<script defer src="/libraries/alpinejs/dist/cdn.min.js"></script><div id="app" x-data="{ open: true }"><template x-if="open"><askwell-survey survey="inline" product="Linde"></askwell-survey></template></div>"#,
        )
        .ready(there),
        marked_up(
            "petite_vue",
            &["petite-vue/dist/petite-vue.iife.js"],
            r#"<div id="app" v-scope="{ product: 'Linde', open: true }"><div v-if="open"><askwell-survey survey="inline" :product="product"></askwell-survey></div></div>"#,
        )
        .script("PetiteVue.createApp().mount()"),
        marked_up(
            "angularjs",
            &["angular/angular.min.js"],
            r#"<div id="app" ng-app="" ng-init="product = 'Linde'; open = true"><div ng-if="open"><askwell-survey survey="inline" product="{{product}}"></askwell-survey></div></div>"#,
        )
        .ready(there),
        marked_up(
            "knockout",
            &["knockout/build/output/knockout-latest.js"],
            r#"<div id="app" data-bind="if: open"><askwell-survey survey="inline" data-bind="attr: { product: product }"></askwell-survey></div>"#,
        )
        .script("ko.applyBindings({ open: ko.observable(true), product: 'Linde' })"),
        marked_up("stimulus", &["@hotwired/stimulus/dist/stimulus.umd.js"], r#"<div id="app" data-controller="survey"></div>"#)
            .script(
                "Stimulus.Application.start().register('survey', class extends Stimulus.Controller {
                   connect() { this.element.innerHTML = '<askwell-survey survey=\"inline\" product=\"Linde\"></askwell-survey>'; }
                 })",
            )
            .ready(there),
        rendered(
            "jquery_html",
            &["jquery/dist/jquery.min.js"],
            "jQuery('#app').html('<askwell-survey survey=\"inline\" product=\"Linde\"></askwell-survey>').hide().show()",
        ),
    ]
}
