// A link within the app changes the address as going back does: the session stays, and nothing is loaded anew.
// Enter on what has the keyboard is that thing's own: no shortcut of the page (确认无误) takes it.
// In a list whose rows open a task beside it a click anywhere in a row counts, and Escape closes what is open.
const PANEL = ".st-key-panel", ROWS = "table.opens tbody tr", NARROW = 640;

// The keyboard goes on where the eyes do: in what was opened, and back in the row it was opened from. On a narrow screen
// what is open stands in the place of the list.
function focusOn(selector, tries = 50) {
  const found = document.querySelector(selector);
  if (found) {
    if (!found.matches("a")) found.tabIndex = -1;
    found.focus({ preventScroll: true });
    if (innerWidth <= NARROW) found.scrollIntoView({ block: found.matches("a") ? "center" : "start" });
  } else if (tries) setTimeout(() => focusOn(selector, tries - 1), 100);
}

// What is made anew while the list comes back loses the keyboard: it is given back for a while, unless it is elsewhere.
function stayOn(selector, tries = 30) {
  if (document.activeElement === document.body) focusOn(selector, 0);
  if (tries) setTimeout(() => stayOn(selector, tries - 1), 100);
}

// The list is another beside what is open, and comes back when the page has run: its row stays in sight.
function keepInSight(tries = 50) {
  const row = document.querySelector("tr[aria-current]");
  if (row && !document.querySelector('[data-test-script-state="running"]')) row.scrollIntoView({ block: "nearest" });
  else if (tries) setTimeout(keepInSight, 100, tries - 1);
}

function follow(link) {
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
}

function close(link) {
  const open = new URL(location.href).searchParams.get("open");
  follow(link);
  const last = open.split("/").pop();
  setTimeout(() => stayOn(`${ROWS} a[href*="${CSS.escape(last)}"]`), 300);
}

export default function () {
  if (document.documentElement.dataset.links) return;
  document.documentElement.dataset.links = "yes";
  if (new URL(location.href).searchParams.has("open")) keepInSight();
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const row = event.target.closest?.(ROWS);
    // Words that are marked in a row are to be copied.
    const chosen = row && !String(getSelection()) ? row.querySelector("a") : null;
    const link = event.target.closest?.("[data-testid=stHtml] a") ?? chosen;
    if (!link || link.origin !== location.origin || event.defaultPrevented) return;
    event.preventDefault();
    if (link.matches(".close")) return close(link);
    follow(link);
    if (row?.contains(link) && new URL(link.href).searchParams.has("open")) {
      focusOn(PANEL);
      setTimeout(keepInSight, 700);
    }
    // Another page begins at its top; a list in another order stays where it is.
    else if (!link.closest("thead")) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest?.("a, button, summary")) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    const link = event.key === "Escape" && document.querySelector(`${PANEL} a.close`);
    if (link && !event.defaultPrevented) close(link);
  });
}
