// Runs before anything is painted, so that a dark page never flashes light. Not a module: modules wait for the document.
(() => {
  const KEY = "sebastian.theme";
  const system = matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const chosen = localStorage.getItem(KEY);
    const theme = chosen ?? (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    const paper = theme === "dark" ? "#161513" : "#f8f6f1";
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", paper);
  };

  system.addEventListener("change", apply);
  apply();

  window.theme = {
    /** The theme that was chosen, or "auto". */
    chosen: () => localStorage.getItem(KEY) ?? "auto",
    /** Keep a choice: "light", "dark", or "auto" to follow the system. */
    choose(theme) {
      if (theme === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
      apply();
    },
  };
})();
