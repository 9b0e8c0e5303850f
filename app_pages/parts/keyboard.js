// The keyboard stays where it was. Streamlit takes away what a run of the page leaves out, and a button that makes a file
// is off for a while: what had the keyboard gets it back, or what has come in its place. Where that is gone for good, or
// another page has come, the page's heading gets it, in 校对 that of what is settled next: Tab goes on from there.
const PRESSED = "a, button, summary, [role=tab]";
// Those say themselves where the keyboard goes (links.js).
const OTHERS = "a.close, table.opens tbody a";
const NEXT = "h2.item", HEADING = "[data-testid=stMain] h1";
const EVERY = 150, PATIENCE = 10000;
let turn = 0;

const nameOf = (element) =>
  (element.getAttribute("aria-label") || element.title || element.labels?.[0]?.innerText || element.innerText || "").trim();

const isThere = (element) => element.isConnected && element.getClientRects().length > 0;

// The one thing of its kind and name that the page has now.
function again(pressed) {
  const same = [...document.querySelectorAll(pressed.tag)].filter((one) => isThere(one) && nameOf(one) === pressed.name);
  return same.length === 1 ? same[0] : same.find((one) => pressed.href && one.href === pressed.href);
}

function heading(pressed) {
  const found = document.querySelector(NEXT) ?? (pressed && document.querySelector(HEADING));
  if (found) found.tabIndex = -1;
  return found;
}

function placeOf(pressed) {
  if (!pressed || location.pathname !== pressed.path) return heading(pressed);
  return (isThere(pressed.element) ? pressed.element : again(pressed)) ?? heading(pressed);
}

function keep(element) {
  const mine = ++turn;
  const pressed = element && {
    element, tag: element.tagName, name: nameOf(element), href: element.href, path: location.pathname,
  };
  let until = Date.now() + PATIENCE, given = null;
  const look = () => {
    const at = document.activeElement;
    // The reader has gone elsewhere.
    if (mine !== turn || ![document.body, pressed?.element, given].includes(at)) return;
    if (document.querySelector("[data-test-script-state=running]")) until = Date.now() + PATIENCE;
    else if (at === document.body) {
      const place = placeOf(pressed);
      if (place && !place.disabled) (given = place).focus({ preventScroll: true });
      else if (place) until = Date.now() + PATIENCE;
    }
    if (Date.now() < until) setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}

export default function () {
  if (document.documentElement.dataset.keyboard) return;
  document.documentElement.dataset.keyboard = "yes";
  document.addEventListener("pointerdown", () => { turn += 1; }, true);
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.(PRESSED);
    if (pressed && !pressed.matches(OTHERS) && !event.target.closest("tr:has(a[href*='open='])")) keep(pressed);
  }, true);
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    // Escape closes a task beside its list: links.js says where the keyboard goes then.
    const closes = event.key === "Escape" && document.querySelector("a.close");
    if (event.key === "Tab" || closes) turn += 1;
    else if (at === document.body || at.matches(NEXT)) keep(null);
    else if (at.matches("input, textarea") && (event.key === "Enter" || event.key === "Escape")) keep(at);
    else if (!at.matches(`input, textarea, ${PRESSED}`) || (at.matches(PRESSED) && event.key.length === 1 && event.key !== " "))
      keep(at.matches(OTHERS) ? null : at);
  }, true);
}
