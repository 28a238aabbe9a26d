// Time links of a transcript move the player of the page; without this file they load the page at that moment.
(() => {
  "use strict";

  const media = document.querySelector(".player audio, .player video");
  if (!media) return;

  document.querySelectorAll("a[data-second]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      media.currentTime = Number(link.dataset.second);
      media.play().catch(() => { /* the browser shows why in the player */ });
      media.scrollIntoView({ block: "nearest" });
    });
  });

  // The error of a <source> does not reach its film.
  const failed = document.querySelector("[data-player-failed]");
  [media, ...media.querySelectorAll("source")].forEach((one) => {
    one.addEventListener("error", () => { failed.hidden = false; });
  });
})();
