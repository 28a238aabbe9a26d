// Keeps telling how the videos of a collection stand while some are worked on; ticks and scrolling stay as they are.
const list = document.querySelector("[data-refresh]");

async function look() {
  if (!document.hidden) {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    if (answer?.ok) {
      const there = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const shown of list.querySelectorAll("[data-stands]")) {
        const now = there.querySelector(`[data-stands="${shown.dataset.stands}"]`);
        if (now && now.innerHTML !== shown.innerHTML) shown.innerHTML = now.innerHTML;
      }
      if (!there.querySelector("[data-refresh]")) return;
    }
  }
  setTimeout(look, 1000 * list.dataset.refresh);
}
if (list) setTimeout(look, 1000 * list.dataset.refresh);
