// A drawing in a frame of its own, or a table: what is clicked comes back as the node or edge, and nothing moves.
const listenTo = (holder, choose) => {
  const fromFrame = (event) => {
    const frame = holder.querySelector("iframe");
    if (frame && event.source === frame.contentWindow && typeof event.data?.chosen === "string") choose(event.data.chosen);
  };
  const fromTable = (event) => {
    const button = event.target.closest?.("[data-node]");
    if (!button) return;
    holder.querySelector(".chosen")?.classList.remove("chosen");
    button.classList.add("chosen");
    choose(button.dataset.node);
  };
  window.addEventListener("message", fromFrame);
  holder.addEventListener("click", fromTable);
  return () => {
    window.removeEventListener("message", fromFrame);
    holder.removeEventListener("click", fromTable);
  };
};

// As high as the drawing is in the room that there is; what is higher scrolls within the frame.
const fit = (holder, data) => {
  const frame = holder.querySelector("iframe");
  if (!frame || !frame.clientWidth || !data.wide) return;  // a table has no size of its own
  const [width, height] = frame.clientWidth < data.telephone ? data.narrow : data.wide;
  const natural = Math.ceil(height * Math.min(1.1, (frame.clientWidth - 4) / width)) + 16;
  frame.style.height = `${frame.clientWidth < data.telephone ? natural : Math.min(natural, data.height)}px`;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".drawing");
  if (holder.dataset.key !== data.key) {
    holder.dataset.key = data.key;
    if (data.table) holder.innerHTML = data.table;
    else {
      const frame = document.createElement("iframe");
      frame.title = "关系图";
      frame.sandbox = "allow-scripts";
      frame.srcdoc = data.page;
      holder.replaceChildren(frame);
    }
  }
  holder.style.maxHeight = data.table ? `${data.height}px` : "";
  holder.classList.toggle("table", Boolean(data.table));
  const watch = new ResizeObserver(() => fit(holder, data));
  watch.observe(holder);
  fit(holder, data);
  const stop = listenTo(holder, (chosen) => {
    setTriggerValue("chosen", chosen);
    // On a telephone what was clicked is shown below the drawing.
    if (holder.clientWidth < data.telephone)
      setTimeout(() => document.querySelector(".st-key-node-list")?.scrollIntoView({ behavior: "smooth" }), 400);
  });
  return () => { watch.disconnect(); stop(); };
}
