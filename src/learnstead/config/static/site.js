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

  // Search as you type: a combobox whose options are pages; Enter without a choice still submits the form.
  let comboboxes = 0;
  const startSuggestions = (input) => {
    const name = `suggestions-${++comboboxes}`;
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = name;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    input.form.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", name);
    let timer = 0;
    let asking = null;
    let at = -1;

    const choose = (place) => {
      at = place;
      [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map(({ title, url }, i) => {
        const option = document.createElement("li");
        option.id = `${name}-${i}`;
        option.setAttribute("role", "option");
        option.dataset.url = url;
        option.textContent = title;
        return option;
      }));
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      choose(-1);
    };
    const stop = () => {
      clearTimeout(timer);
      asking?.abort();
      show([]);
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
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") choose(at >= last ? -1 : at + 1);
      else if (event.key === "ArrowUp") choose(at < 0 ? last : at - 1);
      else if (event.key === "Escape") stop();
      else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.url);
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the keyboard
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-url]");
      if (option) location.assign(option.dataset.url);
    });
    input.addEventListener("blur", stop);
    input.form.addEventListener("submit", stop);
  };

  // A picture that is not there leaves no hole. Errors of images do not bubble, hence the capture.
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("img[data-hide-when-broken]")) event.target.hidden = true;
  }, true);

  // Folded while the page is still being read: done afterwards, everything below would jump.
  if (matchMedia("(max-width: 52rem)").matches) {
    const fold = () => document.querySelectorAll("details[data-closed-on-phones]").forEach((details) => {
      delete details.dataset.closedOnPhones;
      details.open = false;
    });
    const reading = new MutationObserver(fold);
    reading.observe(root, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => { fold(); reading.disconnect(); });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-switch]").forEach(startThemeSwitch);
    document.querySelectorAll("input[data-suggest]").forEach(startSuggestions);
    document.querySelectorAll("form[data-submit-on-change]").forEach((form) => {
      form.addEventListener("change", () => form.requestSubmit());
    });
  });
})();
