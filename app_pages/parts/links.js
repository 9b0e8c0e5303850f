// A link within the app changes the address as going back does: the session stays, and nothing is loaded anew.
export default function () {
  if (document.documentElement.dataset.links) return;
  document.documentElement.dataset.links = "yes";
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-testid=stHtml] a");
    if (!link || link.origin !== location.origin || event.defaultPrevented) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });
}
