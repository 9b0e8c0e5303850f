// A form that was opened by a key is ready to be typed into, once.
export default function ({ data, parentElement }) {
  const seen = (parentElement.host ?? parentElement).dataset;
  if (seen.shown === data.key) return;
  seen.shown = data.key;
  const enter = (tries) => {
    const box = document.querySelector(`.st-key-${data.box} :is(input, textarea)`);
    if (box) box.focus();
    else if (tries) setTimeout(enter, 50, tries - 1);
  };
  enter(40);
}
