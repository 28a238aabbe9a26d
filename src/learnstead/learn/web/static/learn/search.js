// The search page without reloading: the next state is fetched as the page it is, and its parts take the place of these.
// Every state has an address, so that it can be shared, and everything works without this file.
(() => {
  "use strict";

  const form = document.querySelector("form[data-search]");
  const count = document.querySelector("[data-count]");
  if (!form || !count) return;

  const box = form.elements.namedItem("q");
  const region = (name, within = document) => within.querySelector(`[data-swap="${name}"]`);
  const results = region("results");
  let submitted = box.value;
  let asking = null;
  const state = () => location.pathname + location.search;
  let shown = state();

  document.documentElement.classList.add("with-script");

  // What the form asks for as an address, without what is empty.
  const address = () => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) asked.append(name, value);
    return `${form.action}?${asked}`;
  };

  // Which facets are open, what is looked for in them and where the keyboard is: none of it may jump.
  const remember = () => {
    const active = document.activeElement;
    return {
      open: new Map([...document.querySelectorAll("details")].map((one) => [one.dataset.facet || one.className, one.open])),
      finds: new Map([...document.querySelectorAll("[data-find]")].map((one) => [one.id, one.value])),
      scrolls: new Map([...document.querySelectorAll("[data-facet] .long")].map((one) => [one.closest("details").dataset.facet, one.scrollTop])),
      id: active?.id,
      name: active?.name,
      value: active?.value,
      inTabs: Boolean(active?.closest?.(".tabs")),
    };
  };
  const restore = (was) => {
    document.querySelectorAll("details").forEach((one) => {
      const open = was.open.get(one.dataset.facet || one.className);
      if (open !== undefined) one.open = open;
    });
    document.querySelectorAll("[data-find]").forEach((one) => {
      one.value = was.finds.get(one.id) || "";
      find(one);
    });
    document.querySelectorAll("[data-facet] .long").forEach((one) => {
      one.scrollTop = was.scrolls.get(one.closest("details").dataset.facet) || 0;
    });
    if (document.activeElement && document.activeElement !== document.body) return;
    const byValue = was.name && document.querySelector(`[name="${CSS.escape(was.name)}"][value="${CSS.escape(was.value)}"]`);
    const tab = was.inTabs && document.querySelector(".tabs [aria-current]");
    const again = (was.id && document.getElementById(was.id)) || byValue || tab;
    (again || document.getElementById("results-heading")).focus({ preventScroll: true });
  };

  const find = (input) => {
    const wanted = input.value.trim().toLowerCase();
    input.hidden = false;
    input.closest("fieldset").querySelectorAll("label.check").forEach((label) => {
      label.hidden = wanted !== "" && !label.textContent.toLowerCase().includes(wanted);
    });
  };

  const show = (page) => {
    const was = remember();
    for (const name of ["tabs", "facets", "results"]) region(name).replaceChildren(...region(name, page).childNodes);
    for (const name of ["mode", "sortby"]) document.getElementById(name).value = page.getElementById(name).value;
    box.value = submitted = page.getElementById("q").value;
    document.title = page.title;
    count.replaceChildren(...page.querySelector("[data-count]").childNodes);
    restore(was);
  };

  // Empties the count meanwhile, so that the same number is read out again.
  const go = async (to, { push = true, top = false } = {}) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    results.inert = true;
    count.textContent = "";
    try {
      const answer = await fetch(to, { signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!region("results", page)) throw new Error("another page");
      if (push) history.pushState(null, "", to);
      show(page);
      shown = state();
      if (top) document.getElementById("results-heading").focus();
      if (top) results.closest("section").scrollIntoView();
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(to);
    } finally {
      if (asking === mine) results.inert = false;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(address());
  });
  document.addEventListener("change", (event) => {
    if (event.target.form !== form || event.target === box || !event.target.name) return;
    box.value = submitted; // what was typed and never searched for does not sneak in
    go(address());
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-find]")) find(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.matches("[data-result]")) return opened();
    if (!link.matches("[data-state]") || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href, { top: Boolean(link.closest(".pagination")) });
  });
  // A link within the page also pops a state, and brings nothing new.
  addEventListener("popstate", () => {
    if (state() !== shown) go(location.href, { push: false });
  });
  document.querySelectorAll("[data-find]").forEach(find);

  // That a result was opened, once for each search, and nothing of who opened it.
  const told = new Set();
  const opened = () => {
    const { openedUrl, openedToken } = document.querySelector("[data-opened-token]")?.dataset || {};
    if (!openedToken || told.has(openedToken)) return;
    told.add(openedToken);
    navigator.sendBeacon(openedUrl, new URLSearchParams({ token: openedToken }));
  };
})();
