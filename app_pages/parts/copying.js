// A button that copies a text, or the page's address; then it says so.
const COPIED = "已复制";

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A page that is not of this machine and not under https has no clipboard.
  const box = document.createElement("textarea");
  box.value = text;
  document.body.appendChild(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

export default function ({ data, parentElement }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.style = "font: inherit; font-size: .875rem; color: #1f2a36; background: #fff; border: 1px solid #aeb6bf;" +
      "border-radius: .5rem; padding: .35rem .75rem; cursor: pointer; white-space: nowrap";
    button.setAttribute("aria-live", "polite");
    parentElement.appendChild(button);
  }
  button.textContent = data.label;
  button.onclick = async () => {
    await copy(data.text || location.href);
    button.textContent = COPIED;
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
