"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const root = document.documentElement;

  // Colours: the system's choice until the button says otherwise.
  const theme = one("theme");
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const keep = (value) => { try { localStorage.setItem("seaworthy-theme", value); } catch { /* a file may not */ } };
  try {
    const kept = localStorage.getItem("seaworthy-theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch { /* a file may not */ }
  const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep(root.dataset.theme);
    nameTheme();
  });
  nameTheme();
  theme.hidden = false;
})();
