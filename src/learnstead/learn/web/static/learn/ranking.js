// The preview of the ranking follows the sliders. Without this file, its button does.
(() => {
  "use strict";

  const form = document.querySelector("form[data-ranking]");
  const parts = (page) => [...page.querySelectorAll("[data-swap]")];
  if (!form) return;
  let timer = 0;
  let asking = null;

  const follow = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const asked = new URLSearchParams(new FormData(form));
    asked.delete("csrfmiddlewaretoken");
    const address = `${location.pathname}?${asked}`;
    try {
      const answer = await fetch(address, { signal: mine.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const coming = parts(page);
      parts(document).forEach((part, i) => part.replaceChildren(...coming[i].childNodes));
      history.replaceState(null, "", address);
    } catch { /* a newer question or no network: the button still works */ }
  };
  form.addEventListener("input", (event) => {
    const output = event.target.closest(".field")?.querySelector("output");
    if (output) output.value = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(follow, 150);
  });
})();
