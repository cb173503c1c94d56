//! Contrast as it is rendered. axe can't tell it of what is in the top layer.

/// Texts of less than 4.5:1, or 3:1 where they are large, with the ratio. What is disabled may be fainter.
pub(super) const FAINT: &str = "((context) => {
    const parse = (color) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
        return { rgb: [red, green, blue], alpha: alpha / 255 };
    };
    const over = (front, back) => front.rgb.map((value, index) => value * front.alpha + back[index] * (1 - front.alpha));
    const parent = (element) => element.parentElement ?? element.getRootNode().host;
    const behind = (element) => {
        if (!element) return parse('canvas').rgb;
        const own = parse(getComputedStyle(element).backgroundColor);
        return own.alpha === 1 ? own.rgb : over(own, behind(parent(element)));
    };
    const luminance = (rgb) => {
        const [red, green, blue] = rgb.map((value) => value / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const has = (element) => element.matches('input:not([type=radio], [type=checkbox]), textarea, select')
        || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return [...root.querySelectorAll('.card *')].filter((element) => has(element) && !element.matches(':disabled')
            && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.offsetWidth > 1)
        .flatMap((element) => element.placeholder ? [[element], [element, '::placeholder']] : [[element]])
        .map(([element, pseudo]) => {
            const { color, fontSize, fontWeight } = getComputedStyle(element, pseudo);
            const back = behind(element);
            const [dark, light] = [luminance(over(parse(color), back)), luminance(back)].sort((one, other) => one - other);
            const size = parseFloat(fontSize);
            const enough = size >= 24 || size >= 18.66 && fontWeight >= 700 ? 3 : 4.5;
            return [(light + 0.05) / (dark + 0.05), enough, element, pseudo];
        })
        .filter(([ratio, enough]) => ratio < enough)
        .map(([ratio, , element, pseudo]) => `${ratio.toFixed(2)} ${element.outerHTML.slice(0, 90)}${pseudo ?? ''}`);
})(new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true }))";
