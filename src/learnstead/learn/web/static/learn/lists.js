// Bookmarks without a new page, lists put in order by dragging, carousels with buttons. All of it works without this.
(() => {
  "use strict";

  const say = (text, near) => {
    let place = near?.querySelector("[data-said]") || document.getElementById("said");
    if (!place) {
      place = document.createElement("p");
      place.id = "said";
      place.className = "visually-hidden";
      place.setAttribute("aria-live", "polite");
      document.getElementById("main").append(place);
    }
    place.textContent = "";
    setTimeout(() => { place.textContent = text; }, 50);
  };

  // One click saves; what does not work is left to the form.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-bookmark]");
    if (!button?.form || button.dataset.busy) return;
    event.preventDefault();
    button.dataset.busy = "1";
    const posted = new FormData(button.form);
    posted.set(button.name, button.value);
    try {
      const answer = await fetch(button.form.action, { method: "POST", body: posted, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error("not saved");
      const { saved } = await answer.json();
      document.querySelectorAll(`[data-bookmark][value="${CSS.escape(button.value)}"]`).forEach((one) => {
        one.setAttribute("aria-pressed", String(saved));
      });
      say(saved ? "Saved." : "No longer saved.");
    } catch {
      button.removeAttribute("data-bookmark");
      button.click();
    } finally {
      delete button.dataset.busy;
    }
  });

  const startSorting = (list) => {
    const form = list.closest("form");
    let dragged = null;
    const clear = () => list.querySelectorAll(".drop-before, .drop-after").forEach((row) => row.classList.remove("drop-before", "drop-after"));
    const isUpper = (event, row) => event.clientY < row.getBoundingClientRect().top + row.offsetHeight / 2;
    const rows = () => [...list.querySelectorAll(":scope > li")];
    const keep = async (row) => {
      const posted = new FormData(form);
      rows().forEach((one) => posted.append("order", one.dataset.key));
      rows().forEach((one, place, all) => {
        if (!form.dataset.paged) {
          one.querySelector("[name=up]").disabled = place === 0;
          one.querySelector("[name=down]").disabled = place === all.length - 1;
        }
      });
      try {
        const answer = await fetch(location.href, { method: "POST", body: posted });
        if (!answer.ok) throw new Error("not kept");
        say(`Now number ${rows().indexOf(row) + 1} of ${rows().length}.`, form);
      } catch {
        location.reload(); // the order the server has
      }
    };
    list.classList.add("can-drag");
    rows().forEach((row) => { row.draggable = true; });
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("li[data-key]");
      dragged?.classList.add("dragged");
      event.dataTransfer.setData("text/plain", dragged?.dataset.key || "");
    });
    list.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); clear(); dragged = null; });
    list.addEventListener("dragover", (event) => {
      const row = event.target.closest("li[data-key]");
      if (!dragged || !row) return;
      event.preventDefault();
      clear();
      row.classList.add(isUpper(event, row) ? "drop-before" : "drop-after");
    });
    list.addEventListener("drop", (event) => {
      const row = event.target.closest("li[data-key]");
      if (!dragged || !row || row === dragged) return;
      event.preventDefault();
      row[isUpper(event, row) ? "before" : "after"](dragged);
      void keep(dragged);
    });
    // The arrows move a row at once and keep the focus on it, except across pages.
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=up], button[name=down]");
      const row = button?.closest("li");
      const other = button?.name === "up" ? row?.previousElementSibling : row?.nextElementSibling;
      if (!other) return;
      event.preventDefault();
      other[button.name === "up" ? "before" : "after"](row);
      (button.disabled ? row.querySelector("button:not([disabled])") : button).focus();
      void keep(row).then(() => (button.disabled ? row.querySelector("button:not([disabled])") : button).focus());
    });
  };

  const startCarousel = (list) => {
    const buttons = document.createElement("div");
    buttons.className = "carousel-buttons";
    [["←", "Scroll back", -1], ["→", "Scroll on", 1]].forEach(([sign, name, way]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "icon-button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${name}: ${list.getAttribute("aria-label")}`);
      button.addEventListener("click", () => list.scrollBy({ left: way * list.clientWidth * 0.8 }));
      buttons.append(button);
    });
    const show = () => { buttons.hidden = list.scrollWidth <= list.clientWidth + 4; };
    list.closest("section").querySelector(".between")?.append(buttons);
    show();
    addEventListener("resize", show);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-sortable]").forEach(startSorting);
    document.querySelectorAll("[data-carousel]").forEach(startCarousel);
    document.querySelectorAll("[data-select-all]").forEach((input) => input.addEventListener("focus", () => input.select()));
  });
})();
