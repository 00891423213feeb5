// Says what does not fit on a page as it stands in its window: what is out of sight, cut off or in
// the way of something else. What may be scrolled, and what is meant for ears only, is left out.
() => {
  const root = document.documentElement;
  const wrong = new Set();
  const style = new Map();
  const styled = (one) => style.get(one) ?? style.set(one, getComputedStyle(one)).get(one);
  const above = (one, test) => {
    for (let each = one; each; each = each.parentElement) if (test(each, styled(each))) return true;
    return false;
  };
  const called = (one) => {
    const kind = one.classList.length ? `.${[...one.classList].join(".")}` : "";
    return `<${one.localName}${kind}> “${(one.innerText ?? "").trim().slice(0, 40)}”`;
  };
  const forEars = (_one, css) => css.clipPath !== "none" || css.clip !== "auto" || css.opacity === "0";
  const scrolled = (one, css) => /auto|scroll/.test(css.overflowX) && one.scrollWidth > one.clientWidth;
  const floats = (_one, css) => css.position === "fixed" || css.position === "sticky";

  const sideways = root.scrollWidth - root.clientWidth;
  if (sideways > 0) wrong.add(`scrolls sideways by ${sideways}`);
  const pressed = [];
  for (const one of document.body.querySelectorAll("*")) {
    if (!one.checkVisibility({ visibilityProperty: true }) || above(one, forEars)) continue;
    const box = one.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const css = styled(one);
    const says = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (box.right > root.clientWidth + 1 && !above(one, scrolled)) wrong.add(`out of sight: ${called(one)}`);
    const cut = (overflow, whole, seen) => says && /hidden|clip/.test(overflow) && whole > seen + 2;
    if (cut(css.overflowX, one.scrollWidth, one.clientWidth) && css.textOverflow !== "ellipsis") {
      wrong.add(`cut off: ${called(one)}`);
    }
    if (cut(css.overflowY, one.scrollHeight, one.clientHeight) && css.webkitLineClamp === "none") {
      wrong.add(`cut off below: ${called(one)}`);
    }
    const use = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    if (one.matches(use) && !above(one, floats)) pressed.push([one, box]);
  }
  pressed.forEach(([one, box], index) => {
    for (const [other, space] of pressed.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const wide = Math.min(box.right, space.right) - Math.max(box.left, space.left);
      const high = Math.min(box.bottom, space.bottom) - Math.max(box.top, space.top);
      if (wide > 3 && high > 3) wrong.add(`in each other's way: ${called(one)} and ${called(other)}`);
    }
  });
  return [...wrong].slice(0, 8);
}
