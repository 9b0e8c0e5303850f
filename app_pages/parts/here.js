// What an address points at is brought into view, once: a run of the page later does not take the reader back.
export default function ({ data, parentElement }) {
  const seen = (parentElement.host ?? parentElement).dataset;
  if (seen.shown === data.key) return;
  seen.shown = data.key;
  const show = (tries) => {
    const found = document.querySelector(".beside .here");
    if (found) found.scrollIntoView({ block: "center" });
    else if (tries) setTimeout(show, 100, tries - 1);
  };
  show(50);
}
