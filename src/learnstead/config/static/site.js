// What a page of the apps can do beyond links and forms. Everything works without this file.
(() => {
  "use strict";

  const root = document.documentElement;
  const KEY = "appearance"; // the pages of courses use the same one

  const remembered = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // storage may be forbidden
  };
  const remember = (theme) => {
    try { localStorage.setItem(KEY, theme); } catch { /* then it lasts for this page only */ }
  };
  const isDark = () =>
    (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  const theme = remembered();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  const startThemeSwitch = (button) => {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
    });
  };

  // Search as you type: the answers are plain links under the box; Enter still submits the form.
  const startSuggestions = (input) => {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("aria-label", "Suggestions");
    input.form.append(list);
    let timer = 0;
    let asking = null;

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map(({ title, url }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = url;
        link.textContent = title;
        item.append(link);
        return item;
      }));
      list.hidden = suggestions.length === 0;
    };
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const query = input.value.trim();
      if (query.length < 2) return show([]);
      try {
        const address = `${input.dataset.suggest}?q=${encodeURIComponent(query)}`;
        const answer = await fetch(address, { signal: asking.signal });
        if (answer.ok) show((await answer.json()).suggestions);
      } catch { /* a newer question or no network: the form still works */ }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    input.form.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") { show([]); input.focus(); }
      if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
      if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (links[at - 1] || input).focus(); }
    });
    input.form.addEventListener("focusout", (event) => {
      if (!input.form.contains(event.relatedTarget)) list.hidden = true;
    });
  };

  // A picture that is not there leaves no hole. Errors of images do not bubble, hence the capture.
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("img[data-hide-when-broken]")) event.target.hidden = true;
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    if (matchMedia("(max-width: 52rem)").matches) {
      document.querySelectorAll("details[data-closed-on-phones]").forEach((details) => { details.open = false; });
    }
    document.querySelectorAll("[data-theme-switch]").forEach(startThemeSwitch);
    document.querySelectorAll("input[data-suggest]").forEach(startSuggestions);
    document.querySelectorAll("form[data-submit-on-change]").forEach((form) => {
      form.addEventListener("change", () => form.requestSubmit());
    });
  });
})();
