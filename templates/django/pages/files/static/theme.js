// Bootstrap's colours follow the visitor's light or dark mode. Loaded in the head, so that no page flashes.
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function followTheme() {
  document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
}

followTheme();
dark.addEventListener("change", followTheme);
