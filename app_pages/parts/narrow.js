// A narrow screen: its menu lies over the page, and is closed but while a page is chosen; what is folded opens.
const MENU = "[data-testid=stSidebar][data-collapsed=false]", NARROW = "(max-width: 768px)";

const isOpen = () => matchMedia(NARROW).matches && document.querySelector(MENU);

function closeMenu() {
  if (isOpen()) document.querySelector(`${MENU} [data-testid=stSidebarCollapseButton] button`)?.click();
}

// Streamlit opens the menu as it was left, also after this runs; what the reader touches is no longer the beginning.
function closeAtFirst(looks = 30) {
  let touched = false;
  addEventListener("pointerdown", () => { touched = true; }, { once: true, capture: true });
  const look = () => {
    if (touched || !looks--) return;
    closeMenu();
    setTimeout(look, 100);
  };
  look();
}

function unfold(button) {
  const open = button.parentElement.classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
}

export default function () {
  if (document.documentElement.dataset.narrow) return;
  document.documentElement.dataset.narrow = "yes";
  closeAtFirst();
  let beside = false;
  const at = (event, selector) => event.composedPath().find((element) => element.matches?.(selector));
  // Streamlit closes the menu as soon as the page beside it is touched; what lies below is not meant.
  addEventListener("pointerdown", (event) => {
    beside = isOpen() && !at(event, `${MENU}, [data-testid=stHeader]`);
  }, true);
  addEventListener("click", (event) => {
    const button = at(event, ".folds > .fold");
    if (button) unfold(button);
    if (at(event, `${MENU} a`)) setTimeout(closeMenu);
    if (!beside) return;
    beside = false;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}
