// Going back leads to the place of a page that was left; what a link opens begins at its top (links.js).
const left = new Map();
const LOOKS = 100, STEADY = 15, BETWEEN = 100;
const main = () => document.querySelector("[data-testid=stMain]");

// One address is written in several ways, and is one place.
function key() {
  return location.pathname + JSON.stringify([...new URLSearchParams(location.search)].sort());
}

// The list comes back in steps: the place is held until it stays, or until the reader goes elsewhere.
function bringTo(top) {
  let looks = LOOKS, steady = 0;
  const given = new AbortController();
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(name, () => given.abort(), { signal: given.signal, capture: true, passive: true });
  const look = () => {
    const page = main();
    if (given.signal.aborted || !page || !looks-- || steady === STEADY) return given.abort();
    const running = document.querySelector('[data-test-script-state="running"]');
    steady = !running && Math.abs(page.scrollTop - top) < 2 ? steady + 1 : 0;
    page.scrollTop = top;
    setTimeout(look, BETWEEN);
  };
  look();
}

export default function () {
  if (document.documentElement.dataset.places) return;
  document.documentElement.dataset.places = "yes";
  // Pages are left by what is clicked, and Streamlit may have scrolled before it changes the address.
  addEventListener("click", (event) => event.isTrusted && left.set(key(), main()?.scrollTop ?? 0), true);
  // One touch is one step back: Streamlit goes to a page, and then to it with a choice of the page before.
  let stepped = false;
  for (const name of ["pointerdown", "click", "keydown", "popstate"])
    addEventListener(name, (event) => { stepped &&= !event.isTrusted; }, true);
  const push = history.pushState;
  history.pushState = function (...to) {
    (stepped ? history.replaceState : push).apply(this, to);
    stepped = true;
  };
  addEventListener("popstate", (event) => {
    // links.js sends one of its own to open a page.
    if (event.isTrusted) bringTo(left.get(key()) ?? 0);
  });
}
