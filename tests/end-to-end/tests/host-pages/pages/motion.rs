//! Pages that scroll, slide and animate by script.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let with = |name, files: &[&str]| HostPage::new(name).libraries(files);
    vec![
        with("lenis", &["lenis/dist/lenis.css", "lenis/dist/lenis.min.js"]).script("new Lenis({ autoRaf: true })"),
        with("locomotive", &["locomotive-scroll/bundled/locomotive-scroll.min.js"]).script("new LocomotiveScroll()"),
        with("smoothscroll_polyfill", &["smoothscroll-polyfill/dist/smoothscroll.min.js"])
            .page(|page| page.script("window.__forceSmoothScrollPolyfill__ = true;")),
        HostPage::bare("iscroll")
            .libraries(&["iscroll/build/iscroll.js"])
            .body(r#"<div id="wrapper" style="height: 400px; overflow: hidden"><div><p>Lang</p><p style="height: 900px">Länger</p></div></div>"#)
            .script("new IScroll('#wrapper', { mouseWheel: true, click: true })"),
        HostPage::bare("fullpage")
            .libraries(&["fullpage.js/dist/fullpage.min.css", "fullpage.js/dist/fullpage.min.js"])
            .body(r#"<div id="fullpage"><div class="section"><p>Eins</p></div><div class="section"><p>Zwei</p></div></div>"#)
            .script("new fullpage('#fullpage', { licenseKey: 'gplv3-license', credits: { enabled: false } })")
            .ready("document.querySelector('html').classList.contains('fp-enabled')"),
        with("swiper", &["swiper/swiper-bundle.min.css", "swiper/swiper-bundle.min.js"])
            .body(r#"<div class="swiper"><div class="swiper-wrapper"><div class="swiper-slide">Eins</div><div class="swiper-slide">Zwei</div></div></div>"#)
            .script("new Swiper('.swiper', { loop: true, keyboard: { enabled: true } })"),
        with("aos", &["aos/dist/aos.css", "aos/dist/aos.js"])
            .body(r#"<p data-aos="fade-up">Kommt</p>"#)
            .script("AOS.init({ duration: 50 })"),
        with("gsap", &["gsap/dist/gsap.min.js"])
            .body(r#"<p id="moving">Bewegt</p>"#)
            .script("gsap.to('#moving', { x: 40, duration: 1, repeat: -1 })"),
        with("anime", &["animejs/lib/anime.min.js"])
            .body(r#"<p id="moving">Bewegt</p>"#)
            .script("anime({ targets: '#moving', translateX: 40, loop: true })"),
        with("popper", &["@popperjs/core/dist/umd/popper.min.js"])
            .body(r#"<p id="tip">Ein Hinweis</p>"#)
            .script("Popper.createPopper(document.querySelector('form button'), document.querySelector('#tip'))"),
    ]
}
