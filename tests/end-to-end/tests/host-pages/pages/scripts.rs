//! Pages whose scripts change what every script relies on.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let with = |name, files: &[&str]| HostPage::new(name).libraries(files);
    let meddling = |name, code| HostPage::new(name).page(|page| page.script(code));
    vec![
        with("jquery", &["jquery/dist/jquery.min.js"]).script("jQuery(() => jQuery('p').addClass('seen'))"),
        with("mootools", &["mootools/lib/mootools-core-1.5.2-server.js"]),
        with("underscore", &["underscore/underscore-umd-min.js"]),
        with("lodash", &["lodash/lodash.min.js"]),
        with("sugar", &["sugar/dist/sugar.min.js"]).script("Sugar.extend({ objectPrototype: true })"),
        with("core_js", &["core-js-bundle/minified.js"]),
        with("es5_shim", &["es5-shim/es5-shim.min.js", "es5-shim/es5-sham.min.js"]),
        with("web_components_polyfill", &["@webcomponents/webcomponentsjs/webcomponents-bundle.js"]),
        with("web_animations_polyfill", &["web-animations-js/web-animations.min.js"]),
        with("dompurify", &["dompurify/dist/purify.min.js"])
            .script("document.body.insertAdjacentHTML('beforeend', DOMPurify.sanitize('<p>Rein</p>'))"),
        with("zone", &["zone.js/bundles/zone.umd.js"]),
        with("requirejs", &["requirejs/require.js"]).script("define('a', [], () => 1)"),
        with("fastclick", &["fastclick/lib/fastclick.js"]).script("FastClick.attach(document.body)"),
        with("hammer", &["hammerjs/hammer.min.js"])
            .script("new Hammer(document.body, { touchAction: 'none' }).get('swipe').set({ direction: Hammer.DIRECTION_ALL })"),
        meddling(
            "prototypes_frozen",
            "for (const kind of [Object, Array, Function, String, Promise, Map, Element, Event]) Object.freeze(kind.prototype);",
        ),
        meddling(
            "additions_that_are_enumerable",
            "Array.prototype.each = Array.prototype.forEach;
             Array.prototype.contains = Array.prototype.includes;
             Object.prototype.isThere = function () { return true; };
             String.prototype.capitalize = function () { return this; };
             Function.prototype.defer = function () { return setTimeout(this, 1); };",
        ),
        meddling(
            "methods_replaced_as_long_ago",
            "Array.from = (list) => { const all = []; for (let index = 0; index < list.length; index += 1) all.push(list[index]); return all; };
             Array.prototype.find = function (fits) { return this.filter((item) => fits(item))[0]; };
             Array.prototype.toJSON = function () { return this.slice(); };
             String.prototype.toJSON = function () { return String(this); };
             Object.keys = (object) => { const keys = []; for (const key in object) keys.push(key); return keys; };
             Element.prototype.remove = function () { this.parentNode && this.parentNode.removeChild(this); return this; };
             Element.prototype.hide = function () { this.style.display = 'none'; };",
        ),
        meddling(
            "own_url_and_map",
            "window.URL = function URL(address) { this.address = address; };
             window.Map = function Map(place) { this.place = place; };",
        ),
        meddling("own_event", "window.Event = function Event(name) { this.name = name; };"),
        meddling(
            "fetch_wrapped",
            "const { fetch } = window;
             window.fetch = async (address, options = {}) => {
               if (typeof address !== 'string' && !(address instanceof URL)) address = address.url;
               return fetch(address, { ...options, headers: { ...options.headers } });
             };
             const { setTimeout } = window;
             window.setTimeout = (task, wait, ...values) => setTimeout((...given) => task(...given), wait, ...values);",
        ),
        meddling(
            "own_promise",
            "const { Promise } = window;
             window.Promise = class extends Promise { constructor(run) { super(run); } };
             window.Promise.allSettled = undefined;",
        ),
        meddling(
            "own_observers_and_idle",
            "window.requestIdleCallback = (task) => setTimeout(task, 1);
             window.queueMicrotask = (task) => { Promise.resolve().then(task); };
             window.structuredClone = (value) => JSON.parse(JSON.stringify(value));",
        ),
        meddling("storage_full", "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"),
        meddling(
            "every_event_prevented",
            "for (const name of ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'touchend', 'input', 'beforeinput', 'change', 'submit', 'focusin', 'focusout', 'contextmenu', 'selectstart', 'dragstart', 'wheel'])
               document.addEventListener(name, (event) => event.preventDefault(), { passive: false });",
        ),
        meddling(
            "shortcuts",
            "document.addEventListener('keydown', (event) => {
               if (event.target.closest('input, textarea, select')) return;
               if (event.key !== 'Tab' && event.key !== 'Enter') event.preventDefault();
             });",
        ),
        meddling(
            "shortcuts_caught_early",
            "window.addEventListener('keydown', (event) => {
               if (event.target.closest('input, textarea, select')) return;
               if (['s', '/', '?'].includes(event.key)) event.preventDefault();
             }, true);",
        ),
        meddling(
            "foreign_attributes",
            "new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
               if (node.nodeType !== 1) return;
               node.setAttribute('data-extension', 'on');
               node.setAttribute('class', 'seen');
               node.setAttribute('style', 'opacity: 0.9');
             }))).observe(document.documentElement, { childList: true, subtree: true });",
        ),
    ]
}
