// Light or dark: as the system says, until the visitor chooses. Loaded in <head>, before the page is drawn.
const root = document.documentElement;
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
  const system = systemIsDark.matches ? "dark" : "light";
  root.dataset.bsTheme = localStorage.getItem("theme") || system;
}

showTheme();
systemIsDark.addEventListener("change", showTheme);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) {
    localStorage.setItem("theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    showTheme();
  }
});
