// Watches a build: asks for the part of the page that changes until nothing changes any more.
const INTERVAL = 700;

async function watch() {
  const shown = document.querySelector("[data-build-progress][data-active]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Part": "progress" }, cache: "no-store" });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-build-progress]");
      if (fresh && !fresh.hasAttribute("data-active")) {
        location.reload();
        return;
      }
      if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
    }
  } catch {
    // The server is away for a moment; ask again.
  }
  setTimeout(watch, INTERVAL);
}

setTimeout(watch, INTERVAL);
