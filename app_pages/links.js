// A link within the app changes the address as going back does: the session stays, and nothing is loaded anew.
const LINKS = "[data-testid=stHtml] a, a[data-testid=stTopNavLink]";
// What is chosen once for all pages.
const KEPT = ["place", "year"];

function addressOf(link) {
  const address = new URL(link.href);
  const said = new URLSearchParams(location.search);
  if (link.dataset.testid)
    for (const key of KEPT) if (said.has(key)) address.searchParams.set(key, said.get(key));
  return address;
}

export default function () {
  if (document.documentElement.dataset.links) return;
  document.documentElement.dataset.links = "yes";
  // Before Streamlit: it would put the page without its choices between the two.
  const follow = (event) => {
    const link = event.target.closest?.(LINKS);
    if (!link || link.origin !== location.origin || event.defaultPrevented) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState({}, "", addressOf(link));
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  };
  document.addEventListener("click", follow, { capture: true });
}
